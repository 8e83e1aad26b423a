package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.TokenEstimate;

/**
 * Writes the events of content blocks and owns their indices: 0, 1, 2 and so on in the order of opening, one open at a time,
 * each stopped once (H12). Every event has its {@code event:} line (H11). Belongs to one {@link MessageStream}.
 */
final class BlockFrames {
    private static final byte[] START =
            ByteWriter.template("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
    private static final byte[] BLOCK = ByteWriter.template(",\"content_block\":");
    private static final byte[] END = ByteWriter.template("}\n\n");
    private static final byte[] OPEN_TEXT = ByteWriter.template("{\"type\":\"text\",\"text\":\"\"");
    private static final byte[] OPEN_THINKING =
            ByteWriter.template("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"");
    private static final byte[] DELTA =
            ByteWriter.template("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    private static final byte[] SIGNATURE =
            ByteWriter.template(",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"");
    private static final byte[] CITATION =
            ByteWriter.template(",\"delta\":{\"type\":\"citations_delta\",\"citation\":");
    private static final byte[] CITATION_END = ByteWriter.template("}}\n\n");
    private static final byte[] STOP =
            ByteWriter.template("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":");
    private static final byte[] CLOSE = ByteWriter.template("}");
    private static final byte[] NONE = {};

    private int index = -1;
    private byte[] fragment = NONE;
    private long quarters;

    void openText(Extras extras, ByteWriter out) {
        start(out).raw(OPEN_TEXT);
        RawJson.members(extras, BlockJson.TEXT, out);
        opened(FragmentFrame.TEXT, out);
    }

    void openThinking(Extras extras, ByteWriter out) {
        start(out).raw(OPEN_THINKING);
        RawJson.members(extras, BlockJson.THINKING, out);
        opened(FragmentFrame.THINKING, out);
    }

    /** Opens a call; its input follows in fragments, which add up to nothing or to an object. */
    void openCall(String id, String name, Extras extras, ByteWriter out) {
        start(out);
        BlockJson.call(id, name, "{}", extras, out);
        fragment = FragmentFrame.INPUT.of(index);
        out.raw(END);
    }

    /** Adds to the open block. */
    void fragment(String value, ByteWriter out) {
        quarters += TokenEstimate.quarters(value);
        out.raw(fragment).escaped(value).raw(FragmentFrame.END);
    }

    void signature(String signature, ByteWriter out) {
        out.raw(DELTA).number(index).raw(SIGNATURE).escaped(signature).raw(FragmentFrame.END);
    }

    void citation(String json, ByteWriter out) {
        out.raw(DELTA).number(index).raw(CITATION);
        RawJson.value(json, out);
        out.raw(CITATION_END);
    }

    void close(ByteWriter out) {
        out.raw(STOP).number(index).raw(END);
    }

    /** Writes a block that comes whole in its start. */
    void redacted(String data, ByteWriter out) {
        start(out);
        BlockJson.redacted(data, out);
        out.raw(END);
        close(out);
    }

    /** Writes a block that only Anthropic knows, whole in its start. */
    void opaque(String json, ByteWriter out) {
        quarters += TokenEstimate.quarters(json);
        start(out);
        RawJson.value(json, out);
        out.raw(END);
        close(out);
    }

    /** How many tokens were shown, estimated. */
    long tokens() {
        return TokenEstimate.tokens(quarters);
    }

    private ByteWriter start(ByteWriter out) {
        index++;
        return out.raw(START).number(index).raw(BLOCK);
    }

    private void opened(FragmentFrame kind, ByteWriter out) {
        fragment = kind.of(index);
        out.raw(CLOSE).raw(END);
    }
}
