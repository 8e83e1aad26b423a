package com.xiaojinpro.gateway.connector;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signatures in the memory of this node. Bounded by what they weigh: the ones not asked for longest go first. Thread-safe; one
 * lock, taken once a tool call.
 */
public final class MemorySignatures implements SignatureStore {
    /** What an entry weighs besides its text. */
    private static final long ENTRY_CHARS = 128;

    private record Key(String tenant, String callId) {}

    private record Kept(String signature, long untilMillis) {}

    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final long maxChars;
    private final long lifetimeMillis;
    private final InstantSource clock;
    private long chars;

    /**
     * @param maxChars how much is kept, in chars of ids and signatures; what alone is larger than a sixteenth is not
     * @param lifetime how long a signature is kept
     */
    public MemorySignatures(long maxChars, Duration lifetime, InstantSource clock) {
        this.maxChars = maxChars;
        this.lifetimeMillis = lifetime.toMillis();
        this.clock = clock;
    }

    @Override
    public synchronized void keep(String tenant, String callId, String signature) {
        Key key = new Key(tenant, callId);
        if (weight(key, signature) > maxChars / 16) {
            return;
        }
        remove(key);
        kept.put(key, new Kept(signature, clock.millis() + lifetimeMillis));
        chars += weight(key, signature);
        Iterator<Map.Entry<Key, Kept>> eldest = kept.entrySet().iterator();
        while (chars > maxChars && eldest.hasNext()) {
            Map.Entry<Key, Kept> entry = eldest.next();
            chars -= weight(entry.getKey(), entry.getValue().signature());
            eldest.remove();
        }
    }

    @Override
    public synchronized @Nullable String find(String tenant, String callId) {
        Key key = new Key(tenant, callId);
        Kept found = kept.get(key);
        if (found == null) {
            return null;
        }
        if (clock.millis() >= found.untilMillis()) {
            remove(key);
            return null;
        }
        return found.signature();
    }

    /** How much is kept now, in chars. */
    synchronized long chars() {
        return chars;
    }

    private void remove(Key key) {
        Kept old = kept.remove(key);
        if (old != null) {
            chars -= weight(key, old.signature());
        }
    }

    private static long weight(Key key, String signature) {
        return ENTRY_CHARS + key.tenant().length() + key.callId().length() + signature.length();
    }
}
