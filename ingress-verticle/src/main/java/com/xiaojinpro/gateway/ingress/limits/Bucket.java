package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.LimitWindow;

/**
 * A node's view of one limit: what it has been granted of the window, what of that is settled, and what calls that run have
 * reserved. {@code granted >= spent + reserved} always holds; a call that used more than its estimate raises all of them,
 * and the ledger hears of it. Guarded by its account.
 */
final class Bucket {
    /** How long a refusal of the ledger is believed, so that refused calls cost the cluster nothing. */
    private static final long DENIAL_MILLIS = 100;
    /** Of a limit on what runs at once, this part of the peak is held in reserve. */
    private static final long RESERVE_PART = 8;

    private static final long NEVER = Long.MAX_VALUE;
    private static final long SECOND = 1000;

    private final LimitKind kind;
    private long limit;
    private boolean failClosed;
    private long window = Long.MIN_VALUE;
    private long windowEnd = Long.MIN_VALUE;
    private long granted;
    private long spent;
    private long rest;
    private long reserved;
    private long free;
    private long deniedUntil;
    private long deniedAmount;
    private long recent;
    private long rate;
    private long sentWindow;
    private long sentGranted;
    private long sentAmount;

    /** How a wish stands. */
    enum Verdict {
        FITS,
        /** What the node holds is not enough; the ledger may have more. */
        SHORT,
        USED_UP,
        /** The ledger cannot be reached, and the limit is one that then refuses. */
        UNREACHABLE
    }

    Bucket(LimitKind kind) {
        this.kind = kind;
    }

    LimitKind kind() {
        return kind;
    }

    long limit() {
        return limit;
    }

    long window() {
        return window;
    }

    /** When it is worth to ask again; a call that runs may end at any time. */
    long renews(long nowMillis) {
        return kind.window() == LimitWindow.NOW ? nowMillis + SECOND : windowEnd;
    }

    long windowEnd() {
        return windowEnd;
    }

    void configure(long newLimit, boolean closed) {
        if (newLimit < limit) {
            // What was leased of the larger one may be more than there is now.
            releaseAll();
        }
        free += newLimit - limit;
        limit = newLimit;
        failClosed = closed;
        deniedUntil = 0;
    }

    /** What a call has to have of this limit. A wish for more than all of it is a wish for all of it. */
    long amount(Amounts amounts) {
        long amount = kind.budget() ? Math.max(1, amounts.of(kind)) : amounts.of(kind);
        return limit > 0 ? Math.min(amount, limit) : amount;
    }

    /** Begins a new window where the last one is over. */
    void roll(long nowMillis) {
        if (nowMillis >= windowEnd) {
            begin(kind.window().start(nowMillis));
        }
    }

    Verdict check(long amount, long nowMillis, boolean leased, boolean detached) {
        if (amount == 0 || (leased && amount <= held())) {
            return Verdict.FITS;
        }
        if (amount > limit) {
            return Verdict.USED_UP;
        }
        if (detached) {
            if (failClosed) {
                return Verdict.UNREACHABLE;
            }
            return spent + reserved + amount <= limit ? Verdict.FITS : Verdict.USED_UP;
        }
        return nowMillis < deniedUntil && amount >= deniedAmount ? Verdict.USED_UP : Verdict.SHORT;
    }

    void take(long amount) {
        reserved += amount;
        recent = kind.window() == LimitWindow.NOW ? Math.max(recent, reserved) : recent + amount;
        cover();
    }

    /**
     * Ends a reservation. What was used beyond one whose window is over counts in the window of now.
     *
     * @param reservedWindow when the window of the reservation began
     * @param billionths what was used besides {@code actual}, in billionths of a unit
     */
    void settle(long reservedWindow, long estimate, long actual, long billionths, long nowMillis) {
        roll(nowMillis);
        if (reservedWindow == window) {
            reserved -= estimate;
            spend(actual, billionths);
        } else if (actual >= estimate) {
            spend(actual - estimate, billionths);
        }
        cover();
        if (deniedUntil == NEVER) {
            deniedUntil = 0;
        }
    }

    /** What is left as far as this node can tell: its own, and what nobody held when it last asked. */
    long remaining() {
        return Math.max(0, Math.min(limit, held() + Math.max(0, free)));
    }

    boolean idle() {
        return granted == 0 && spent == 0 && reserved == 0;
    }

    /** Whether it is time to ask for more, so that no call has to wait for it. */
    boolean low(long nowMillis) {
        return free > 0 && nowMillis >= deniedUntil && 2 * held() < expected();
    }

    /** Looks back at the last second. */
    void tick() {
        // One that takes nothing keeps nothing: what it held may be what another one lacks.
        rate = recent == 0 ? 0 : Math.max(recent, rate / 2);
        recent = kind.window() == LimitWindow.NOW ? reserved : 0;
    }

    /** Whether the node holds more than the next second will take. */
    boolean idling() {
        return held() > expected();
    }

    boolean holds() {
        return granted > spent;
    }

    /** Gives back what the next second will not take. */
    void release() {
        granted = Math.min(granted, spent + reserved + expected());
    }

    /** Gives back all that no call has reserved. */
    void releaseAll() {
        granted = spent + reserved;
    }

    /**
     * What the ledger is told and asked.
     *
     * @param amount what a call lacks; 0 for no call
     * @param ahead whether to ask for the calls to come, too
     * @param alone whether nobody else wants any of it
     */
    Draw.Line line(long amount, boolean ahead, boolean alone) {
        long need = Math.max(0, amount - held());
        long more = amount + expected() - held();
        long want = alone && amount > 0 ? limit : ahead ? Math.max(need, Math.min(limit, more)) : need;
        sentWindow = window;
        sentGranted = granted;
        sentAmount = need > 0 ? amount : 0;
        return new Draw.Line(kind, window, limit, granted, spent, need, Math.max(0, want));
    }

    void apply(Drawn.Line line, long nowMillis, boolean shared) {
        if (line.window() > window) {
            // Another node's clock is ahead; its window is everybody's.
            begin(line.window());
            return;
        }
        if (line.window() != window || sentWindow != window) {
            return;
        }
        free = line.free();
        granted += Math.max(0, line.granted() - sentGranted);
        deniedAmount = sentAmount;
        if (sentAmount <= held()) {
            deniedUntil = 0;
        } else {
            // To a ledger of one's own nothing comes back but by one's own hand.
            deniedUntil = shared ? nowMillis + DENIAL_MILLIS : NEVER;
        }
    }

    /** The ledger has news: what it said before is not believed any more. */
    void drawAnew() {
        releaseAll();
        deniedUntil = 0;
    }

    /** What is granted and not taken. */
    private long held() {
        return granted - spent - reserved;
    }

    /** What the next second may take. */
    private long expected() {
        return kind.window() == LimitWindow.NOW
                ? (Math.max(rate, recent) + RESERVE_PART - 1) / RESERVE_PART
                : Math.max(rate, recent);
    }

    /** Fractions of units add up here, so that many small costs are charged as what they are together. */
    private void spend(long whole, long billionths) {
        spent += whole;
        rest += billionths;
        if (rest >= Amounts.BILLIONTHS) {
            rest -= Amounts.BILLIONTHS;
            spent++;
        }
    }

    private void cover() {
        granted = Math.max(granted, spent + reserved);
    }

    private void begin(long start) {
        window = start;
        windowEnd = kind.window().end(start);
        granted = 0;
        spent = 0;
        rest = 0;
        reserved = 0;
        free = limit;
        deniedUntil = 0;
    }
}
