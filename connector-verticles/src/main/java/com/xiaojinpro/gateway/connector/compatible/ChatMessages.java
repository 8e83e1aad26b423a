package com.xiaojinpro.gateway.connector.compatible;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.CallSignatures;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.CacheHints;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.NullContent;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code messages} of a chat completion request. Made for one request; not thread-safe. */
final class ChatMessages {
    private static final String ERROR = "Error: ";
    /** Where Google's compatible endpoint keeps the signature of a call. */
    private static final String EXTRA_CONTENT = "extra_content";
    /** Models of Google that know no signatures, or do not insist on them. */
    private static final Pattern OLD_GEMINI = Pattern.compile("gemini-[12]|gemma");

    private final ChatSwitches switches;
    private final UnifiedRequest request;
    private final boolean own;
    private final Set<String> dropped;
    private final ChatParts parts;
    private final ToolIds toolIds;
    private final ReasoningHistory history;
    /** Whether the model refuses calls of which the first has no signature. */
    private final boolean sealsCalls;

    /**
     * @param model the provider's name of the model that is asked
     */
    ChatMessages(ChatSwitches switches, UnifiedRequest request, String model, Set<String> dropped) {
        this.switches = switches;
        this.request = request;
        this.own = request.dialect() == Dialect.OPENAI_CHAT;
        this.dropped = dropped;
        this.parts = new ChatParts(switches, request.dialect(), dropped);
        this.toolIds = new ToolIds(switches.toolIds());
        this.history = new ReasoningHistory(switches, model, own, dropped);
        this.sealsCalls =
                switches.toolSignatures() && !OLD_GEMINI.matcher(model).find();
    }

    /** Whether the client's own messages can be sent as they are: no switch changes any of them. */
    boolean asWritten() {
        if (switches.stringContent() || !switches.unknownFields()) {
            return false;
        }
        boolean conversation = false;
        Role before = null;
        for (UnifiedMessage message : request.messages()) {
            Role role = message.role();
            boolean system = role == Role.SYSTEM || role == Role.DEVELOPER;
            boolean refused = (role == Role.DEVELOPER && !switches.developerRole())
                    || (system && conversation && !switches.lateSystem())
                    || (role == before && role != Role.TOOL && !switches.sameRoleTurns());
            if (refused || changes(message) || history.changes(message)) {
                return false;
            }
            conversation |= !system;
            before = role;
        }
        return true;
    }

    private boolean changes(UnifiedMessage message) {
        boolean hints = switches.cacheHints() == CacheHints.STRIP || switches.cacheHints() == CacheHints.BREAKPOINT;
        if (hints && (message.extras().get("cache_control") != null)) {
            return true;
        }
        boolean calls = false;
        boolean text = false;
        for (ContentPart part : message.parts()) {
            if (hints && part.cacheHint() != null) {
                return true;
            }
            switch (part) {
                case ContentPart.ToolCall call -> {
                    if (!calls && sealsCalls && call.signature() == null) {
                        return true;
                    }
                    calls = true;
                    if (!ToolIds.fits(call.id(), switches.toolIds()) || !history.leaves(call)) {
                        return true;
                    }
                }
                case ContentPart.ToolResult result -> {
                    if (!ToolIds.fits(result.callId(), switches.toolIds()) || changes(result, hints)) {
                        return true;
                    }
                }
                case ContentPart.Text ignored -> text = true;
                case ContentPart.Image ignored -> text = true;
                case ContentPart.Document ignored -> text = true;
                case ContentPart.Audio ignored -> text = true;
                case ContentPart.Video ignored -> text = true;
                case ContentPart.Refusal ignored -> text = true;
                case ContentPart.Reasoning ignored -> {}
                case ContentPart.Opaque ignored -> text = true;
            }
        }
        return calls && !text && switches.nullContent() != NullContent.NULL;
    }

    private boolean changes(ContentPart.ToolResult result, boolean hints) {
        for (ContentPart inner : result.content()) {
            boolean media = !(inner instanceof ContentPart.Text) && !ChatParts.plainDocument(inner);
            if ((media && !switches.toolMedia()) || (hints && inner.cacheHint() != null)) {
                return true;
            }
        }
        return false;
    }

