package com.xiaojinpro.gateway.launcher.limits;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Draw;
import com.xiaojinpro.gateway.ingress.limits.Drawn;
import com.xiaojinpro.gateway.ingress.limits.Ledger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers by which members know what they send each other about limits. They never change. */
final class LimitSerials implements DataSerializableFactory {
    static final int FACTORY = 0x584A;
    static final int LEDGER = 1;
    static final int DRAW = 2;
    static final int DRAWN = 3;
    static final int MERGE = 4;
    static final int PAST = 5;

    private static final LimitKind[] KINDS = LimitKind.values();

    /** A limit by its number; null for one that a newer version knows. */
    static @Nullable LimitKind kind(int number) {
        for (LimitKind kind : KINDS) {
            if (kind.number() == number) {
                return kind;
            }
        }
        return null;
    }

    @Override
    public IdentifiedDataSerializable create(int typeId) {
        return switch (typeId) {
            case LEDGER -> new LedgerEntry(new Ledger());
            case DRAW -> new DrawProcessor(new Draw("", 0, 0, 0, List.of()));
            case DRAWN -> new DrawnEntry(new Drawn(0, List.of()));
            case MERGE -> new LedgerMerge();
            case PAST -> new PastProcessor(0, List.of());
            default -> throw new IllegalArgumentException("no type " + typeId);
        };
    }
}
