package com.xiaojinpro.gateway.launcher.limits;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Draw;
import com.xiaojinpro.gateway.ingress.limits.Drawn;
import com.xiaojinpro.gateway.ingress.limits.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A draw on its way to the ledger. It runs on the ledger's member and again on the member with the copy; what it does there
 * follows from the draw and the ledger alone, the time included.
 */
@SuppressWarnings("serial") // It travels in its own form.
final class DrawProcessor implements EntryProcessor<String, LedgerEntry, DrawnEntry>, IdentifiedDataSerializable {
    /** An entry outlives its windows by this, so that clocks need not agree on its end. */
    private static final long MARGIN_MILLIS = 60_000;

    private transient Draw draw;

    DrawProcessor(Draw draw) {
        this.draw = draw;
    }

    Draw draw() {
        return draw;
    }

    @Override
    public DrawnEntry process(Map.Entry<String, LedgerEntry> entry) {
        LedgerEntry known = entry.getValue();
        LedgerEntry next = known == null ? new LedgerEntry(new Ledger()) : known;
        Drawn drawn = next.ledger().draw(draw);
        ((ExtendedMapEntry<String, LedgerEntry>) entry)
                .setValue(next, keepMillis(next.ledger(), draw.nowMillis()), TimeUnit.MILLISECONDS);
        return new DrawnEntry(drawn);
    }

    /** How long the cluster keeps a ledger. */
    static long keepMillis(Ledger ledger, long nowMillis) {
        return ledger.usefulUntil(nowMillis) - nowMillis + MARGIN_MILLIS;
    }

    @Override
    public int getFactoryId() {
        return LimitSerials.FACTORY;
    }

    @Override
    public int getClassId() {
        return LimitSerials.DRAW;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeString(draw.node());
        out.writeLong(draw.seq());
        out.writeLong(draw.nowMillis());
        out.writeLong(draw.untilMillis());
        out.writeInt(draw.lines().size());
        for (Draw.Line line : draw.lines()) {
            out.writeByte(line.kind().number());
            out.writeLong(line.window());
            out.writeLong(line.limit());
            out.writeLong(line.granted());
            out.writeLong(line.spent());
            out.writeLong(line.need());
            out.writeLong(line.want());
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        String node = String.valueOf(in.readString());
        long seq = in.readLong();
        long now = in.readLong();
        long until = in.readLong();
        List<Draw.Line> lines = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            LimitKind kind = LimitSerials.kind(in.readByte());
            long window = in.readLong();
            long limit = in.readLong();
            long granted = in.readLong();
            long spent = in.readLong();
            long need = in.readLong();
            long want = in.readLong();
            if (kind != null) {
                lines.add(new Draw.Line(kind, window, limit, granted, spent, need, want));
            }
        }
        draw = new Draw(node, seq, now, until, lines);
    }
}
