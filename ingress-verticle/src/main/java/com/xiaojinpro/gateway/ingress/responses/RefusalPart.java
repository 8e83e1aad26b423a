package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import org.jspecify.annotations.Nullable;

/** A refusal: a message item with one {@code refusal}. */
final class RefusalPart implements OutputPart {
    private static final byte[] PART_ADDED = Output.opener("response.content_part.added");
    private static final byte[] DELTA = Output.opener("response.refusal.delta");
    private static final byte[] DONE = Output.opener("response.refusal.done");
    private static final byte[] PART_DONE = Output.opener("response.content_part.done");
    private static final byte[] DELTA_END = ByteWriter.template("\"}\n\n");
    private static final String PLACE = ",\"content_index\":0";

    private final Output output;
    private final Extras extras;
    private final StringBuilder text = new StringBuilder();
    private @Nullable ItemFrame frame;
    private byte[] delta = new byte[0];

    RefusalPart(Output output, Extras extras) {
        this.output = output;
        this.extras = extras;
    }

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        if (kind != DeltaKind.CONTENT || value.isEmpty()) {
            return;
        }
        if (frame == null) {
            open(out);
        }
        text.append(value);
        output.begin(out, DELTA).raw(delta).escaped(value).raw(DELTA_END);
    }

    @Override
    public void close(ByteWriter out) {
        ItemFrame item = frame;
        if (item == null) {
            return;
        }
        byte[] at = item.at(PLACE);
        output.begin(out, DONE).raw(at).raw(",\"refusal\":").string(text.toString());
        output.end(out);
        byte[] part = part();
        output.begin(out, PART_DONE).raw(at).raw(",\"part\":").raw(part);
        output.end(out);
        item.done(out, item(item, ItemJson.COMPLETED, part));
    }

    @Override
    public void breakOff() {
        ItemFrame item = frame;
        if (item != null) {
            item.state(item(item, ItemJson.INCOMPLETE, part()));
        }
    }

    private void open(ByteWriter out) {
        ItemFrame item = output.add("msg", extras);
        frame = item;
        delta = item.at(PLACE + ",\"delta\":\"");
        item.added(out, item(item, ItemJson.IN_PROGRESS, null));
        output.begin(out, PART_ADDED).raw(item.at(PLACE)).raw(",\"part\":").raw(part());
        output.end(out);
    }

    private byte[] part() {
        return ItemJson.refusal(output.scratch(), text.toString()).take().getBytes();
    }

    private byte[] item(ItemFrame item, String status, byte @Nullable [] part) {
        return ItemJson.message(output.scratch(), item.id(), status, part, item.extras())
                .take()
                .getBytes();
    }
}
