package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Extras;
import java.util.List;
import java.util.Set;

/** Content blocks as JSON objects. */
final class BlockJson {
    /** The members this class writes itself, per kind of block. */
    static final Set<String> TEXT = Set.of("type", "text", "citations");

    static final Set<String> THINKING = Set.of("type", "thinking", "signature");
    private static final Set<String> CALL = Set.of("type", "id", "name", "input", "caller");

    private static final byte[] TEXT_HEAD = ByteWriter.template("{\"type\":\"text\",\"text\":");
    private static final byte[] CITATIONS = ByteWriter.template(",\"citations\":");
    private static final byte[] THINKING_HEAD = ByteWriter.template("{\"type\":\"thinking\",\"thinking\":");
    private static final byte[] SIGNATURE = ByteWriter.template(",\"signature\":");
    private static final byte[] REDACTED = ByteWriter.template("{\"type\":\"redacted_thinking\",\"data\":");
    private static final byte[] CALL_ID = ByteWriter.template("{\"type\":\"tool_use\",\"id\":");
    private static final byte[] CALL_NAME = ByteWriter.template(",\"name\":");
    private static final byte[] CALL_INPUT = ByteWriter.template(",\"input\":");
    private static final byte[] CALLER = ByteWriter.template(",\"caller\":");
    private static final byte[] DIRECT = ByteWriter.template("{\"type\":\"direct\"}");
    private static final byte[] CLOSE = ByteWriter.template("}");

    private BlockJson() {}

    static void text(String text, List<String> citations, Extras extras, ByteWriter out) {
        out.raw(TEXT_HEAD).string(text);
        // Absent, not null, where there are none: that is what Anthropic sends, and some clients take a list or
        // nothing.
        if (!citations.isEmpty()) {
            out.raw(CITATIONS);
            for (int i = 0; i < citations.size(); i++) {
                out.raw(i == 0 ? "[" : ",");
                RawJson.value(citations.get(i), out);
            }
            out.raw("]");
        }
        RawJson.members(extras, TEXT, out);
        out.raw(CLOSE);
    }

    static void thinking(String thinking, String signature, Extras extras, ByteWriter out) {
        out.raw(THINKING_HEAD).string(thinking).raw(SIGNATURE).string(signature);
        RawJson.members(extras, THINKING, out);
        out.raw(CLOSE);
    }

    static void redacted(String data, ByteWriter out) {
        out.raw(REDACTED).string(data).raw(CLOSE);
    }

    /** Calls of client tools are {@code direct}; newer SDKs want every call to say who made it. */
    static void call(String id, String name, String input, Extras extras, ByteWriter out) {
        out.raw(CALL_ID).string(id).raw(CALL_NAME).string(name).raw(CALL_INPUT);
        RawJson.value(input, out);
        out.raw(CALLER);
        String caller = extras.get("caller");
        if (caller == null) {
            out.raw(DIRECT);
        } else {
            RawJson.value(caller, out);
        }
        RawJson.members(extras, CALL, out);
        out.raw(CLOSE);
    }
}
