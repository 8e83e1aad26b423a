package com.xiaojinpro.gateway.connector.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ToolIdForm;
import com.xiaojinpro.gateway.connector.compatible.ToolIds;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conversation as input items of the Responses API, in its order: reasoning stands before what it led to. Items carry no
 * ids of their own but reasoning that came with one; calls and results belong together by {@code call_id} (H77). Made for
 * one request; not thread-safe.
 */
final class ResponsesInput {
    /** The format of reasoning that this API can read back. */
    static final String ORIGIN = "openai-responses-v1";

    /** Claude Code's first system block; it changes with every request and means nothing to others. */
    private static final String BILLING = "x-anthropic-billing-header:";

    private static final String ERROR = "Error: ";

    private final UnifiedRequest request;
    private final boolean own;
    private final Set<String> dropped;
    private final InputParts parts;
    private final ToolIds toolIds = new ToolIds(ToolIdForm.ANY);
    private final Set<String> customCalls = new HashSet<>();
    /** How many messages at the head are the instructions. */
    private final int leading;

    ResponsesInput(UnifiedRequest request, Set<String> dropped) {
        this.request = request;
        this.own = request.dialect() == Dialect.OPENAI_RESPONSES;
        this.dropped = dropped;
        this.parts = new InputParts(request.dialect(), dropped);
        this.leading = leading(request.messages());
    }

    private static int leading(List<UnifiedMessage> messages) {
        int count = 0;
        while (count < messages.size()
                && messages.get(count).role() == Role.SYSTEM
                && messages.get(count).parts().stream().allMatch(ContentPart.Text.class::isInstance)) {
            count++;
        }
        return count;
    }

