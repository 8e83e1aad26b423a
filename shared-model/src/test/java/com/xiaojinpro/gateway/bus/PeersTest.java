package com.xiaojinpro.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final AtomicLong clock = new AtomicLong(-5);
    private final Peers peers = new Peers(INTERVAL, TIMEOUT, clock::get);
    private final List<String> pinged = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    @Test
    void aSilentPeerLosesAllItsStreamsOnce() {
        peers.watch("a", end("1"));
        peers.watch("a", end("2"));
        ticks(3);
        assertThat(lost).isEmpty();
        assertThat(pinged).containsExactly("a", "a", "a");
        ticks(5);
        assertThat(lost).containsExactly("1 lost a", "2 lost a");
        assertThat(pinged).hasSize(3);
        assertThat(peers.isEmpty()).isTrue();
    }

    @Test
    void whoeverAnswersIsNotLost() {
        peers.watch("a", end("1"));
        for (int i = 0; i < 10; i++) {
            ticks(3);
            peers.heard("a");
        }
        peers.heard("stranger");
        assertThat(lost).isEmpty();
        ticks(4);
        assertThat(lost).containsExactly("1 lost a");
    }

    @Test
    void anEndThatStoppedWatchingHearsNothing() {
        StreamEnd first = end("1");
        peers.watch("a", first);
        peers.watch("a", end("2"));
        peers.unwatch("a", first);
        peers.unwatch("b", first);
        ticks(4);
        assertThat(lost).containsExactly("2 lost a");
    }

    @Test
    void aPeerNobodyWatchesIsForgotten() {
        StreamEnd only = end("1");
        peers.watch("a", only);
        peers.unwatch("a", only);
        assertThat(peers.isEmpty()).isTrue();
        ticks(1);
        assertThat(pinged).isEmpty();
    }

    /** The own loop was held up for long: that is not the silence of the peers. */
    @Test
    void ofATickThatComesLateOnlyTwoIntervalsCount() {
        peers.watch("a", end("1"));
        clock.addAndGet(Duration.ofMinutes(5).toNanos());
        peers.tick(pinged::add);
        assertThat(lost).isEmpty();
        ticks(1);
        assertThat(lost).isEmpty();
        ticks(1);
        assertThat(lost).containsExactly("1 lost a");
    }

    @Test
    void aNodeThatLeavesLosesItsPeersAndNoOthers() {
        peers.watch("xjp.n.one.0.ingress", end("1"));
        peers.watch("xjp.n.one.1.ingress", end("2"));
        peers.watch("xjp.n.one2.0.ingress", end("3"));
        peers.lostAll("xjp.n.one.");
        assertThat(lost).containsExactlyInAnyOrder("1 lost xjp.n.one.0.ingress", "2 lost xjp.n.one.1.ingress");
        peers.lost("xjp.n.one.0.ingress");
        assertThat(lost).hasSize(2);
        assertThat(peers.isEmpty()).isFalse();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            clock.addAndGet(INTERVAL.toNanos());
            peers.tick(pinged::add);
        }
    }

    private StreamEnd end(String name) {
        return new StreamEnd() {
            @Override
            public void frame(Frame frame) {}

            @Override
            public void peerLost(String address) {
                lost.add(name + " lost " + address);
                peers.unwatch(address, this);
            }

            @Override
            public void broken(Throwable bug) {}

            @Override
            public void tick(long nowNanos) {}
        };
    }
}
