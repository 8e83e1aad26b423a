package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.openai.MediaLocation;
import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code input}: a string, or items in the client's order. Item ids and states are not kept, they mean something only
 * to who stores items (H77); calls and results find each other by {@code call_id}.
 */
final class ItemReader {
    /** More is no conversation (H121). */
    static final int MAX_ITEMS = 100_000;

    private final JsonCursor json;
    private final Conversation conversation = new Conversation();
    private boolean tagged;

    ItemReader(JsonCursor json) {
        this.json = json;
    }

    /** Whether an item is, or carries, what the gateway made to be given back to it. */
    boolean tagged() {
        return tagged;
    }

    /** Takes the value of {@code input}. */
    List<UnifiedMessage> input() {
        if (json.isString()) {
            return List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of(json.string()))));
        }
        if (!json.isArray()) {
            throw Violation.value(json, "it is a string or an array of items.");
        }
        String path = json.path();
        int items = 0;
        json.beginArray();
        while (json.nextElement()) {
            if (items++ == MAX_ITEMS) {
                throw Violation.value(path, "at most " + MAX_ITEMS + " items are accepted.");
            }
            item();
        }
        List<UnifiedMessage> messages = conversation.messages();
        if (messages.isEmpty()) {
            throw Violation.value(path, "at least one item that says something is needed.");
        }
        return messages;
    }

    private void item() {
        String type = json.peek("type");
        // Messages may leave their type out.
        switch (type == null ? "message" : type) {
            case "message" -> message();
            case "function_call" -> call("arguments", false);
            case "custom_tool_call" -> call("input", true);
            case "function_call_output", "custom_tool_call_output" -> result();
            case "reasoning" -> {
                // One that the gateway made of another provider's thought is no item that OpenAI knows (H62).
                tagged |= Ids.minted(json.peek("id"));
                ReasoningItemReader.read(json, this::thought);
            }
            case "item_reference" ->
                throw Stateless.field(json.path(), "An 'item_reference' names a stored item")
                        .exception();
            case "image_generation_call" -> image();
            default -> conversation.opaque(json.raw(), ofClient(type == null ? "" : type));
        }
    }

    /** Whether an item that only this protocol knows comes from the client's side of the conversation. */
    private static boolean ofClient(String type) {
        return type.endsWith("_output") || type.equals("mcp_approval_response");
    }

    private void message() {
        String role = null;
        List<ContentPart> content = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "type" -> json.string();
                case "role" -> role = json.string();
                case "content" -> content = ContentReader.content(json);
                case "id", "status" -> json.skip();
                default -> extras.take(json);
            }
        }
        if (role == null) {
            throw Violation.missing(json, "role");
        }
        if (content == null) {
            throw Violation.missing(json, "content");
        }
        switch (role) {
            case "user" -> told(Role.USER, content, extras.collected());
            case "system" -> told(Role.SYSTEM, content, extras.collected());
            case "developer" -> told(Role.DEVELOPER, content, extras.collected());
            case "assistant" -> conversation.said(content, extras.collected());
            default ->
                throw Violation.value(path("role"), "it is one of 'user', 'assistant', 'system' and 'developer'.");
        }
    }

    private void told(Role role, List<ContentPart> content, Extras extras) {
        if (content.isEmpty()) {
            throw Violation.value(path("content"), "at least one part is needed.");
        }
        for (int i = 0; i < content.size(); i++) {
            ContentPart part = content.get(i);
            if (role == Role.USER ? part instanceof ContentPart.Refusal : !(part instanceof ContentPart.Text)) {
                throw Violation.value(
                        path("content[" + i + "].type"),
                        role == Role.USER
                                ? "only an assistant refuses."
                                : "a system or developer message holds text only.");
            }
        }
        conversation.told(new UnifiedMessage(role, content, null, extras));
    }

    private void call(String textField, boolean custom) {
        String callId = null;
        String name = null;
        String text = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
            } else if (json.name().equals(textField)) {
                text = json.string();
            } else {
                switch (json.name()) {
                    case "type", "id", "status" -> json.skip();
                    case "call_id" -> callId = json.string();
                    case "name" -> name = json.string();
                    default -> extras.take(json);
                }
            }
        }
        conversation.called(new ContentPart.ToolCall(
                required(callId, "call_id"),
                required(name, "name"),
                text == null ? missing(textField) : text,
                custom,
                null,
                null,
                extras.collected()));
    }

    /** A generated image: OpenAI's call of its own tool stays whole, one that the gateway made of an image is that image. */
    private void image() {
        if (!Ids.minted(json.peek("id"))) {
            conversation.opaque(json.raw(), false);
            return;
        }
        tagged = true;
        MediaSource image = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("result") && json.isString()) {
                image = MediaLocation.file(json);
            } else {
                json.skip();
            }
        }
        if (image == null) {
            throw Violation.missing(json, "result");
        }
        conversation.said(List.of(new ContentPart.Image(image, null, null, Extras.NONE)), Extras.NONE);
    }

    private void result() {
        String callId = null;
        List<ContentPart> output = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "type", "id", "status" -> json.skip();
                case "call_id" -> callId = json.string();
                case "output" -> output = ContentReader.result(json);
                default -> extras.take(json);
            }
        }
        if (output == null) {
            throw Violation.missing(json, "output");
        }
        conversation.result(
                new ContentPart.ToolResult(required(callId, "call_id"), null, output, false, null, extras.collected()));
    }

    private void thought(ContentPart.Reasoning thought, @Nullable SignatureTag tag) {
        tagged |= tag != null;
        if (tag != null && tag.callId() != null && tag.signature() != null) {
            conversation.signed(tag.callId(), tag.signature());
        } else {
            conversation.thought(thought);
        }
    }

    private String required(@Nullable String value, String field) {
        return value == null || value.isEmpty() ? missing(field) : value;
    }

    private String missing(String field) {
        throw Violation.missing(json, field);
    }

    private String path(String field) {
        return Violation.member(json.path(), field);
    }
}
