package com.xiaojinpro.gateway.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.tracing.TracingPolicy;

/**
 * Sends frames, and knows the three rings: a handler on the own event loop first, on the own node second, anywhere in the
 * cluster third. A wake-up across loops costs a hundred times a message on the same one. One per lane.
 */
public final class Hop {
    private static final DeliveryOptions LOCAL = options().setLocalOnly(true);
    private static final DeliveryOptions ANYWHERE = options();

    /** How far a frame to a shared address may go. */
    public enum Reach {
        /** The nearest ring that has a handler. */
        NEAREST,
        /** Any node, in turn; used after the nearest failed. */
        ANY_NODE
    }

    private final Lane lane;

    public Hop(Lane lane) {
        this.lane = lane;
    }

    /** Sends to a shared address; fails where nobody serves it or the write fails. */
    public Future<Void> toShared(String address, Frame frame, Reach reach) {
        if (reach == Reach.NEAREST && lane.serves(address)) {
            return write(lane.laneAddress(address), frame, LOCAL);
        }
        boolean local = reach == Reach.NEAREST && lane.node().serves(address);
        return write(address, frame, local ? LOCAL : ANYWHERE);
    }

    /** Whether a frame sent to the nearest handler of a shared address stays on this event loop. */
    public boolean staysOnLoop(String address) {
        return lane.serves(address);
    }

    /** Sends to one instance; fails where it is gone or the write fails. */
    public Future<Void> toPrivate(String address, Frame frame) {
        return write(address, frame, lane.sameLoop(address) ? LOCAL : ANYWHERE);
    }

    private Future<Void> write(String address, Frame frame, DeliveryOptions options) {
        return lane.vertx().eventBus().<Frame>sender(address, options).write(frame);
    }

    private static DeliveryOptions options() {
        return new DeliveryOptions().setTracingPolicy(TracingPolicy.IGNORE).setCodecName(FrameCodec.NAME);
    }
}
