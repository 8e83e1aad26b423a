package com.xiaojinpro.gateway.launcher.limits;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/** After a split: the counts of both sides in one, where Hazelcast's own policies would keep one side's. */
public final class LedgerMerge
        implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object>, IdentifiedDataSerializable {

    /** Made by Hazelcast, by the name of the class. */
    public LedgerMerge() {}

    @Override
    public Object merge(MergingValue<Object> merging, @Nullable MergingValue<Object> existing) {
        LedgerEntry theirs = (LedgerEntry) merging.getDeserializedValue();
        LedgerEntry ours = existing == null ? null : (LedgerEntry) existing.getDeserializedValue();
        return ours == null ? theirs : new LedgerEntry(ours.ledger().merge(theirs.ledger()));
    }

    @Override
    public int getFactoryId() {
        return LimitSerials.FACTORY;
    }

    @Override
    public int getClassId() {
        return LimitSerials.MERGE;
    }

    @Override
    public void writeData(ObjectDataOutput out) {}

    @Override
    public void readData(ObjectDataInput in) {}
}
