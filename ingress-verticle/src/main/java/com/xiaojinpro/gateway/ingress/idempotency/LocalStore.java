package com.xiaojinpro.gateway.ingress.idempotency;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one node, for a gateway that is one node. Where it is full, the oldest values go first. All event loops share
 * it; nobody holds its monitor for longer than a look into a map takes.
 */
public final class LocalStore implements IdempotencyStore {
    private static final long DEFAULT_BYTES = 64L << 20;
    /** What an entry costs besides its value. */
    private static final int ENTRY_BYTES = 256;

    private final Map<String, Kept> entries = new LinkedHashMap<>();
    private final LongSupplier nanos;
    private final long maxBytes;
    private long bytes;

    private static final class Kept {
        private final byte[] value;
        private final long untilNanos;

        Kept(byte[] value, long untilNanos) {
            this.value = value;
            this.untilNanos = untilNanos;
        }

        byte[] value() {
            return value;
        }

        long untilNanos() {
            return untilNanos;
        }
    }

    public LocalStore() {
        this(System::nanoTime, DEFAULT_BYTES);
    }

    /**
     * @param nanos the clock
     * @param maxBytes what the values may take together
     */
    LocalStore(LongSupplier nanos, long maxBytes) {
        this.nanos = nanos;
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized Future<byte @Nullable []> take(String key, byte[] mine, Duration lease) {
        Kept known = live(key);
        if (known != null) {
            return Future.succeededFuture(known.value());
        }
        keep(key, mine, lease);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Boolean> put(String key, byte[] mine, byte[] value, Duration ttl) {
        Kept known = live(key);
        if (known != null && !Arrays.equals(known.value(), mine)) {
            return Future.succeededFuture(false);
        }
        keep(key, value, ttl);
        return Future.succeededFuture(true);
    }

    @Override
    public synchronized Future<Boolean> release(String key, byte[] mine) {
        Kept known = live(key);
        boolean own = known != null && Arrays.equals(known.value(), mine);
        if (own) {
            drop(key);
        }
        return Future.succeededFuture(own);
    }

    private @Nullable Kept live(String key) {
        Kept known = entries.get(key);
        if (known != null && nanos.getAsLong() - known.untilNanos() >= 0) {
            drop(key);
            return null;
        }
        return known;
    }

    private void keep(String key, byte[] value, Duration ttl) {
        drop(key);
        long now = nanos.getAsLong();
        entries.put(key, new Kept(value, now + ttl.toNanos()));
        bytes += value.length + ENTRY_BYTES;
        Iterator<Kept> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Kept next = oldest.next();
            if (bytes <= maxBytes && now - next.untilNanos() < 0) {
                return;
            }
            oldest.remove();
            bytes -= next.value().length + ENTRY_BYTES;
        }
    }

    private void drop(String key) {
        Kept known = entries.remove(key);
        if (known != null) {
            bytes -= known.value().length + ENTRY_BYTES;
        }
    }
}
