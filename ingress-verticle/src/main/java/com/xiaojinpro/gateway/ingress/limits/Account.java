package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A node's view of one key or tenant. All event loops of a node share it; every method but the constructor is called with
 * its monitor held, which nobody keeps for longer than a few additions take.
 */
final class Account {
    private static final Bucket[] NONE = {};
    private static final long NEVER = Long.MAX_VALUE;
    /** When records are looked at again: those that a process left on its disk come late. */
    private static final long[] RECALL_MILLIS = {5_000, 30_000, 600_000};

    private static final long RECALL_FAILED_MILLIS = 1_000;

    private final LimitScope scope;
    private final String id;
    private final String name;
    private final String label;
    private @Nullable Limits limits;
    private Bucket[] buckets = NONE;
    private long leasedUntil;
    private boolean detached;
    private boolean dirty;
    private boolean forgotten;
    private long sentSeq;
    private long sentUntil;
    private @Nullable CompletableFuture<Void> drawing;
    private long recallAt = NEVER;
    private int recalls;

    /**
     * @param id names the ledger
     * @param name names the key or the tenant in messages
     */
    Account(LimitScope scope, String id, String name) {
        this.scope = scope;
        this.id = id;
        this.name = name;
        this.label = scope.word() + " " + name;
    }

    LimitScope scope() {
        return scope;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /** What records of calls name it. */
    String label() {
        return label;
    }

    Bucket[] buckets() {
        return buckets;
    }

    boolean detached() {
        return detached;
    }

    /** Whether it was dropped while somebody still had it in hand; then there is another one. */
    boolean forgotten() {
        return forgotten;
    }

    /** Takes over limits that have changed, and begins new windows where the last ones are over. */
    void prepare(Limits current, long nowMillis) {
        if (!current.equals(limits)) {
            configure(current);
        }
        for (Bucket bucket : buckets) {
            bucket.roll(nowMillis);
        }
    }

    /** How a bucket of this account stands to a wish. */
    Bucket.Verdict check(Bucket bucket, Amounts amounts, long nowMillis, boolean shared) {
        return bucket.check(bucket.amount(amounts), nowMillis, !shared || nowMillis < leasedUntil, detached);
    }

    /** The ledger does not know all of it yet. */
    void changed() {
        dirty = true;
    }

    /** The draw that is under way; null for none. */
    @Nullable
    CompletableFuture<Void> drawing() {
        return drawing;
    }

    boolean low(long nowMillis) {
        if (drawing != null || detached) {
            return false;
        }
        for (Bucket bucket : buckets) {
            if (bucket.low(nowMillis)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Begins a draw.
     *
     * @param amounts what a call lacks; nothing for no call
     * @param ahead whether to ask for the calls to come, too
     */
    Draw draw(
            String node,
            long seq,
            long nowMillis,
            long untilMillis,
            @Nullable Amounts amounts,
            boolean ahead,
            boolean shared) {
        if (shared && nowMillis >= leasedUntil) {
            // Others may have it by now.
            for (Bucket bucket : buckets) {
                bucket.releaseAll();
            }
        }
        List<Draw.Line> lines = new ArrayList<>(buckets.length);
        for (Bucket bucket : buckets) {
            lines.add(bucket.line(amounts == null ? 0 : bucket.amount(amounts), ahead, !shared));
        }
        sentSeq = seq;
        sentUntil = untilMillis;
        dirty = false;
        drawing = new CompletableFuture<>();
        return new Draw(node, seq, nowMillis, untilMillis, lines);
    }

    /** The ledger answered; one that answers after it was given up is not heard. */
    void apply(Drawn drawn, long nowMillis, boolean shared) {
        if (drawn.seq() != sentSeq || drawing == null) {
            return;
        }
        drawing = null;
        detached = false;
        leasedUntil = sentUntil;
        for (Drawn.Line line : drawn.lines()) {
            for (Bucket bucket : buckets) {
                if (bucket.kind() == line.kind()) {
                    bucket.apply(line, nowMillis, shared);
                }
            }
        }
    }

    /** The ledger did not answer. */
    void unreachable(long seq) {
        if (seq == sentSeq) {
            drawing = null;
            detached = true;
            dirty = true;
        }
    }

    /**
     * Looks back at the last second and gives back what the next one will not take.
     *
     * @param renewBefore leases that end before this time are to be renewed
     * @return whether the ledger has to hear of the account
     */
    boolean tick(long nowMillis, long renewBefore, boolean shared) {
        boolean holds = false;
        for (Bucket bucket : buckets) {
            bucket.roll(nowMillis);
            bucket.tick();
            if (shared && bucket.idling()) {
                bucket.release();
                dirty = true;
            }
            holds |= bucket.holds();
        }
        return drawing == null && (dirty || detached || (holds && leasedUntil < renewBefore));
    }

    void releaseAll() {
        for (Bucket bucket : buckets) {
            bucket.releaseAll();
        }
    }

    /** Whether records have never been looked at. */
    boolean unrecalled() {
        return recalls == 0 && recallAt != NEVER;
    }

    /** Whether it is time to look at records; then the next time is set, too. */
    boolean recall(long nowMillis) {
        if (nowMillis < recallAt) {
            return false;
        }
        recallAt = nowMillis + RECALL_MILLIS[Math.min(recalls, RECALL_MILLIS.length - 1)];
        recalls++;
        return true;
    }

    /** Says all of it again, and looks at records again: others may be gone, and what they had said with them. */
    void sayAgain() {
        dirty = true;
        if (recallAt != NEVER) {
            recallAt = Long.MIN_VALUE;
            recalls = 1;
        }
    }

    /** Records could not be looked at. */
    void recallAgain(long nowMillis) {
        if (recallAt != NEVER) {
            recallAt = Math.min(recallAt, nowMillis + RECALL_FAILED_MILLIS);
            recalls = 1;
        }
    }

    /** The ledger has news of what others used: what the node holds is given back, and asked for anew by the next call. */
    void drawAnew() {
        for (Bucket bucket : buckets) {
            bucket.drawAnew();
        }
        leasedUntil = Long.MIN_VALUE;
        dirty = true;
    }

    boolean counts(LimitKind kind) {
        for (Bucket bucket : buckets) {
            if (bucket.kind() == kind) {
                return true;
            }
        }
        return false;
    }

    /** Drops the account where there is nothing in it; a draw, a reservation or a look at records to come keeps it. */
    boolean forget(long nowMillis) {
        if (drawing != null || detached || (recallAt != NEVER && nowMillis < recallAt)) {
            return false;
        }
        for (Bucket bucket : buckets) {
            if (!bucket.idle()) {
                return false;
            }
        }
        forgotten = true;
        return true;
    }

    private void configure(Limits current) {
        List<Bucket> next = new ArrayList<>();
        for (LimitKind kind : LimitKind.values()) {
            Long limit = current.of(kind);
            if (limit != null) {
                if (kind.window().outlivesRestarts() && !counts(kind)) {
                    recallAt = Long.MIN_VALUE;
                    recalls = 0;
                }
                Bucket bucket = bucket(kind);
                bucket.configure(limit, current.failClosed().contains(kind));
                next.add(bucket);
            }
        }
        buckets = next.toArray(Bucket[]::new);
        limits = current;
    }

    private Bucket bucket(LimitKind kind) {
        for (Bucket bucket : buckets) {
            if (bucket.kind() == kind) {
                return bucket;
            }
        }
        return new Bucket(kind);
    }
}
