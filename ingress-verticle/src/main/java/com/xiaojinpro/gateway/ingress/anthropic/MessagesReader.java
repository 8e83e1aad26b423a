package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code messages}. A user turn that answers tool calls becomes a TOOL message with all its results, then a USER
 * message with the rest. An assistant turn without content says nothing and is left out. Belongs to one
 * {@link RequestReader}.
 */
final class MessagesReader {
    /** The limit Anthropic documents (H121). */
    private static final int MAX_MESSAGES = 100_000;

    private final JsonCursor in;
    private final BlockReader blocks;

    MessagesReader(JsonCursor in) {
        this.in = in;
        this.blocks = new BlockReader(in);
    }

    /** Reads the array the cursor stands on. */
    List<UnifiedMessage> read() {
        List<UnifiedMessage> messages = new ArrayList<>();
        int count = 0;
        in.beginArray();
        while (in.nextElement()) {
            if (++count > MAX_MESSAGES) {
                throw in.invalid("messages", "'messages' holds more than 100000 messages.");
            }
            message(messages);
        }
        if (count == 0) {
            throw in.invalid("messages", "'messages' must hold at least one message.");
        }
        return messages;
    }

    /** Reads the top-level {@code system} as the message that leads the conversation; null where it is empty. */
    @Nullable
    UnifiedMessage system() {
        List<ContentPart> parts = content("system");
        return parts.isEmpty() ? null : UnifiedMessage.of(Role.SYSTEM, parts);
    }

    private void message(List<UnifiedMessage> messages) {
        String role = null;
        List<ContentPart> content = null;
        Members members = new Members();
        in.beginObject();
        String known = in.peek("role");
        while (Members.next(in)) {
            switch (in.name()) {
                case "role" -> role = in.string();
                case "content" -> content = content(known);
                default -> members.keep(in.name(), in.raw());
            }
        }
        String speaker = Members.required(in, "role", role);
        if (content == null) {
            throw Members.missing(in, "content");
        }
        switch (speaker) {
            case "user" -> user(messages, content, members);
            case "assistant" -> assistant(messages, content, members);
            case "system" -> add(messages, Role.SYSTEM, content, members);
            default -> {
                String at = in.path() + ".role";
                throw in.invalid(at, "'" + at + "' must be 'user', 'assistant' or 'system', not '" + speaker + "'.");
            }
        }
    }

    private void user(List<UnifiedMessage> messages, List<ContentPart> content, Members members) {
        List<ContentPart> results = new ArrayList<>(content.size());
        List<ContentPart> rest = new ArrayList<>(content.size());
        for (ContentPart part : content) {
            (part instanceof ContentPart.ToolResult ? results : rest).add(part);
        }
        if (content.isEmpty()) {
            String at = in.path() + ".content";
            throw in.invalid(at, "'" + at + "' must not be empty.");
        }
        if (rest.isEmpty()) {
            add(messages, Role.TOOL, results, members);
        } else {
            add(messages, Role.TOOL, results, new Members());
            add(messages, Role.USER, rest, members);
        }
    }

    private void assistant(List<UnifiedMessage> messages, List<ContentPart> content, Members members) {
        Map<String, String> signatures = blocks.takeCallSignatures();
        content.replaceAll(part -> part instanceof ContentPart.ToolCall call
                ? signed(call, signatures.get(call.id()))
                : RenderedImage.restored(part));
        add(messages, Role.ASSISTANT, content, members);
    }

    private static ContentPart signed(ContentPart.ToolCall call, @Nullable String signature) {
        return signature == null
                ? call
                : new ContentPart.ToolCall(
                        call.id(),
                        call.name(),
                        call.arguments(),
                        call.custom(),
                        signature,
                        call.cacheHint(),
                        call.extras());
    }

    private static void add(List<UnifiedMessage> messages, Role role, List<ContentPart> parts, Members members) {
        if (!parts.isEmpty()) {
            messages.add(new UnifiedMessage(role, parts, null, members.extras()));
        }
    }

    private List<ContentPart> content(@Nullable String role) {
        if (!in.isArray()) {
            return blocks.content();
        }
        List<ContentPart> parts = new ArrayList<>();
        while (in.nextElement()) {
            requirePlace(role, in.peek("type"));
            ContentPart part = blocks.block();
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** Calls and thoughts are the assistant's, results are the user's. */
    private void requirePlace(@Nullable String role, @Nullable String type) {
        if (type == null || role == null) {
            return;
        }
        boolean misplaced = switch (type) {
            case "tool_result" -> !role.equals("user");
            case "tool_use", "thinking", "redacted_thinking" -> !role.equals("assistant");
            default -> false;
        };
        if (misplaced) {
            throw in.invalid("'" + in.path() + "': a " + type + " block cannot stand in a " + role + " message.");
        }
    }
}
