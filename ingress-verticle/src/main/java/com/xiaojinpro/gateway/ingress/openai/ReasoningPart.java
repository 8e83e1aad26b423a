package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A thought, in the two forms clients read: {@code reasoning_content}, plain, and {@code reasoning_details}, which carries
 * what must come back unchanged. A detail says its format and id in its first delta only, as a call says its name: clients
 * that put deltas together by {@code index} append strings.
 *
 * <p>Where a thought and a summary of it both come, the plain form holds the one that came first.
 */
final class ReasoningPart implements StreamPart {
    private final StreamChoice choice;
    private final @Nullable String format;
    private final @Nullable String id;
    private final byte[] plain;
    private @Nullable Visible text;
    private @Nullable Visible summary;

    ReasoningPart(StreamChoice choice, UnifiedChunk.PartStarted start) {
        this.choice = choice;
        this.format = start.origin();
        this.id = start.id();
        this.plain = choice.before("\"reasoning_content\":\"");
    }

    @Override
    public void open(ByteWriter out) {}

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        switch (kind) {
            case CONTENT -> text(out, value);
            case SUMMARY -> summary(out, value);
            case SIGNATURE -> signature(out, value);
            case ENCRYPTED -> encrypted(out, value);
            case ANNOTATION, LOGPROBS -> {}
        }
    }

    @Override
    public void close(ByteWriter out) {}

    private void text(ByteWriter out, String value) {
        if (value.isEmpty()) {
            return;
        }
        Visible detail = text;
        if (detail == null) {
            detail = new Visible("reasoning.text", "text", summary == null);
            text = detail;
        }
        detail.write(out, value);
    }

    private void summary(ByteWriter out, String value) {
        if (value.isEmpty()) {
            return;
        }
        Visible detail = summary;
        if (detail == null) {
            detail = new Visible("reasoning.summary", "summary", text == null);
            summary = detail;
        }
        detail.write(out, value);
    }

    /** A signature belongs to the thought it signs, even where the thought itself is not shown (H60). */
    private void signature(ByteWriter out, String value) {
        Visible signed = text == null ? summary : text;
        String type = signed == null ? "reasoning.text" : signed.type;
        out.raw(choice.before("\"reasoning_details\":[{\"type\":\"" + type + "\",\"signature\":"))
                .string(value);
        if (signed == null) {
            origin(out);
        }
        out.raw(",\"index\":").number(signed == null ? choice.nextDetail() : signed.index);
        out.raw(choice.after("}]"));
    }

    private void encrypted(ByteWriter out, String value) {
        out.raw(choice.before("\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":"))
                .string(value);
        origin(out);
        out.raw(",\"index\":").number(choice.nextDetail()).raw(choice.after("}]"));
    }

    private void origin(ByteWriter out) {
        if (format != null) {
            out.raw(",\"format\":").string(format);
        }
        if (id != null) {
            out.raw(",\"id\":").string(id);
        }
    }

    /** One readable detail; its templates are made once, for there is a delta for every few tokens. */
    private final class Visible {
        private final String type;
        private final int index = choice.nextDetail();
        private final byte[] before;
        private final byte[] between;
        private final byte[] after;
        private final boolean leading;
        private boolean begun;

        Visible(String type, String field, boolean leading) {
            this.type = type;
            this.leading = leading;
            String detail = "\"reasoning_details\":[{\"type\":\"" + type + "\",\"" + field + "\":\"";
            this.before = choice.before(detail);
            this.between = ByteWriter.template("\"," + detail);
            this.after = choice.after("\",\"index\":" + index + "}]");
        }

        void write(ByteWriter out, String value) {
            if (leading) {
                out.raw(plain).escaped(value).raw(between).escaped(value);
            } else {
                out.raw(before).escaped(value);
            }
            if (begun) {
                out.raw(after);
                return;
            }
            begun = true;
            out.raw("\"");
            origin(out);
            out.raw(",\"index\":").number(index).raw(choice.after("}]"));
        }
    }
}
