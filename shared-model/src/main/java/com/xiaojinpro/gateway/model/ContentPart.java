package com.xiaojinpro.gateway.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message. A new kind is a compile error wherever parts are mapped: no {@code switch} over parts has a
 * {@code default}.
 */
public sealed interface ContentPart {

    /** The cache breakpoint after this part, or null. */
    @Nullable
    CacheHint cacheHint();

    /** Fields of the part that the model has no place for, in the dialect of the request. */
    Extras extras();

    record Text(String text, @Nullable CacheHint cacheHint, Extras extras) implements ContentPart {
        public Text {
            Objects.requireNonNull(text);
        }

        public static Text of(String text) {
            return new Text(text, null, Extras.NONE);
        }
    }

    /**
     * @param detail OpenAI's resolution hint ({@code auto}, {@code low}, {@code high}), or null
     */
    record Image(
            MediaSource source,
            @Nullable String detail,
            @Nullable CacheHint cacheHint,
            Extras extras) implements ContentPart {}

    /**
     * @param citations whether the client asked for citations (Anthropic), or null
     */
    record Document(
            MediaSource source,
            @Nullable String title,
            @Nullable String filename,
            @Nullable Boolean citations,
            @Nullable CacheHint cacheHint,
            Extras extras)
            implements ContentPart {}

    /**
     * @param format OpenAI's format word such as {@code wav} or {@code mp3}
     */
    record Audio(
            MediaSource source,
            @Nullable String format,
            @Nullable CacheHint cacheHint,
            Extras extras) implements ContentPart {}

    record Video(MediaSource source, @Nullable CacheHint cacheHint, Extras extras) implements ContentPart {}

    /**
     * A call the model made.
     *
     * @param arguments the arguments exactly as text; JSON for a function, free text for a custom tool; never re-printed
     * @param custom whether this is a free-text ({@code custom}) tool call
     * @param signature an opaque provider signature bound to this call (Gemini {@code thoughtSignature}), or null
     */
    record ToolCall(
            String id,
            String name,
            String arguments,
            boolean custom,
            @Nullable String signature,
            @Nullable CacheHint cacheHint,
            Extras extras)
            implements ContentPart {
        public ToolCall {
            Objects.requireNonNull(id);
            Objects.requireNonNull(name);
            Objects.requireNonNull(arguments);
        }
    }

    /**
     * The result of a call.
     *
     * @param name the tool's name where the client repeats it, or null
     */
    record ToolResult(
            String callId,
            @Nullable String name,
            List<ContentPart> content,
            boolean error,
            @Nullable CacheHint cacheHint,
            Extras extras)
            implements ContentPart {
        public ToolResult {
            Objects.requireNonNull(callId);
            content = List.copyOf(content);
        }
    }

    /**
     * What the model thought. A part with an empty text and a signature is whole and must be replayed (H60).
     *
     * @param text the visible thought, possibly empty
     * @param summary a summary of it, where the provider tells the two apart
     * @param signature the provider's signature over the thought
     * @param encrypted the thought itself, encrypted (redacted thinking, encrypted reasoning)
     * @param origin the format whose provider can read signature and ciphertext, such as {@code anthropic-claude-v1};
     *     never replayed to another (H62)
     * @param id the provider's id of the reasoning item
     */
    record Reasoning(
            String text,
            @Nullable String summary,
            @Nullable String signature,
            @Nullable String encrypted,
            @Nullable String origin,
            @Nullable String id,
            Extras extras)
            implements ContentPart {
        public Reasoning {
            Objects.requireNonNull(text);
        }

        @Override
        public @Nullable CacheHint cacheHint() {
            return null;
        }
    }

    record Refusal(String text) implements ContentPart {
        @Override
        public @Nullable CacheHint cacheHint() {
            return null;
        }

        @Override
        public Extras extras() {
            return Extras.NONE;
        }
    }

    /** A part only its own dialect knows, as raw JSON (server-tool blocks, search results, unknown types). */
    record Opaque(Dialect dialect, String json) implements ContentPart {
        @Override
        public @Nullable CacheHint cacheHint() {
            return null;
        }

        @Override
        public Extras extras() {
            return Extras.NONE;
        }
    }
}
