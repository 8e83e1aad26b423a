package com.xiaojinpro.gateway.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The liveness of the peers that share streams with one endpoint: per peer, not per stream. A peer that is silent for the
 * timeout, whose write fails or whose node leaves loses its streams at once. Pure; used on the endpoint's event loop.
 */
final class Peers {
    private static final class Peer {
        private final Set<StreamEnd> ends = new LinkedHashSet<>();
        private long silentNanos;
    }

    private final Map<String, Peer> peers = new HashMap<>();
    private final long intervalNanos;
    private final long timeoutNanos;
    private final LongSupplier nanoClock;
    private long tickedNanos;

    Peers(Duration interval, Duration timeout, LongSupplier nanoClock) {
        this.intervalNanos = interval.toNanos();
        this.timeoutNanos = timeout.toNanos();
        this.nanoClock = nanoClock;
        this.tickedNanos = nanoClock.getAsLong();
    }

    void watch(String address, StreamEnd end) {
        Peer peer = peers.get(address);
        if (peer == null) {
            peer = new Peer();
            peers.put(address, peer);
        }
        peer.ends.add(end);
    }

    void unwatch(String address, StreamEnd end) {
        Peer peer = peers.get(address);
        if (peer != null && peer.ends.remove(end) && peer.ends.isEmpty()) {
            peers.remove(address);
        }
    }

    void heard(String address) {
        Peer peer = peers.get(address);
        if (peer != null) {
            peer.silentNanos = 0;
        }
    }

    /**
     * Fails the peers that were silent for too long and asks the others whether they are there. Of a tick that comes late
     * only a part counts as silence: this loop itself was held up, and whatever the peers sent meanwhile is yet unread.
     */
    void tick(Consumer<String> ping) {
        long now = nanoClock.getAsLong();
        long elapsed = Math.min(now - tickedNanos, 2 * intervalNanos);
        tickedNanos = now;
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, Peer> entry : peers.entrySet()) {
            Peer peer = entry.getValue();
            peer.silentNanos += elapsed;
            if (peer.silentNanos > timeoutNanos) {
                silent.add(entry.getKey());
            }
        }
        silent.forEach(this::lost);
        List.copyOf(peers.keySet()).forEach(ping);
    }

    /** Fails every stream shared with one peer. */
    void lost(String address) {
        Peer peer = peers.remove(address);
        if (peer != null) {
            List.copyOf(peer.ends).forEach(end -> end.peerLost(address));
        }
    }

    /** Fails every stream shared with the peers of one node. */
    void lostAll(String addressPrefix) {
        for (String address : List.copyOf(peers.keySet())) {
            if (address.startsWith(addressPrefix)) {
                lost(address);
            }
        }
    }

    boolean isEmpty() {
        return peers.isEmpty();
    }
}
