package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call: its id and name in the first delta and nowhere else, then fragments. White space before the first real fragment
 * waits, so that a call that says nothing else is a call with {@code {}} (H23).
 */
final class CallPart implements StreamPart {
    private static final Set<String> OWN = Set.of("index", "id", "type", "function", "custom", "name", "arguments");

    private final StreamChoice choice;
    private final byte[] opener;
    private final byte[] before;
    private final byte[] after;
    private final @Nullable String emptyArguments;
    private final String callId;
    private final String origin;
    private final int index;
    private @Nullable StringBuilder blank;
    private boolean told;

    private CallPart(
            StreamChoice choice,
            UnifiedChunk.PartStarted start,
            int index,
            byte[] opener,
            String before,
            String after,
            @Nullable String emptyArguments) {
        this.choice = choice;
        this.callId = start.id() == null ? "" : start.id();
        this.origin = start.origin() == null ? "google-gemini-v1" : start.origin();
        this.index = index;
        this.opener = opener;
        this.before = choice.before(before);
        this.after = choice.after(after);
        this.emptyArguments = emptyArguments;
    }

    static CallPart function(StreamChoice choice, UnifiedChunk.PartStarted start) {
        int index = choice.nextCall();
        ByteWriter opener = opener(choice, start, index, "function", "arguments");
        String before = "\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":\"";
        return new CallPart(choice, start, index, opener.take().getBytes(), before, "\"}}]", "{}");
    }

    static CallPart custom(StreamChoice choice, UnifiedChunk.PartStarted start) {
        int index = choice.nextCall();
        ByteWriter opener = opener(choice, start, index, "custom", "input");
        String before = "\"tool_calls\":[{\"index\":" + index + ",\"custom\":{\"input\":\"";
        return new CallPart(choice, start, index, opener.take().getBytes(), before, "\"}}]", null);
    }

    /** The one call that a client of the deprecated {@code functions} can be told of (H58). */
    static CallPart legacy(StreamChoice choice, UnifiedChunk.PartStarted start) {
        ByteWriter opener = new ByteWriter(256).raw(choice.before("\"function_call\":{\"name\":"));
        opener.string(name(start)).raw(choice.after(",\"arguments\":\"\"}"));
        return new CallPart(
                choice,
                start,
                choice.nextCall(),
                opener.take().getBytes(),
                "\"function_call\":{\"arguments\":\"",
                "\"}",
                "{}");
    }

    @Override
    public void open(ByteWriter out) {
        out.raw(opener);
    }

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        switch (kind) {
            case CONTENT -> fragment(out, value);
            case SIGNATURE -> signature(out, value);
            case SUMMARY, ENCRYPTED, ANNOTATION, LOGPROBS -> {}
        }
    }

    @Override
    public void close(ByteWriter out) {
        if (told || emptyArguments == null) {
            return;
        }
        out.raw(before).escaped(emptyArguments).raw(after);
    }

    private void fragment(ByteWriter out, String value) {
        if (told || emptyArguments == null) {
            if (!value.isEmpty()) {
                out.raw(before).escaped(value).raw(after);
            }
            return;
        }
        StringBuilder held = blank;
        if (value.isBlank()) {
            if (held == null) {
                held = new StringBuilder();
                blank = held;
            }
            held.append(value);
            return;
        }
        told = true;
        out.raw(before);
        if (held != null) {
            out.escaped(held.toString());
        }
        out.escaped(value).raw(after);
    }

    /** Both spellings in which clients keep the signature of a call: Google's own and OpenRouter's (H41). */
    private void signature(ByteWriter out, String value) {
        if (choice.legacy()) {
            return;
        }
        out.raw(choice.before("\"tool_calls\":[{\"index\":")).number(index);
        out.raw(",\"extra_content\":{\"google\":{\"thought_signature\":").string(value);
        out.raw("}}}],\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":")
                .string(value);
        out.raw(",\"format\":").string(origin).raw(",\"id\":").string(callId);
        out.raw(",\"index\":").number(choice.nextDetail()).raw(choice.after("}]"));
    }

    private static ByteWriter opener(
            StreamChoice choice, UnifiedChunk.PartStarted start, int index, String type, String textField) {
        ByteWriter out = new ByteWriter(512)
                .raw(choice.before("\"tool_calls\":[{\"index\":"))
                .number(index);
        out.raw(",\"id\":").string(start.id() == null ? "" : start.id());
        out.raw(",\"type\":\"" + type + "\",\"" + type + "\":{\"name\":").string(name(start));
        out.raw(",\"" + textField + "\":\"\"}");
        if (choice.dialect() == Dialect.OPENAI_CHAT) {
            Members.write(out, start.extras(), OWN);
        }
        return out.raw(choice.after("}]"));
    }

    private static String name(UnifiedChunk.PartStarted start) {
        return start.name() == null ? "" : start.name();
    }
}
