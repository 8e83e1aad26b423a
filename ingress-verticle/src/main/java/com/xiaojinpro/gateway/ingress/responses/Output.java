package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.Untold;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the items of one stream share: the sequence number of its events, the places of the items in the output, and their
 * state for the snapshot at the end. Places are given in the order in which items first had something to show, and events
 * of items that are open at once may alternate: each names its place.
 */
final class Output {
    private static final byte[] EVENT = ByteWriter.template("event: ");
    private static final byte[] DATA = ByteWriter.template("\ndata: {\"type\":\"");
    private static final byte[] SEQUENCE = ByteWriter.template("\",\"sequence_number\":");
    private static final byte[] EVENT_END = ByteWriter.template("}\n\n");

    private final CallIdentity call;
    private final Dialect dialect;
    private final List<ItemFrame> items = new ArrayList<>();
    private final Set<String> untold = new LinkedHashSet<>(0);
    private final ByteWriter scratch = new ByteWriter(256);
    private long sequence;

    /**
     * An output without items.
     *
     * @param dialect the dialect of the answer's extras and citations
     */
    Output(CallIdentity call, Dialect dialect) {
        this.call = call;
        this.dialect = dialect;
    }

    /** The bytes of an event from its beginning to its sequence number, for events that come often. */
    static byte[] opener(String type) {
        return new ByteWriter(128)
                .raw(EVENT)
                .raw(type)
                .raw(DATA)
                .raw(type)
                .raw(SEQUENCE)
                .take()
                .getBytes();
    }

    /** Begins an event; its further members follow, each with a comma before it. */
    ByteWriter begin(ByteWriter out, byte[] opener) {
        return out.raw(opener).number(sequence++);
    }

    void end(ByteWriter out) {
        out.raw(EVENT_END);
    }

    /** A place and an id for an item that begins to be shown. */
    ItemFrame add(String prefix, Extras extras) {
        return add(prefix, extras, null);
    }

    /**
     * A place for an item that begins to be shown.
     *
     * @param prefix what an id of the gateway begins with
     * @param id the id its provider gave it; null where that is among the extras or there is none
     */
    ItemFrame add(String prefix, Extras extras, @Nullable String id) {
        Extras own = own(extras);
        String named = id == null ? Ids.item(prefix, own, call, items.size()) : id;
        ItemFrame item = new ItemFrame(this, items.size(), named, own);
        items.add(item);
        return item;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Extras where the provider speaks this protocol, else none. */
    Extras own(Extras extras) {
        return dialect == Dialect.OPENAI_RESPONSES ? extras : Extras.NONE;
    }

    /** A writer to put pieces together with; empty between two uses. */
    ByteWriter scratch() {
        return scratch;
    }

    void untold(Untold what) {
        untold.add(what.word());
    }

    Set<String> untold() {
        return untold;
    }

    /** Appends all items as an array, those that are not whole as what they are so far. */
    void snapshot(ByteWriter out) {
        out.raw('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.raw(items.get(i).state());
        }
        out.raw(']');
    }
}
