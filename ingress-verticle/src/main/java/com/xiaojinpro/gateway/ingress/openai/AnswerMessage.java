package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code message} of one choice of a whole answer. OpenAI cannot say where a text stood among calls and thoughts, so
 * each kind is put together in its own order.
 */
final class AnswerMessage {
    private static final Set<String> CALL =
            Set.of("index", "id", "type", "function", "custom", "name", "arguments", "extra_content");
    private static final Set<String> MESSAGE = Set.of(
            "role", "content", "refusal", "reasoning_content", "reasoning_details", "tool_calls", "function_call");

    private final Dialect dialect;
    private final boolean legacy;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<String> details = new ArrayList<>();
    private final List<ContentPart.ToolCall> calls = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private final Annotations annotations = new Annotations();
    private final Map<String, String> further = new LinkedHashMap<>();
    private boolean refused;

    AnswerMessage(Dialect dialect, boolean legacy) {
        this.dialect = dialect;
        this.legacy = legacy;
    }

    /** Whether the choice holds a refusal. */
    boolean refused() {
        return refused;
    }

    void add(UnifiedAnswer.AnswerPart answered) {
        switch (answered.part()) {
            case ContentPart.Text text -> {
                int start = content.length();
                content.append(text.text());
                for (String citation : answered.annotations()) {
                    annotations.add(dialect, citation, start, content.length());
                }
            }
            case ContentPart.Refusal refusing -> {
                refused = true;
                refusal.append(refusing.text());
            }
            case ContentPart.Reasoning thought -> add(thought);
            case ContentPart.ToolCall call -> add(call);
            case ContentPart.Image image -> images.add(location(image.source()));
            case ContentPart.Opaque opaque -> add(opaque);
            // No model answers with these.
            case ContentPart.Document ignored -> {}
            case ContentPart.Audio ignored -> {}
            case ContentPart.Video ignored -> {}
            case ContentPart.ToolResult ignored -> {}
        }
    }

    void write(ByteWriter out) {
        out.raw("{\"role\":\"assistant\",\"content\":");
        boolean silent = content.isEmpty() && (!calls.isEmpty() || refused || !images.isEmpty() || !further.isEmpty());
        text(out, content, silent);
        out.raw(",\"refusal\":");
        text(out, refusal, refusal.isEmpty());
        if (!reasoning.isEmpty()) {
            out.raw(",\"reasoning_content\":").string(reasoning.toString());
        }
        if (!details.isEmpty()) {
            Members.array(out.raw(",\"reasoning_details\":"), details);
        }
        if (!annotations.isEmpty()) {
            annotations.write(out.raw(","));
        }
        if (!images.isEmpty()) {
            images(out);
        }
        if (!calls.isEmpty()) {
            calls(out);
        }
        for (Map.Entry<String, String> member : further.entrySet()) {
            out.raw(",").string(member.getKey()).raw(":").raw(member.getValue());
        }
        out.raw("}");
    }

    private void add(ContentPart.Reasoning thought) {
        String text = thought.text();
        String summary = thought.summary() == null ? "" : thought.summary();
        reasoning.append(text.isEmpty() ? summary : text);
        if (!text.isEmpty() || (thought.signature() != null && summary.isEmpty())) {
            details.add(detail("reasoning.text", "text", text, thought.signature(), thought));
        }
        if (!summary.isEmpty()) {
            String signature = text.isEmpty() ? thought.signature() : null;
            details.add(detail("reasoning.summary", "summary", summary, signature, thought));
        }
        if (thought.encrypted() != null) {
            details.add(detail("reasoning.encrypted", "data", thought.encrypted(), null, thought));
        }
    }

    private void add(ContentPart.ToolCall call) {
        calls.add(call);
        if (call.signature() != null && !legacy) {
            details.add(new ByteWriter(256)
                    .raw("{\"type\":\"reasoning.encrypted\",\"data\":")
                    .string(call.signature())
                    .raw(",\"format\":\"google-gemini-v1\",\"id\":")
                    .string(call.id())
                    .raw(",\"index\":")
                    .number(details.size())
                    .raw("}")
                    .take()
                    .toString());
        }
    }

    private void add(ContentPart.Opaque opaque) {
        if (opaque.dialect() != Dialect.OPENAI_CHAT) {
            return;
        }
        JsonCursor json = JsonCursor.of(opaque.json());
        json.beginObject();
        while (json.nextField()) {
            String name = json.name();
            String raw = json.raw();
            if (!MESSAGE.contains(name)) {
                further.put(name, raw);
            }
        }
    }

    private String detail(
            String type, String field, String value, @Nullable String signature, ContentPart.Reasoning thought) {
        ByteWriter out = new ByteWriter(256);
        out.raw("{\"type\":\"" + type + "\",\"" + field + "\":").string(value);
        if (signature != null) {
            out.raw(",\"signature\":").string(signature);
        }
        if (thought.origin() != null) {
            out.raw(",\"format\":").string(thought.origin());
        }
        if (thought.id() != null) {
            out.raw(",\"id\":").string(thought.id());
        }
        return out.raw(",\"index\":").number(details.size()).raw("}").take().toString();
    }

    private void images(ByteWriter out) {
        out.raw(",\"images\":[");
        for (int i = 0; i < images.size(); i++) {
            out.raw(i == 0 ? "" : ",").raw("{\"type\":\"image_url\",\"image_url\":{\"url\":");
            out.string(images.get(i)).raw("},\"index\":").number(i).raw("}");
        }
        out.raw("]");
    }

    private void calls(ByteWriter out) {
        if (legacy) {
            ContentPart.ToolCall only = calls.getFirst();
            out.raw(",\"function_call\":{\"name\":").string(only.name());
            out.raw(",\"arguments\":").string(only.arguments()).raw("}");
            return;
        }
        out.raw(",\"tool_calls\":[");
        for (int i = 0; i < calls.size(); i++) {
            out.raw(i == 0 ? "" : ",");
            call(out, calls.get(i));
        }
        out.raw("]");
    }

    private void call(ByteWriter out, ContentPart.ToolCall call) {
        out.raw("{\"id\":").string(call.id());
        out.raw(
                call.custom()
                        ? ",\"type\":\"custom\",\"custom\":{\"name\":"
                        : ",\"type\":\"function\",\"function\":{\"name\":");
        out.string(call.name()).raw(call.custom() ? ",\"input\":" : ",\"arguments\":");
        out.string(call.arguments()).raw("}");
        if (call.signature() != null) {
            out.raw(",\"extra_content\":{\"google\":{\"thought_signature\":")
                    .string(call.signature())
                    .raw("}}");
        }
        if (dialect == Dialect.OPENAI_CHAT) {
            Members.write(out, call.extras(), CALL);
        }
        out.raw("}");
    }

    private static void text(ByteWriter out, StringBuilder text, boolean absent) {
        if (absent) {
            out.raw("null");
        } else {
            out.string(text.toString());
        }
    }

    private static String location(MediaSource source) {
        return switch (source) {
            case MediaSource.Url url -> url.url();
            case MediaSource.Inline inline ->
                "data:" + (inline.mediaType() == null ? "" : inline.mediaType()) + ";base64," + inline.base64();
            case MediaSource.FileId file -> file.id();
            case MediaSource.PlainText text -> text.text();
        };
    }
}
