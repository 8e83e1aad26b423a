package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message while its members come in, in whatever order the client wrote them; what may stand beside what is decided
 * when all are known. A null member is absent.
 */
final class MessageDraft {
    private final JsonCursor json;
    private final ExtraFields extras = new ExtraFields();
    private final AssistantDraft assistant = new AssistantDraft();
    private @Nullable String role;
    private @Nullable List<ContentPart> content;
    private @Nullable String name;
    private @Nullable String callId;
    private @Nullable CacheHint cacheHint;

    MessageDraft(JsonCursor json) {
        this.json = json;
    }

    /**
     * Takes the member the cursor stands on.
     *
     * @param legacyId the id to give a {@code function_call}, which has none
     */
    void take(String legacyId) {
        if (json.isNull()) {
            json.skip();
            return;
        }
        switch (json.name()) {
            case "role" -> role = json.string();
            case "content" -> content = PartReader.content(json);
            case "name" -> name = json.string();
            case "tool_call_id" -> callId = json.string();
            case "cache_control" -> cacheHint = CacheHints.control(json);
            case "annotations" -> annotations(json.raw());
            default -> {
                if (!assistant.take(json, legacyId)) {
                    extras.take(json);
                }
            }
        }
    }

    /** The official SDKs give the empty list back with every answer; it says nothing. */
    private void annotations(String raw) {
        boolean empty =
                raw.startsWith("[") && raw.substring(1, raw.length() - 1).isBlank();
        if (!empty) {
            extras.put("annotations", raw);
        }
    }

    /** The function an assistant message calls in the deprecated way, or null. */
    @Nullable
    String legacyName() {
        return assistant.legacyName();
    }

    /** The function whose result a deprecated {@code function} message is, or null. */
    @Nullable
    String functionName() {
        return "function".equals(role) ? name : null;
    }

    /**
     * The whole message; the cursor has just passed it.
     *
     * @param legacyId the id of the call a {@code function} message answers
     */
    UnifiedMessage message(String legacyId) {
        String who = role;
        if (who == null) {
            throw Violation.missing(json, "role");
        }
        return switch (who) {
            case "system" -> told(Role.SYSTEM);
            case "developer" -> told(Role.DEVELOPER);
            case "user" -> user();
            case "assistant" -> assistant();
            case "tool" -> result(required(callId, "tool_call_id"));
            case "function" -> {
                required(name, "name");
                yield result(legacyId);
            }
            default ->
                throw Violation.value(
                        path("role"),
                        "'" + shortened(who) + "' is not one of 'system', 'developer', 'user', 'assistant', 'tool' and"
                                + " 'function'.");
        };
    }

    private UnifiedMessage told(Role told) {
        List<ContentPart> parts = spoken();
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof ContentPart.Text)) {
                throw Violation.value(path("content[" + i + "].type"), "a " + role + " message holds text only.");
            }
        }
        return new UnifiedMessage(told, hinted(parts), name, extras.collected());
    }

    private UnifiedMessage user() {
        List<ContentPart> parts = spoken();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof ContentPart.Refusal) {
                throw Violation.value(path("content[" + i + "].type"), "only an assistant refuses.");
            }
        }
        return new UnifiedMessage(Role.USER, hinted(parts), name, extras.collected());
    }

    private UnifiedMessage assistant() {
        refuse(callId, "tool_call_id", "belongs to messages of role 'tool'.");
        List<ContentPart> parts = assistant.parts(content == null ? List.of() : content);
        Extras further = extras.collected();
        if (parts.isEmpty() && further.isEmpty()) {
            throw Violation.misplaced(path("content"), "is required where an assistant message has no 'tool_calls'.");
        }
        return new UnifiedMessage(Role.ASSISTANT, hinted(parts), name, further);
    }

    private UnifiedMessage result(String call) {
        refuseAssistantFields();
        List<ContentPart> parts = new ArrayList<>();
        for (ContentPart part : content == null ? List.<ContentPart>of() : content) {
            // An empty string is a result that says nothing, not a text.
            if (!(part instanceof ContentPart.Text text && text.text().isEmpty())) {
                parts.add(part);
            }
        }
        ContentPart.ToolResult result = new ContentPart.ToolResult(call, name, parts, false, cacheHint, Extras.NONE);
        return new UnifiedMessage(Role.TOOL, List.of(result), null, extras.collected());
    }

    /** The content of a message that has nothing else to say. */
    private List<ContentPart> spoken() {
        refuse(callId, "tool_call_id", "belongs to messages of role 'tool'.");
        refuseAssistantFields();
        List<ContentPart> parts = content;
        if (parts == null) {
            throw Violation.missing(json, "content");
        }
        if (parts.isEmpty()) {
            throw Violation.value(path("content"), "at least one part is needed.");
        }
        return parts;
    }

    /** A breakpoint on the whole message is one after its last part. */
    private List<ContentPart> hinted(List<ContentPart> parts) {
        CacheHint hint = cacheHint;
        if (hint == null || parts.isEmpty()) {
            return parts;
        }
        List<ContentPart> hinted = new ArrayList<>(parts);
        hinted.add(withHint(hinted.remove(hinted.size() - 1), hint));
        return hinted;
    }

    private static ContentPart withHint(ContentPart part, CacheHint hint) {
        if (part.cacheHint() != null) {
            return part;
        }
        return switch (part) {
            case ContentPart.Text text -> new ContentPart.Text(text.text(), hint, text.extras());
            case ContentPart.Image image -> new ContentPart.Image(image.source(), image.detail(), hint, image.extras());
            case ContentPart.Document file ->
                new ContentPart.Document(
                        file.source(), file.title(), file.filename(), file.citations(), hint, file.extras());
            case ContentPart.Audio audio -> new ContentPart.Audio(audio.source(), audio.format(), hint, audio.extras());
            case ContentPart.Video video -> new ContentPart.Video(video.source(), hint, video.extras());
            case ContentPart.ToolCall call ->
                new ContentPart.ToolCall(
                        call.id(), call.name(), call.arguments(), call.custom(), call.signature(), hint, call.extras());
            case ContentPart.ToolResult result ->
                new ContentPart.ToolResult(
                        result.callId(), result.name(), result.content(), result.error(), hint, result.extras());
            case ContentPart.Reasoning thought -> thought;
            case ContentPart.Refusal refusal -> refusal;
            case ContentPart.Opaque opaque -> opaque;
        };
    }

    private void refuseAssistantFields() {
        String field = assistant.firstField();
        refuse(field, field == null ? "" : field, "belongs to messages of role 'assistant'.");
    }

    private void refuse(@Nullable Object value, String field, String message) {
        if (value != null) {
            throw Violation.misplaced(path(field), message);
        }
    }

    private String required(@Nullable String value, String field) {
        if (value == null || value.isEmpty()) {
            throw Violation.missing(json, field);
        }
        return value;
    }

    private String path(String field) {
        return Violation.member(json.path(), field);
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64);
    }
}
