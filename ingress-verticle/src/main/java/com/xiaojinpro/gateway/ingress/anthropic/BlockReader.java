package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.MediaSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads content blocks, each in one pass whatever the order of its members. Blocks of a type that only Anthropic knows
 * (server tools, search results, what comes in future) stay raw. Belongs to one {@link RequestReader}.
 */
final class BlockReader {
    private final JsonCursor in;
    private final SourceReader sources;
    private final Map<String, String> callSignatures = new HashMap<>();

    BlockReader(JsonCursor in) {
        this.in = in;
        this.sources = new SourceReader(in);
    }

    /** Reads a {@code content}: a string, or an array of blocks. */
    List<ContentPart> content() {
        List<ContentPart> parts = new ArrayList<>();
        if (in.isString()) {
            String text = in.string();
            if (!text.isEmpty()) {
                parts.add(ContentPart.Text.of(text));
            }
            return parts;
        }
        in.beginArray();
        while (in.nextElement()) {
            ContentPart part = block();
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** The signatures of tool calls that were met since the last time, by call id. */
    Map<String, String> takeCallSignatures() {
        if (callSignatures.isEmpty()) {
            return Map.of();
        }
        Map<String, String> taken = Map.copyOf(callSignatures);
        callSignatures.clear();
        return taken;
    }

    /**
     * Reads one block; null for an empty text, which no provider takes (H21), and for a block that only carries the signature
     * of a tool call.
     */
    @Nullable
    ContentPart block() {
        int start = in.tokenStart();
        return switch (Members.type(in)) {
            case "text" -> text();
            case "image" -> image(start);
            case "document" -> document(start);
            case "thinking" -> thinking();
            case "redacted_thinking" -> redacted();
            case "tool_use" -> call();
            case "tool_result" -> result();
            default -> new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, in.raw());
        };
    }

    private @Nullable ContentPart text() {
        String text = null;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "text" -> text = in.string();
                case "citations" -> keepCitations(members);
                default -> members.take(in);
            }
        }
        if (text == null) {
            throw Members.missing(in, "text");
        }
        if (text.isEmpty() && members.cacheHint() == null) {
            return null;
        }
        return new ContentPart.Text(text, members.cacheHint(), members.extras());
    }

    /** Citations the gateway itself made of another provider's say nothing to Anthropic and are not sent back. */
    private void keepCitations(Members members) {
        String citations = in.raw();
        if (!citations.contains("\"" + SignatureTag.PREFIX)) {
            members.keep("citations", citations);
        }
    }

    private ContentPart image(int start) {
        boolean sourced = false;
        MediaSource source = null;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "source" -> {
                    sourced = true;
                    source = sources.read();
                }
                default -> members.take(in);
            }
        }
        requireSource(sourced);
        return source == null
                ? opaque(start)
                : new ContentPart.Image(source, null, members.cacheHint(), members.extras());
    }

    private ContentPart document(int start) {
        boolean sourced = false;
        MediaSource source = null;
        String title = null;
        Boolean citations = null;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "source" -> {
                    sourced = true;
                    source = sources.read();
                }
                case "title" -> title = in.string();
                case "citations" -> citations = citationsEnabled();
                default -> members.take(in);
            }
        }
        requireSource(sourced);
        return source == null
                ? opaque(start)
                : new ContentPart.Document(source, title, null, citations, members.cacheHint(), members.extras());
    }

    private @Nullable Boolean citationsEnabled() {
        Boolean enabled = null;
        in.beginObject();
        while (Members.next(in)) {
            if (in.name().equals("enabled")) {
                enabled = in.bool();
            } else {
                in.skip();
            }
        }
        return enabled;
    }

    /** A thought with a signature and no text is whole and is kept (H60). */
    private @Nullable ContentPart thinking() {
        String thinking = "";
        String signature = null;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "thinking" -> thinking = in.string();
                case "signature" -> signature = in.string();
                default -> members.take(in);
            }
        }
        if (signature != null && SignatureTag.matches(signature)) {
            SignatureTag tag = SignatureTag.parse(signature);
            if (tag.callId() != null && tag.signature() != null) {
                callSignatures.put(tag.callId(), tag.signature());
                return null;
            }
            return tag.reasoning(thinking, members.extras());
        }
        String signed = signature == null || signature.isEmpty() ? null : signature;
        return new ContentPart.Reasoning(thinking, null, signed, null, SignatureTag.ANTHROPIC, null, members.extras());
    }

    private ContentPart redacted() {
        String data = null;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "data" -> data = in.string();
                default -> members.take(in);
            }
        }
        String encrypted = Members.required(in, "data", data);
        return new ContentPart.Reasoning("", null, null, encrypted, SignatureTag.ANTHROPIC, null, members.extras());
    }

    private ContentPart call() {
        String id = null;
        String name = null;
        String input = "{}";
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "id" -> id = in.string();
                case "name" -> name = in.string();
                case "input" -> input = input();
                case "caller" -> keepCaller(members);
                default -> members.take(in);
            }
        }
        return new ContentPart.ToolCall(
                Members.required(in, "id", id),
                Members.required(in, "name", name),
                input,
                false,
                null,
                members.cacheHint(),
                members.extras());
    }

    /** The arguments exactly as written; what some clients send for a call without arguments is {@code {}} (H23). */
    private String input() {
        if (in.isString() && in.string().isBlank()) {
            return "{}";
        }
        in.beginObject();
        return in.raw();
    }

    /** {@code {"type":"direct"}} is what every call of a client tool says and what its absence means. */
    private void keepCaller(Members members) {
        boolean direct = "direct".equals(in.peek("type"));
        String caller = in.raw();
        if (!direct) {
            members.keep("caller", caller);
        }
    }

    private ContentPart result() {
        String callId = null;
        List<ContentPart> content = List.of();
        boolean error = false;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "tool_use_id" -> callId = in.string();
                case "content" -> content = resultContent();
                case "is_error" -> error = in.bool();
                default -> members.take(in);
            }
        }
        return new ContentPart.ToolResult(
                Members.required(in, "tool_use_id", callId),
                null,
                content,
                error,
                members.cacheHint(),
                members.extras());
    }

    private List<ContentPart> resultContent() {
        if (in.isArray()) {
            List<ContentPart> parts = new ArrayList<>();
            while (in.nextElement()) {
                String type = in.peek("type");
                if ("tool_result".equals(type) || "tool_use".equals(type)) {
                    throw in.invalid("'" + in.path() + "': a tool result cannot hold a " + type + " block.");
                }
                ContentPart part = block();
                if (part != null) {
                    parts.add(part);
                }
            }
            return parts;
        }
        return content();
    }

    private ContentPart opaque(int start) {
        return new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, in.raw(start));
    }

    private void requireSource(boolean sourced) {
        if (!sourced) {
            throw Members.missing(in, "source");
        }
    }
}
