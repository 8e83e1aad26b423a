package com.xiaojinpro.gateway.launcher.idempotency;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One operation on its way to the member that owns the key. It runs there and again where the copy is; what it does follows
 * from the entry and itself alone.
 */
@SuppressWarnings("serial") // It travels in its own form.
final class Step implements EntryProcessor<String, byte[], byte[]>, IdentifiedDataSerializable {
    private static final byte[] NOTHING = {};
    private static final int TAKE = 0;
    private static final int PUT = 1;
    private static final int RELEASE = 2;

    private int kind;
    private byte[] mine;
    private byte[] value;
    private long millis;

    /** One that is filled by {@link #readData}. */
    Step() {
        this(TAKE, NOTHING, NOTHING, 0);
    }

    private Step(int kind, byte[] mine, byte[] value, long millis) {
        this.kind = kind;
        this.mine = mine;
        this.value = value;
        this.millis = millis;
    }

    /** Yields what stands there, or null after it took the key. */
    static Step take(byte[] mine, long leaseMillis) {
        return new Step(TAKE, mine, mine, leaseMillis);
    }

    /** Yields something where it put the value, else null. */
    static Step put(byte[] mine, byte[] value, long ttlMillis) {
        return new Step(PUT, mine, value, ttlMillis);
    }

    /** Yields something where it freed the key, else null. */
    static Step release(byte[] mine) {
        return new Step(RELEASE, mine, NOTHING, 0);
    }

    @Override
    public byte @Nullable [] process(Map.Entry<String, byte[]> entry) {
        byte[] there = entry.getValue();
        boolean own = there != null && Arrays.equals(there, mine);
        if (kind == TAKE) {
            if (there != null) {
                return there;
            }
            set(entry);
            return null;
        }
        if (kind == PUT && (there == null || own)) {
            set(entry);
            return NOTHING;
        }
        if (kind == RELEASE && own) {
            remove(entry);
            return NOTHING;
        }
        return null;
    }

    @Override
    public int getFactoryId() {
        return StepSerials.FACTORY;
    }

    @Override
    public int getClassId() {
        return StepSerials.STEP;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(kind);
        out.writeByteArray(mine);
        out.writeByteArray(value);
        out.writeLong(millis);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        kind = in.readByte();
        mine = read(in);
        value = read(in);
        millis = in.readLong();
    }

    private void set(Map.Entry<String, byte[]> entry) {
        ((ExtendedMapEntry<String, byte[]>) entry).setValue(value, Math.max(1_000, millis), TimeUnit.MILLISECONDS);
    }

    /** Hazelcast takes null for the removal of an entry. */
    @SuppressWarnings("NullAway")
    private static void remove(Map.Entry<String, byte[]> entry) {
        entry.setValue(null);
    }

    private static byte[] read(ObjectDataInput in) throws IOException {
        byte[] bytes = in.readByteArray();
        return bytes == null ? NOTHING : bytes;
    }
}
