package com.xiaojinpro.gateway.accounts.usage;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be away, be slow to say so, and dislike records. */
final class FakeStore implements UsageStore {
    final Set<String> written = new ConcurrentSkipListSet<>();
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger upkeeps = new AtomicInteger();
    volatile Future<Void> upkept = Future.succeededFuture();
    volatile boolean away;
    /** Takes a batch and breaks off before it says so, as a connection does. */
    final AtomicInteger mute = new AtomicInteger();

    volatile String disliked = "none";

    /** What the store says of a record it will never take. */
    static final class Dislike extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public Future<Integer> write(List<byte[]> records) {
        writes.incrementAndGet();
        if (away) {
            return Future.failedFuture(new IOException("away"));
        }
        int fresh = 0;
        List<String> ids = records.stream()
                .map(record -> new JsonObject(new String(record, StandardCharsets.UTF_8)).getString("request_id"))
                .toList();
        if (ids.contains(disliked)) {
            return Future.failedFuture(new Dislike());
        }
        for (String id : ids) {
            fresh += written.add(id) ? 1 : 0;
        }
        if (mute.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Future.failedFuture(new IOException("the connection was lost"));
        }
        return Future.succeededFuture(fresh);
    }

    @Override
    public Future<Void> upkeep() {
        upkeeps.incrementAndGet();
        return upkept;
    }

    @Override
    public boolean refuses(Throwable failure) {
        return failure instanceof Dislike;
    }
}
