package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.config.UsageConfig;
import com.xiaojinpro.gateway.ingress.CallListener;
import com.xiaojinpro.gateway.ingress.CallRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes note of every call of a known key. An event loop leaves the record in a bounded queue and goes on; one thread of its
 * own ({@link SpoolWriter}) brings it to the disk within milliseconds and from there to the database when that is there.
 * No call waits for either, and none fails for them. A call without a valid key has no record: there is nobody to account
 * it to, and anybody could fill the database with them. Thread-safe; owned by the node.
 */
public final class UsageRecorder implements CallListener {
    /** What may wait in memory for the disk; far more than a disk that works ever leaves there. */
    private static final long MOST_MEMORY = 16 << 20;

    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final UsageStats stats = new UsageStats();
    private final Supplier<PriceTable> prices;
    private final SpoolWriter writer;
    private final Promise<Void> ended = Promise.promise();
    private final Thread thread;
    private final String node;
    private volatile boolean closing;

    private UsageRecorder(Spool spool, UsageConfig settings, Supplier<PriceTable> prices, Outlet outlet, String node) {
        this.prices = prices;
        this.node = node;
        this.writer = new SpoolWriter(spool, queue, stats, settings, outlet);
        this.thread = Thread.ofPlatform().name("xjp-usage").daemon().unstarted(this::run);
        this.writer.wakes(thread);
    }

    /** The way to the database. */
    interface Outlet {
        /** Where records go; null as long as it was never reached. */
        @Nullable
        UsageStore store();
    }

    /**
     * Opens the spool, and goes on with what a run before left in it.
     *
     * @param home where spools are
     * @param prices the newest; asked once a call
     * @param node the process, by the id under which ledgers know it
     */
    static UsageRecorder start(Path home, UsageConfig settings, Supplier<PriceTable> prices, Outlet outlet, String node)
            throws IOException {
        UsageRecorder recorder =
                new UsageRecorder(Spool.open(home, settings.spoolMaxBytes()), settings, prices, outlet, node);
        recorder.thread.start();
        return recorder;
    }

    /**
     * The recorder of a node.
     *
     * @param dataDirectory where the spool is, in {@code usage}
     * @param prices the newest; asked once a call
     * @param ready whether the database was reached, and its schema is known to fit
     * @param node the process, by the id under which ledgers know it
     * @throws UncheckedIOException where no spool can be kept there: a node that cannot account does not start
     */
    public static UsageRecorder start(
            Path dataDirectory,
            UsageConfig settings,
            Supplier<PriceTable> prices,
            Database database,
            BooleanSupplier ready,
            String node) {
        UsageStore store = new DatabaseUsage(database, settings);
        try {
            return start(
                    dataDirectory.resolve("usage"), settings, prices, () -> ready.getAsBoolean() ? store : null, node);
        } catch (IOException e) {
            throw new UncheckedIOException("usage cannot be kept in the data directory: " + e, e);
        }
    }

    public UsageStats stats() {
        return stats;
    }

    @Override
    public void started() {}

    @Override
    public void ended(CallRecord call) {
        if (call.keyName().isEmpty()) {
            return;
        }
        byte[] record = UsageRecord.of(call, prices.get(), node).json();
        if (closing || stats.memoryBytes.addAndGet(record.length) > MOST_MEMORY) {
            stats.memoryBytes.addAndGet(-record.length);
            writer.lose(1, closing ? "the gateway has stopped" : "the disk does not keep up");
            return;
        }
        queue.add(record);
        writer.wake();
    }

    /** Brings what is there to the disk, and what can be in the given time to the database. */
    public Future<Void> close(Duration patience) {
        closing = true;
        writer.finish(patience);
        return ended.future();
    }

    private void run() {
        try {
            writer.run();
            ended.complete();
        } catch (IOException | RuntimeException | Error e) {
            ended.fail(e);
            throw new IllegalStateException("the usage writer ended", e);
        }
    }
}
