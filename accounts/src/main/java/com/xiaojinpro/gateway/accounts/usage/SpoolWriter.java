package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.config.UsageConfig;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread between the queue, the spool and the database. Everything here but {@link #wake}, {@link #finish} and
 * {@link #lose} runs on it: it is the one owner of the spool, and at most one write to the database is under way.
 */
final class SpoolWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
    private static final int MOST_RECORDS = 1_000;
    private static final int MOST_BYTES = 1 << 20;
    /** Records are gathered for this long before they are put on the disk together. */
    private static final long GATHER_NANOS = Duration.ofMillis(2).toNanos();

    private static final long FORCE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long UPKEEP_NANOS = Duration.ofHours(1).toNanos();
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final Spool spool;
    private final Queue<byte[]> queue;
    private final UsageStats stats;
    private final UsageRecorder.Outlet outlet;
    private final long writeNanos;
    private final AtomicBoolean awake = new AtomicBoolean();
    private @Nullable Thread thread;
    private volatile long finishBy = Long.MAX_VALUE;
    private volatile boolean finishing;
    private volatile @Nullable AsyncResult<Integer> answer;
    private Segment.@Nullable Batch writing;
    private Future<Void> upkeep = Future.succeededFuture();
    private int mostRecords = MOST_RECORDS;
    private long pauseNanos;
    private long notBefore = System.nanoTime();
    private long lastWrite = notBefore;
    private long lastForce = notBefore;
    private long nextUpkeep = notBefore;
    private boolean dirty;
    private boolean away;
    private long lostSince;
    private long lostTold;

    SpoolWriter(Spool spool, Queue<byte[]> queue, UsageStats stats, UsageConfig settings, UsageRecorder.Outlet outlet) {
        this.spool = spool;
        this.queue = queue;
        this.stats = stats;
        this.outlet = outlet;
        this.writeNanos = settings.writeInterval().toNanos();
        stats.spoolBytes.set(spool.bytes());
    }

    void wakes(Thread own) {
        thread = own;
    }

    /** There is something to do. Costs nothing while the thread is awake. */
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends once everything is written, or when time is over. */
    void finish(Duration patience) {
        finishBy = System.nanoTime() + patience.toNanos();
        finishing = true;
        wake();
    }

    /** Records are gone. Told at once, and then now and again for as long as it goes on. */
    void lose(int records, String why) {
        stats.lost.add(records);
        synchronized (this) {
            long now = System.nanoTime();
            lostSince += records;
            if (lostTold == 0 || now - lostTold > QUIET_NANOS) {
                LOG.error("{} usage records are lost: {}", lostSince, why);
                lostSince = 0;
                lostTold = now;
            }
        }
    }

    void run() throws IOException {
        try {
            while (true) {
                boolean last = finishing;
                awake.set(false);
                store();
                exchange();
                if (last && queue.isEmpty() && (outOfTime() || (spool.left() == 0 && !underWay()))) {
                    return;
                }
                sleep();
            }
        } finally {
            spool.close();
        }
    }

    /** From the queue to the disk. */
    private void store() {
        List<byte[]> records = new ArrayList<>();
        int bytes = 0;
        byte[] next = queue.poll();
        while (next != null) {
            records.add(next);
            bytes += next.length;
            next = bytes < MOST_BYTES ? queue.poll() : null;
        }
        if (!records.isEmpty()) {
            try {
                int kept = spool.append(records);
                stats.spooled.add(kept);
                dirty = true;
                if (kept < records.size()) {
                    lose(records.size() - kept, "the spool " + spool.directory() + " is full");
                }
            } catch (IOException e) {
                lose(records.size(), "the spool " + spool.directory() + " cannot be written: " + e);
            }
            stats.memoryBytes.addAndGet(-bytes);
        }
        long now = System.nanoTime();
        if (dirty && now - lastForce >= FORCE_NANOS) {
            lastForce = now;
            try {
                spool.force();
                dirty = false;
            } catch (IOException e) {
                LOG.error("The spool {} cannot be forced to the disk", spool.directory(), e);
            }
        }
        stats.spoolBytes.set(spool.bytes());
    }

    /** What fails here is tried again: the thread must outlive every mishap, or records are lost. */
    private void exchange() {
        try {
            settle();
            send();
        } catch (IOException | RuntimeException e) {
            LOG.error("Usage records cannot be brought to the database", e);
            pause(e);
        }
    }

    /** What became of the write that was under way. */
    private void settle() throws IOException {
        AsyncResult<Integer> result = answer;
        Segment.Batch batch = writing;
        if (result == null || batch == null) {
            return;
        }
        answer = null;
        writing = null;
        if (result.succeeded()) {
            stats.written.add(result.result());
            spool.take(batch);
            stats.spoolBytes.set(spool.bytes());
            mostRecords = Math.min(MOST_RECORDS, mostRecords * 2);
            pauseNanos = 0;
            if (away) {
                away = false;
                LOG.info("Usage records are written to the database again");
            }
            return;
        }
        UsageStore store = outlet.store();
        if (store != null && store.refuses(result.cause())) {
            refused(batch, result.cause());
        } else {
            pause(result.cause());
        }
    }

    /** One of the records is wrong: it is found by halving, and put aside, so that the others can pass. */
    private void refused(Segment.Batch batch, Throwable cause) throws IOException {
        if (batch.records().size() > 1) {
            mostRecords = Math.max(1, batch.records().size() / 2);
            return;
        }
        Path aside = spool.directory().resolve("rejected.jsonl");
        try (FileChannel file = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (byte[] record : batch.records()) {
                file.write(ByteBuffer.wrap(record));
                file.write(ByteBuffer.wrap(new byte[] {'\n'}));
                stats.rejected.increment();
            }
            file.force(false);
        }
        spool.take(batch);
        LOG.error("A usage record that the database does not take was put into {}", aside, cause);
    }

    private void pause(Throwable cause) {
        pauseNanos = Math.clamp(pauseNanos * 2, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
        notBefore = System.nanoTime() + pauseNanos;
        if (!away) {
            away = true;
            LOG.warn("Usage records wait in {}: {}", spool.directory(), String.valueOf(cause.getMessage()));
        }
    }

    /** From the disk to the database. */
    private void send() throws IOException {
        UsageStore store = outlet.store();
        long now = System.nanoTime();
        if (store == null || writing != null || now < notBefore) {
            return;
        }
        if (now >= nextUpkeep) {
            nextUpkeep = now + UPKEEP_NANOS;
            upkeep = store.upkeep()
                    .onFailure(e -> LOG.warn("The usage tables cannot be kept up: {}", e.getMessage()))
                    .onComplete(done -> wake());
        }
        boolean full = spool.left() >= MOST_BYTES / 2;
        if (!full && !finishing && now - lastWrite < writeNanos) {
            return;
        }
        Segment.Batch batch = spool.read(mostRecords, MOST_BYTES);
        if (batch == null) {
            return;
        }
        if (batch.damaged() > 0) {
            LOG.warn(
                    "{} damaged usage records in {} were passed over",
                    batch.damaged(),
                    batch.segment().file());
        }
        if (batch.records().isEmpty()) {
            spool.take(batch);
            return;
        }
        lastWrite = now;
        writing = batch;
        store.write(batch.records()).onComplete(done -> {
            answer = done;
            wake();
        });
    }

    private void sleep() {
        long now = System.nanoTime();
        long until = now + Duration.ofSeconds(1).toNanos();
        if (dirty) {
            until = Math.min(until, lastForce + FORCE_NANOS);
        }
        if (writing == null && spool.left() > 0) {
            until = Math.min(until, Math.max(notBefore, outlet.store() == null ? until : lastWrite + writeNanos));
        }
        if (!awake.get() && queue.isEmpty()) {
            LockSupport.parkNanos(this, Math.max(GATHER_NANOS, until - now));
        }
        // Whoever comes now is taken along by the next round, without a wake-up of its own.
        awake.set(true);
        LockSupport.parkNanos(this, finishing ? 1 : GATHER_NANOS);
    }

    /** Whether the database is at work for this. Who ends in the middle of it leaves its connections in an unknown state. */
    private boolean underWay() {
        return writing != null || !upkeep.isComplete();
    }

    private boolean outOfTime() {
        return finishing && System.nanoTime() - finishBy > 0;
    }
}
