package com.xiaojinpro.gateway.launcher.limits;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Drawn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A ledger's answer on its way back. */
final class DrawnEntry implements IdentifiedDataSerializable {
    private Drawn drawn;

    DrawnEntry(Drawn drawn) {
        this.drawn = drawn;
    }

    Drawn drawn() {
        return drawn;
    }

    @Override
    public int getFactoryId() {
        return LimitSerials.FACTORY;
    }

    @Override
    public int getClassId() {
        return LimitSerials.DRAWN;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeLong(drawn.seq());
        out.writeInt(drawn.lines().size());
        for (Drawn.Line line : drawn.lines()) {
            out.writeByte(line.kind().number());
            out.writeLong(line.window());
            out.writeLong(line.granted());
            out.writeLong(line.free());
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        long seq = in.readLong();
        List<Drawn.Line> lines = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            LimitKind kind = LimitSerials.kind(in.readByte());
            long window = in.readLong();
            long granted = in.readLong();
            long free = in.readLong();
            if (kind != null) {
                lines.add(new Drawn.Line(kind, window, granted, free));
            }
        }
        drawn = new Drawn(seq, lines);
    }
}
