package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Extras;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes items and parts of items, the same for streams and for whole answers. */
final class ItemJson {
    static final String IN_PROGRESS = "in_progress";
    static final String COMPLETED = "completed";
    static final String INCOMPLETE = "incomplete";

    private static final Set<String> OWN = Set.of(
            "id",
            "type",
            "status",
            "role",
            "content",
            "call_id",
            "name",
            "arguments",
            "input",
            "summary",
            "encrypted_content",
            "result");

    private ItemJson() {}

    /** Appends a message with one part, or none. */
    static ByteWriter message(ByteWriter out, String id, String status, byte @Nullable [] part, Extras extras) {
        begin(out, "message", id);
        out.raw(",\"status\":\"").raw(status).raw("\",\"role\":\"assistant\",\"content\":[");
        if (part != null) {
            out.raw(part);
        }
        return end(out.raw(']'), extras);
    }

    static ByteWriter text(ByteWriter out, String text, List<String> annotations, List<String> logprobs) {
        out.raw("{\"type\":\"output_text\",\"text\":").string(text);
        array(out.raw(",\"annotations\":"), annotations);
        array(out.raw(",\"logprobs\":"), logprobs);
        return out.raw('}');
    }

    static ByteWriter refusal(ByteWriter out, String text) {
        return out.raw("{\"type\":\"refusal\",\"refusal\":").string(text).raw('}');
    }

    static ByteWriter reasoningText(ByteWriter out, String text) {
        return out.raw("{\"type\":\"reasoning_text\",\"text\":").string(text).raw('}');
    }

    static ByteWriter summaryText(ByteWriter out, String text) {
        return out.raw("{\"type\":\"summary_text\",\"text\":").string(text).raw('}');
    }

    static ByteWriter call(
            ByteWriter out,
            boolean custom,
            String id,
            String status,
            String callId,
            String name,
            String text,
            Extras extras) {
        begin(out, custom ? "custom_tool_call" : "function_call", id);
        out.raw(",\"status\":\"").raw(status).raw("\",\"call_id\":").string(callId);
        out.raw(",\"name\":").string(name);
        out.raw(custom ? ",\"input\":" : ",\"arguments\":").string(text);
        return end(out, extras);
    }

    /** Appends a reasoning item; what is empty of text and summary is an empty list. */
    static ByteWriter reasoning(
            ByteWriter out, String id, String text, String summary, @Nullable String encrypted, Extras extras) {
        begin(out, "reasoning", id);
        out.raw(",\"summary\":[");
        if (!summary.isEmpty()) {
            summaryText(out, summary);
        }
        out.raw("],\"content\":[");
        if (!text.isEmpty()) {
            reasoningText(out, text);
        }
        out.raw(']');
        if (encrypted != null) {
            out.raw(",\"encrypted_content\":").string(encrypted);
        }
        return end(out, extras);
    }

    /** Appends a generated image, base64; null while it is being made. */
    static ByteWriter image(ByteWriter out, String id, String status, @Nullable String base64, Extras extras) {
        begin(out, "image_generation_call", id);
        out.raw(",\"status\":\"").raw(status).raw("\",\"result\":");
        if (base64 == null) {
            out.raw("null");
        } else {
            out.string(base64);
        }
        return end(out, extras);
    }

    /** Appends raw JSON values as an array. */
    static void array(ByteWriter out, List<String> values) {
        out.raw('[');
        for (int i = 0; i < values.size(); i++) {
            out.raw(i == 0 ? "" : ",").raw(values.get(i));
        }
        out.raw(']');
    }

    private static void begin(ByteWriter out, String type, String id) {
        out.raw("{\"type\":\"").raw(type).raw("\",\"id\":").string(id);
    }

    private static ByteWriter end(ByteWriter out, Extras extras) {
        for (Map.Entry<String, String> field : extras.fields().entrySet()) {
            if (!OWN.contains(field.getKey())) {
                out.raw(',').string(field.getKey()).raw(':').raw(field.getValue());
            }
        }
        return out.raw('}');
    }
}
