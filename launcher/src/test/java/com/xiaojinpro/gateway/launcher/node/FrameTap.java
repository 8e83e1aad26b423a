package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameBody;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands on the event bus of a gateway under test: sees the frames that are sent, and loses some of them. */
final class FrameTap {
    private final List<Frame> sent = new CopyOnWriteArrayList<>();
    private final List<Loss> losses = new CopyOnWriteArrayList<>();

    private final List<Loss> doubles = new CopyOnWriteArrayList<>();

    private final List<Replacement> replacements = new CopyOnWriteArrayList<>();

    private record Replacement(Loss which, FrameBody instead) {}

    private record Loss(Predicate<FrameBody> which, AtomicInteger left) {
        boolean takes(FrameBody body) {
            return which.test(body) && left.getAndDecrement() > 0;
        }
    }

    FrameTap(TestGateway gateway) {
        for (Vertx vertx : gateway.instances()) {
            vertx.eventBus().<Object>addOutboundInterceptor(delivery -> outbound(vertx, delivery));
        }
    }

    /** Loses the next frames that match. */
    void lose(int count, Predicate<FrameBody> which) {
        losses.add(new Loss(which, new AtomicInteger(count)));
    }

    /** Sends the next frames that match twice. */
    void repeat(int count, Predicate<FrameBody> which) {
        doubles.add(new Loss(which, new AtomicInteger(count)));
    }

    /** Sends another body in place of the next one that matches. */
    void replaceNext(Predicate<FrameBody> which, FrameBody instead) {
        replacements.add(new Replacement(new Loss(which, new AtomicInteger(1)), instead));
    }

    /** Frames of a kind that were sent, the lost ones included. */
    <T extends FrameBody> List<T> sent(Class<T> kind) {
        return sent.stream()
                .map(Frame::body)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private void outbound(Vertx vertx, DeliveryContext<Object> delivery) {
        if (!(delivery.body() instanceof Frame frame)) {
            delivery.next();
            return;
        }
        sent.add(frame);
        if (losses.stream().anyMatch(loss -> loss.takes(frame.body()))) {
            return;
        }
        for (Replacement replacement : replacements) {
            if (replacement.which().takes(frame.body())) {
                Frame instead = new Frame(frame.from(), frame.sender(), frame.stream(), replacement.instead());
                vertx.eventBus().send(delivery.message().address(), instead);
                return;
            }
        }
        delivery.next();
        if (doubles.stream().anyMatch(twice -> twice.takes(frame.body()))) {
            vertx.eventBus().send(delivery.message().address(), frame);
        }
    }
}
