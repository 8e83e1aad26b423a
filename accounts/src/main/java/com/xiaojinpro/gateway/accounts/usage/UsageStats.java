package com.xiaojinpro.gateway.accounts.usage;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What became of records, for metrics. Thread-safe. */
public final class UsageStats {
    final LongAdder spooled = new LongAdder();
    final LongAdder written = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final AtomicLong spoolBytes = new AtomicLong();
    final AtomicLong memoryBytes = new AtomicLong();

    /** Records that are, or were, on the disk of this node. */
    public long spooled() {
        return spooled.sum();
    }

    /** Records this node has added to the database; one that was there already is not among them. */
    public long written() {
        return written.sum();
    }

    /** Records that are gone: the spool was full, or the disk failed. Must stay 0. */
    public long lost() {
        return lost.sum();
    }

    /** Records the database will not take; they are kept beside the spool for a person to look at. Must stay 0. */
    public long rejected() {
        return rejected.sum();
    }

    /** What the spool takes of the disk. */
    public long spoolBytes() {
        return spoolBytes.get();
    }

    /** Records on their way to the spool. */
    public long memoryBytes() {
        return memoryBytes.get();
    }
}