    /** Writes the array. */
    void write(JsonGenerator json) throws IOException {
        parts.check(request);
        json.writeStartArray();
        for (UnifiedMessage message : Turns.of(request.messages(), request.dialect(), switches)) {
            switch (message.role()) {
                case SYSTEM, DEVELOPER -> system(json, message);
                case USER -> user(json, message);
                case ASSISTANT -> assistant(json, message);
                case TOOL -> results(json, message);
            }
        }
        json.writeEndArray();
    }

    private void system(JsonGenerator json, UnifiedMessage message) throws IOException {
        boolean developer = message.role() == Role.DEVELOPER && switches.developerRole();
        begin(json, developer ? "developer" : "system", message);
        json.writeFieldName("content");
        parts.content(json, message.parts(), "\n\n", !own);
        end(json, message);
    }

    private void user(JsonGenerator json, UnifiedMessage message) throws IOException {
        begin(json, "user", message);
        json.writeFieldName("content");
        parts.content(json, message.parts(), "\n\n", false);
        end(json, message);
    }

    private void assistant(JsonGenerator json, UnifiedMessage message) throws IOException {
        List<ContentPart> content = new ArrayList<>();
        List<ContentPart.ToolCall> calls = new ArrayList<>();
        List<ContentPart.Reasoning> reasoning = new ArrayList<>();
        List<ContentPart.Image> images = new ArrayList<>();
        List<ContentPart> told = switches.toolSignatures() ? CallSignatures.joined(message.parts()) : message.parts();
        for (ContentPart part : told) {
            switch (part) {
                case ContentPart.ToolCall call -> calls.add(call);
                case ContentPart.Reasoning thought -> reasoning.add(thought);
                case ContentPart.Text text -> {
                    if (!text.text().isEmpty()) {
                        content.add(text);
                    }
                }
                case ContentPart.Refusal refusal -> content.add(refusal);
                case ContentPart.Opaque opaque -> content.add(opaque);
                case ContentPart.Image image -> images.add(image);
                case ContentPart.Document document -> content.add(document);
                case ContentPart.Audio audio -> content.add(audio);
                case ContentPart.Video video -> content.add(video);
                case ContentPart.ToolResult ignored -> {}
            }
        }
        begin(json, "assistant", message);
        assistantContent(json, content, !calls.isEmpty());
        history.write(json, reasoning, calls);
        if (!images.isEmpty()) {
            json.writeArrayFieldStart("images");
            for (ContentPart.Image image : images) {
                json.writeStartObject();
                ChatParts.image(json, image);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!calls.isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            boolean first = true;
            for (ContentPart.ToolCall call : calls) {
                call(json, call, first && sealsCalls);
                first = false;
            }
            json.writeEndArray();
        }
        end(json, message);
    }

    private void assistantContent(JsonGenerator json, List<ContentPart> content, boolean calls) throws IOException {
        boolean refusalOnly = !content.isEmpty() && content.stream().allMatch(ContentPart.Refusal.class::isInstance);
        if (refusalOnly && !switches.stringContent()) {
            StringBuilder refusal = new StringBuilder();
            for (ContentPart part : content) {
                refusal.append(ChatParts.text(part));
            }
            json.writeNullField("content");
            json.writeStringField("refusal", refusal.toString());
        } else if (!content.isEmpty()) {
            json.writeFieldName("content");
            if (content.size() == 1 && content.get(0) instanceof ContentPart.Refusal) {
                json.writeString(ChatParts.text(content.get(0)));
            } else {
                parts.content(json, content, "", false);
            }
        } else if (!calls) {
            // Reasoning that is not sent back may leave nothing; the turn itself must not vanish.
            json.writeStringField("content", "");
        } else {
            switch (switches.nullContent()) {
                case NULL -> json.writeNullField("content");
                case EMPTY -> json.writeStringField("content", "");
                case OMIT -> {}
            }
        }
    }

    private void call(JsonGenerator json, ContentPart.ToolCall call, boolean sealed) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", toolIds.call(call.id()));
        json.writeStringField("type", call.custom() ? "custom" : "function");
        json.writeObjectFieldStart(call.custom() ? "custom" : "function");
        json.writeStringField("name", call.name());
        if (call.custom()) {
            json.writeStringField("input", call.arguments());
        } else {
            // Nothing is not JSON; a call without arguments has an empty object (H23).
            json.writeStringField("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        }
        json.writeEndObject();
        if (call.cacheHint() != null) {
            dropped.add("cache_control");
        }
        Extras extras = call.extras();
        if (call.signature() != null && !switches.toolSignatures() && extras.get(EXTRA_CONTENT) != null) {
            // The signature stands in it, and whoever gets this did not issue it (H62).
            Map<String, String> others = new LinkedHashMap<>(extras.fields());
            others.remove(EXTRA_CONTENT);
            extras = Extras.of(others);
            dropped.add(EXTRA_CONTENT);
        } else if (switches.toolSignatures()
                && (call.signature() != null || sealed)
                && extras.get(EXTRA_CONTENT) == null) {
            json.writeObjectFieldStart(EXTRA_CONTENT);
            json.writeObjectFieldStart("google");
            json.writeStringField(
                    "thought_signature", call.signature() == null ? CallSignatures.FOREIGN : call.signature());
            json.writeEndObject();
            json.writeEndObject();
        }
        parts.extras(json, extras);
        json.writeEndObject();
    }

    private void results(JsonGenerator json, UnifiedMessage message) throws IOException {
        for (ContentPart part : message.parts()) {
            if (!(part instanceof ContentPart.ToolResult result)) {
                throw new IllegalStateException("a tool message holds tool results");
            }
            json.writeStartObject();
            json.writeStringField("role", "tool");
            json.writeStringField("tool_call_id", toolIds.result(result.callId()));
            if (own && result.name() != null) {
                json.writeStringField("name", result.name());
            }
            json.writeFieldName("content");
            parts.content(json, resultContent(result), "\n\n", false);
            parts.extras(json, result.extras());
            end(json, message);
        }
    }

    /** The content of a result, with what the dialect has no field for: the error flag (H57) and the cache breakpoint. */
    private List<ContentPart> resultContent(ContentPart.ToolResult result) {
        List<ContentPart> content = new ArrayList<>(result.content());
        if (result.error()) {
            ContentPart first = content.isEmpty() ? null : content.get(0);
            if (first instanceof ContentPart.Text text) {
                boolean said =
                        text.text().stripLeading().toLowerCase(Locale.ROOT).startsWith("error");
                String marked = said ? text.text() : ERROR + text.text();
                content.set(0, new ContentPart.Text(marked, text.cacheHint(), text.extras()));
            } else {
                content.add(0, ContentPart.Text.of(content.isEmpty() ? "Error" : ERROR.strip()));
            }
        }
        if (result.cacheHint() != null) {
            if (!parts.writesHints()) {
                dropped.add("cache_control");
            } else {
                int last = content.size() - 1;
                ContentPart end = last < 0 ? ContentPart.Text.of("") : content.get(last);
                if (end instanceof ContentPart.Text text) {
                    ContentPart hinted = new ContentPart.Text(text.text(), result.cacheHint(), text.extras());
                    if (last < 0) {
                        content.add(hinted);
                    } else {
                        content.set(last, hinted);
                    }
                } else if (end instanceof ContentPart.Image image) {
                    content.set(
                            last,
                            new ContentPart.Image(image.source(), image.detail(), result.cacheHint(), image.extras()));
                } else {
                    dropped.add("cache_control");
                }
            }
        }
        return content;
    }

    private void begin(JsonGenerator json, String role, UnifiedMessage message) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        if (own && message.name() != null) {
            json.writeStringField("name", message.name());
        } else if (message.name() != null) {
            dropped.add("name");
        }
    }

    private void end(JsonGenerator json, UnifiedMessage message) throws IOException {
        parts.extras(json, message.extras());
        json.writeEndObject();
    }
}
