package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Extras;

/** One item that is shown: its place, its one id for the whole stream (H79), and the events that begin and end it. */
final class ItemFrame {
    private static final byte[] ADDED = Output.opener("response.output_item.added");
    private static final byte[] DONE = Output.opener("response.output_item.done");
    private static final byte[] INDEX = ByteWriter.template(",\"output_index\":");
    private static final byte[] ITEM = ByteWriter.template(",\"item\":");
    private static final byte[] ITEM_ID = ByteWriter.template(",\"item_id\":");

    private final Output output;
    private final int index;
    private final String id;
    private final Extras extras;
    private byte[] state = new byte[0];

    ItemFrame(Output output, int index, String id, Extras extras) {
        this.output = output;
        this.index = index;
        this.id = id;
        this.extras = extras;
    }

    String id() {
        return id;
    }

    /** Further members of the item. */
    Extras extras() {
        return extras;
    }

    /** Shows that the item begins; the item is as it stands now. */
    void added(ByteWriter out, byte[] item) {
        event(out, ADDED, item);
    }

    /** Shows the whole item. */
    void done(ByteWriter out, byte[] item) {
        event(out, DONE, item);
    }

    /** The item as it stands: what the snapshot at the end shows. */
    byte[] state() {
        return state;
    }

    /** Takes note of how the item stands, where that is not shown by itself. */
    void state(byte[] item) {
        state = item;
    }

    /** What names this item in events about it, with these members behind. */
    byte[] at(String members) {
        return new ByteWriter(128)
                .raw(ITEM_ID)
                .string(id)
                .raw(INDEX)
                .number(index)
                .raw(members)
                .take()
                .getBytes();
    }

    private void event(ByteWriter out, byte[] opener, byte[] item) {
        state = item;
        output.begin(out, opener).raw(INDEX).number(index).raw(ITEM).raw(item);
        output.end(out);
    }
}