    /** The system prompt at the head of the conversation; null for none. */
    @Nullable
    String instructions() {
        StringBuilder text = new StringBuilder();
        for (UnifiedMessage message : request.messages().subList(0, leading)) {
            for (ContentPart part : message.parts()) {
                String piece = part instanceof ContentPart.Text said ? said.text() : "";
                if (!piece.isEmpty() && !piece.startsWith(BILLING)) {
                    text.append(text.isEmpty() ? "" : "\n\n").append(piece);
                    parts.lost(part);
                }
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    /** Writes the array of items. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (int i = leading; i < request.messages().size(); i++) {
            UnifiedMessage message = request.messages().get(i);
            String path = own ? "input" : "messages[" + i + "].content";
            switch (message.role()) {
                case SYSTEM -> message(json, "system", message.parts(), message, path);
                case DEVELOPER -> message(json, "developer", message.parts(), message, path);
                case USER -> message(json, "user", message.parts(), message, path);
                case ASSISTANT -> assistant(json, message, path);
                case TOOL -> results(json, message, path);
            }
        }
        json.writeEndArray();
    }

    /** A message of anybody but the model; whole items among its parts stand beside it. */
    private void message(
            JsonGenerator json, String role, List<ContentPart> content, UnifiedMessage message, String path)
            throws IOException {
        List<ContentPart> own = new ArrayList<>();
        for (ContentPart part : content) {
            boolean billing =
                    part instanceof ContentPart.Text text && text.text().startsWith(BILLING);
            if (part instanceof ContentPart.Opaque opaque && InputParts.wholeItem(opaque)) {
                flush(json, role, own, message, path);
                json.writeRawValue(opaque.json());
            } else if (!billing || role.equals("user")) {
                own.add(part);
            }
        }
        flush(json, role, own, message, path);
    }

    private void flush(JsonGenerator json, String role, List<ContentPart> content, UnifiedMessage message, String path)
            throws IOException {
        if (content.isEmpty()) {
            return;
        }
        json.writeStartObject();
        // Azure wants the type said.
        json.writeStringField("type", "message");
        json.writeStringField("role", role);
        json.writeFieldName("content");
        if (content.size() == 1 && InputParts.plain(content.get(0)) && !role.equals("assistant")) {
            parts.lost(content.get(0));
            json.writeString(InputParts.text(content.get(0)));
        } else {
            json.writeStartArray();
            for (int i = 0; i < content.size(); i++) {
                parts.write(json, content.get(i), role.equals("assistant"), path + "[" + i + "]");
            }
            json.writeEndArray();
        }
        if (message.name() != null) {
            dropped.add("name");
        }
        extras(json, message.extras());
        json.writeEndObject();
        content.clear();
    }

    private void assistant(JsonGenerator json, UnifiedMessage message, String path) throws IOException {
        List<ContentPart> text = new ArrayList<>();
        List<ContentPart> images = new ArrayList<>();
        for (ContentPart part : whole(message.parts())) {
            switch (part) {
                case ContentPart.Text said -> {
                    if (!said.text().isEmpty()) {
                        text.add(said);
                    }
                }
                case ContentPart.Refusal refusal -> text.add(refusal);
                case ContentPart.Reasoning thought -> {
                    if (replayable(thought)) {
                        flush(json, "assistant", text, message, path);
                        reasoning(json, thought);
                    } else {
                        // Another provider's, or without the ciphertext that this one reads (H62).
                        dropped.add("reasoning");
                    }
                }
                case ContentPart.ToolCall call -> {
                    flush(json, "assistant", text, message, path);
                    call(json, call);
                }
                case ContentPart.Image image -> images.add(image);
                case ContentPart.Opaque opaque -> {
                    if (!InputParts.wholeItem(opaque)) {
                        throw InputParts.refused(path, opaque);
                    }
                    flush(json, "assistant", text, message, path);
                    json.writeRawValue(opaque.json());
                }
                case ContentPart.Document document -> throw InputParts.refused(path, document);
                case ContentPart.Audio audio -> throw InputParts.refused(path, audio);
                case ContentPart.Video video -> throw InputParts.refused(path, video);
                case ContentPart.ToolResult result -> throw InputParts.refused(path, result);
            }
        }
        flush(json, "assistant", text, message, path);
        // A turn of the model cannot hold the images it made.
        flush(json, "user", images, UnifiedMessage.of(Role.USER, List.of()), path);
    }

    /** The parts, with a summary that came apart from the ciphertext behind it (OpenRouter) joined with that to one thought. */
    private static List<ContentPart> whole(List<ContentPart> parts) {
        List<ContentPart> whole = new ArrayList<>(parts.size());
        for (ContentPart part : parts) {
            boolean closes = !whole.isEmpty()
                    && whole.getLast() instanceof ContentPart.Reasoning open
                    && part instanceof ContentPart.Reasoning seal
                    && ORIGIN.equals(open.origin())
                    && ciphertext(open) == null
                    && replayable(seal)
                    && seal.text().isEmpty()
                    && seal.summary() == null;
            if (closes && part instanceof ContentPart.Reasoning seal) {
                ContentPart.Reasoning open = (ContentPart.Reasoning) whole.removeLast();
                whole.add(new ContentPart.Reasoning(
                        open.text(),
                        open.summary(),
                        seal.signature(),
                        seal.encrypted(),
                        ORIGIN,
                        seal.id() == null ? open.id() : seal.id(),
                        seal.extras()));
            } else {
                whole.add(part);
            }
        }
        return whole;
    }

    /** Whether the reasoning is this API's own and complete. */
    static boolean replayable(ContentPart.Reasoning thought) {
        return ORIGIN.equals(thought.origin()) && ciphertext(thought) != null;
    }

    private static @Nullable String ciphertext(ContentPart.Reasoning thought) {
        String encrypted = thought.encrypted() != null ? thought.encrypted() : thought.signature();
        return encrypted == null || encrypted.isEmpty() ? null : encrypted;
    }

    private static void reasoning(JsonGenerator json, ContentPart.Reasoning thought) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "reasoning");
        if (thought.id() != null && thought.id().startsWith("rs_")) {
            json.writeStringField("id", thought.id());
        }
        String summary = thought.summary() != null ? thought.summary() : thought.text();
        json.writeArrayFieldStart("summary");
        if (!summary.isEmpty()) {
            json.writeStartObject();
            json.writeStringField("type", "summary_text");
            json.writeStringField("text", summary);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("encrypted_content", ciphertext(thought));
        json.writeEndObject();
    }

    private void call(JsonGenerator json, ContentPart.ToolCall call) throws IOException {
        String id = toolIds.call(call.id());
        json.writeStartObject();
        json.writeStringField("type", call.custom() ? "custom_tool_call" : "function_call");
        json.writeStringField("call_id", id);
        json.writeStringField("name", call.name());
        if (call.custom()) {
            customCalls.add(id);
            json.writeStringField("input", call.arguments());
        } else {
            // Nothing is not JSON; a call without arguments has an empty object (H23).
            json.writeStringField("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        }
        parts.hint(call.cacheHint());
        extras(json, call.extras());
        json.writeEndObject();
    }

    private void results(JsonGenerator json, UnifiedMessage message, String path) throws IOException {
        for (ContentPart part : message.parts()) {
            if (!(part instanceof ContentPart.ToolResult result)) {
                throw new IllegalStateException("a tool message holds tool results");
            }
            String id = toolIds.result(result.callId());
            json.writeStartObject();
            json.writeStringField(
                    "type", customCalls.contains(id) ? "custom_tool_call_output" : "function_call_output");
            json.writeStringField("call_id", id);
            json.writeFieldName("output");
            output(json, marked(result), path);
            parts.hint(result.cacheHint());
            extras(json, result.extras());
            json.writeEndObject();
        }
    }

    private void output(JsonGenerator json, List<ContentPart> content, String path) throws IOException {
        if (content.isEmpty()) {
            json.writeString("");
        } else if (content.size() == 1 && InputParts.plain(content.get(0))) {
            parts.lost(content.get(0));
            json.writeString(InputParts.text(content.get(0)));
        } else {
            json.writeStartArray();
            for (int i = 0; i < content.size(); i++) {
                parts.write(json, content.get(i), false, path + "[" + i + "]");
            }
            json.writeEndArray();
        }
    }

    /** The content of a result, with the error flag in words, for which the API has no field (H57). */
    private static List<ContentPart> marked(ContentPart.ToolResult result) {
        if (!result.error()) {
            return result.content();
        }
        List<ContentPart> content = new ArrayList<>(result.content());
        if (!content.isEmpty() && content.get(0) instanceof ContentPart.Text text) {
            boolean said = text.text().stripLeading().regionMatches(true, 0, "error", 0, "error".length());
            content.set(0, new ContentPart.Text(said ? text.text() : ERROR + text.text(), null, text.extras()));
        } else {
            content.add(0, ContentPart.Text.of(content.isEmpty() ? "Error" : ERROR.strip()));
        }
        return content;
    }

    private void extras(JsonGenerator json, Extras extras) throws IOException {
        for (Map.Entry<String, String> field : extras.fields().entrySet()) {
            if (own) {
                json.writeFieldName(field.getKey());
                json.writeRawValue(field.getValue());
            } else {
                dropped.add(field.getKey());
            }
        }
    }
}
