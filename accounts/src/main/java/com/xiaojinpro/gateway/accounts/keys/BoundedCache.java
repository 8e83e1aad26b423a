package com.xiaojinpro.gateway.accounts.keys;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A map that forgets what was not used since it last was full. Thread-safe; reading takes no lock. */
final class BoundedCache<V> {
    private final Map<String, Entry<V>> entries = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final int most;

    private static final class Entry<V> {
        private final V value;
        private volatile boolean used = true;

        Entry(V value) {
            this.value = value;
        }
    }

    /**
     * @param most how many it keeps; for a moment there may be a few more
     */
    BoundedCache(int most) {
        this.most = most;
    }

    @Nullable
    V get(String key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (!entry.used) {
            entry.used = true;
        }
        return entry.value;
    }

    void put(String key, V value) {
        entries.put(key, new Entry<>(value));
        if (entries.size() > most && sweeping.compareAndSet(false, true)) {
            sweep();
            sweeping.set(false);
        }
    }

    void remove(String key) {
        entries.remove(key);
    }

    void removeIf(Predicate<V> condition) {
        entries.values().removeIf(entry -> condition.test(entry.value));
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }

    /** Makes room for a tenth: the unused go first, and where all were used, whoever comes first. */
    private void sweep() {
        int room = most - most / 10;
        for (int round = 0; round < 2 && entries.size() > room; round++) {
            Iterator<Entry<V>> all = entries.values().iterator();
            while (all.hasNext() && entries.size() > room) {
                Entry<V> entry = all.next();
                if (entry.used) {
                    entry.used = false;
                } else {
                    all.remove();
                }
            }
        }
    }
}
