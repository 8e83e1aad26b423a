package com.xiaojinpro.gateway.launcher.idempotency;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** The numbers by which members know what they send each other about idempotent calls. They never change. */
final class StepSerials implements DataSerializableFactory {
    static final int FACTORY = 0x5849;
    static final int STEP = 1;

    @Override
    public IdentifiedDataSerializable create(int typeId) {
        if (typeId != STEP) {
            throw new IllegalArgumentException("no type " + typeId);
        }
        return new Step();
    }
}
