package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.protocol.Untold;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text: a message item with one {@code output_text}. */
final class TextPart implements OutputPart {
    private static final byte[] PART_ADDED = Output.opener("response.content_part.added");
    private static final byte[] DELTA = Output.opener("response.output_text.delta");
    private static final byte[] ANNOTATION = Output.opener("response.output_text.annotation.added");
    private static final byte[] DONE = Output.opener("response.output_text.done");
    private static final byte[] PART_DONE = Output.opener("response.content_part.done");
    private static final byte[] DELTA_END = ByteWriter.template("\",\"logprobs\":[]}\n\n");
    private static final String PLACE = ",\"content_index\":0";

    private final Output output;
    private final Extras extras;
    private final StringBuilder text = new StringBuilder();
    private final List<String> annotations = new ArrayList<>(0);
    private final List<String> logprobs = new ArrayList<>(0);
    private @Nullable ItemFrame frame;
    private byte[] delta = new byte[0];

    TextPart(Output output, Extras extras) {
        this.output = output;
        this.extras = extras;
    }

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        switch (kind) {
            case CONTENT -> text(out, value);
            case ANNOTATION -> cite(out, value);
            case LOGPROBS -> logprobs(out, value);
            case SIGNATURE -> output.untold(Untold.SIGNATURE);
            case SUMMARY, ENCRYPTED -> {}
        }
    }

    @Override
    public void close(ByteWriter out) {
        ItemFrame item = frame;
        if (item == null) {
            return;
        }
        byte[] at = item.at(PLACE);
        output.begin(out, DONE).raw(at).raw(",\"text\":").string(text.toString());
        ItemJson.array(out.raw(",\"logprobs\":"), logprobs);
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

    private void text(ByteWriter out, String value) {
        if (value.isEmpty()) {
            return;
        }
        open(out);
        text.append(value);
        output.begin(out, DELTA).raw(delta).escaped(value).raw(DELTA_END);
    }

    private void logprobs(ByteWriter out, String value) {
        List<String> tokens = TokenLogprobs.of(value);
        if (tokens.isEmpty()) {
            return;
        }
        open(out);
        logprobs.addAll(tokens);
        output.begin(out, DELTA).raw(delta).raw("\",\"logprobs\":");
        ItemJson.array(out, tokens);
        output.end(out);
    }

    private void cite(ByteWriter out, String value) {
        String annotation = Annotations.shown(value, output.dialect(), text.length());
        if (annotation == null) {
            output.untold(Untold.CITATIONS);
            return;
        }
        ItemFrame item = open(out);
        output.begin(out, ANNOTATION).raw(item.at(PLACE));
        out.raw(",\"annotation_index\":").number(annotations.size());
        out.raw(",\"annotation\":").raw(annotation);
        output.end(out);
        annotations.add(annotation);
    }

    private ItemFrame open(ByteWriter out) {
        ItemFrame item = frame;
        if (item != null) {
            return item;
        }
        item = output.add("msg", extras);
        frame = item;
        delta = item.at(PLACE + ",\"delta\":\"");
        item.added(out, item(item, ItemJson.IN_PROGRESS, null));
        output.begin(out, PART_ADDED).raw(item.at(PLACE)).raw(",\"part\":").raw(part());
        output.end(out);
        return item;
    }

    private byte[] part() {
        return ItemJson.text(output.scratch(), text.toString(), annotations, logprobs)
                .take()
                .getBytes();
    }

    private byte[] item(ItemFrame item, String status, byte @Nullable [] part) {
        return ItemJson.message(output.scratch(), item.id(), status, part, item.extras())
                .take()
                .getBytes();
    }
}
