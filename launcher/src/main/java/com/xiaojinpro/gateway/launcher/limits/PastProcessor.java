package com.xiaojinpro.gateway.launcher.limits;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Ledger;
import com.xiaojinpro.gateway.ingress.limits.Past;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What records tell, on its way to the ledger. Told again it changes nothing. */
@SuppressWarnings("serial") // It travels in its own form.
final class PastProcessor implements EntryProcessor<String, LedgerEntry, Boolean>, IdentifiedDataSerializable {
    private long nowMillis;
    private transient List<Past.Line> lines;

    PastProcessor(long nowMillis, List<Past.Line> lines) {
        this.nowMillis = nowMillis;
        this.lines = lines;
    }

    List<Past.Line> lines() {
        return lines;
    }

    @Override
    public Boolean process(Map.Entry<String, LedgerEntry> entry) {
        LedgerEntry known = entry.getValue();
        LedgerEntry next = known == null ? new LedgerEntry(new Ledger()) : known;
        boolean news = next.ledger().remember(lines);
        if (news) {
            ((ExtendedMapEntry<String, LedgerEntry>) entry)
                    .setValue(next, DrawProcessor.keepMillis(next.ledger(), nowMillis), TimeUnit.MILLISECONDS);
        }
        return news;
    }

    @Override
    public int getFactoryId() {
        return LimitSerials.FACTORY;
    }

    @Override
    public int getClassId() {
        return LimitSerials.PAST;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeLong(nowMillis);
        out.writeInt(lines.size());
        for (Past.Line line : lines) {
            out.writeByte(line.kind().number());
            out.writeLong(line.window());
            out.writeInt(line.spent().size());
            for (Map.Entry<String, Long> node : line.spent().entrySet()) {
                out.writeString(node.getKey());
                out.writeLong(node.getValue());
            }
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        nowMillis = in.readLong();
        lines = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            LimitKind kind = LimitSerials.kind(in.readByte());
            long window = in.readLong();
            Map<String, Long> spent = new HashMap<>();
            int nodes = in.readInt();
            for (int j = 0; j < nodes; j++) {
                spent.put(String.valueOf(in.readString()), in.readLong());
            }
            if (kind != null) {
                lines.add(new Past.Line(kind, window, spent));
            }
        }
    }
}
