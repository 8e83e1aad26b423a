package com.xiaojinpro.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the ends of a stream heard, in order; written on the event loop, read by the test. */
final class Heard implements InboundStream.Listener, OutboundStream.Listener, StreamEnd {
    private final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

    /** The next thing heard; fails where nothing comes. */
    Object next() {
        try {
            Object next = all.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("nothing more was heard").isNotNull();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void assertNothingMore() {
        assertThat(all).isEmpty();
    }

    @Override
    public void answeredBy(Origin origin) {
        all.add(origin);
    }

    @Override
    public void events(List<UnifiedChunk> events, int bytes) {
        all.add(List.copyOf(events));
        all.add(bytes);
    }

    @Override
    public void tried(List<Tried> attempts) {
        all.add(attempts);
    }

    @Override
    public void ended() {
        all.add("ended");
    }

    @Override
    public void failed(Fault fault) {
        all.add(fault);
    }

    @Override
    public void writable() {
        all.add("writable");
    }

    @Override
    public void cancelled() {
        all.add("cancelled");
    }

    @Override
    public void frame(Frame frame) {
        all.add(frame.body());
    }

    @Override
    public void peerLost(String address) {
        all.add("lost " + address);
    }

    @Override
    public void broken(Throwable bug) {
        all.add(bug);
    }

    @Override
    public void tick(long nowNanos) {}
}
