package com.xiaojinpro.gateway.launcher.limits;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Book;
import com.xiaojinpro.gateway.ingress.limits.Ledger;
import com.xiaojinpro.gateway.ingress.limits.Share;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** A ledger as a value of the distributed map. Hazelcast makes one for each use of it. */
final class LedgerEntry implements IdentifiedDataSerializable {
    private Ledger ledger;

    LedgerEntry(Ledger ledger) {
        this.ledger = ledger;
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public int getFactoryId() {
        return LimitSerials.FACTORY;
    }

    @Override
    public int getClassId() {
        return LimitSerials.LEDGER;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        Map<LimitKind, Book> books = ledger.books();
        out.writeInt(books.size());
        for (Map.Entry<LimitKind, Book> entry : books.entrySet()) {
            Book book = entry.getValue();
            out.writeByte(entry.getKey().number());
            out.writeLong(book.window());
            out.writeInt(book.shares().size());
            for (Map.Entry<String, Share> share : book.shares().entrySet()) {
                out.writeString(share.getKey());
                out.writeLong(share.getValue().seq());
                out.writeLong(share.getValue().granted());
                out.writeLong(share.getValue().spent());
                out.writeLong(share.getValue().untilMillis());
            }
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        Map<LimitKind, Book> books = new EnumMap<>(LimitKind.class);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            LimitKind kind = LimitSerials.kind(in.readByte());
            long window = in.readLong();
            Map<String, Share> shares = new HashMap<>();
            int nodes = in.readInt();
            for (int j = 0; j < nodes; j++) {
                String node = String.valueOf(in.readString());
                shares.put(node, new Share(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
            }
            if (kind != null) {
                books.put(kind, new Book(window, shares));
            }
        }
        ledger = new Ledger(books);
    }
}
