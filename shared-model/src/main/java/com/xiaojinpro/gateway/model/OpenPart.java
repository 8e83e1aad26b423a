package com.xiaojinpro.gateway.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of an answer while its deltas come in; owned by one {@link AnswerFold}. */
final class OpenPart {
    private final UnifiedChunk.@Nullable PartStarted start;
    private final UnifiedChunk.@Nullable Opaque opaque;
    private final StringBuilder content = new StringBuilder();
    private final List<String> annotations = new ArrayList<>(0);
    private final List<String> logprobs = new ArrayList<>(0);
    private @Nullable StringBuilder summary;
    private @Nullable String signature;
    private @Nullable String encrypted;

    OpenPart(UnifiedChunk.PartStarted start) {
        this.start = start;
        this.opaque = null;
    }

    OpenPart(UnifiedChunk.Opaque opaque) {
        this.start = null;
        this.opaque = opaque;
    }

    void add(UnifiedChunk.Delta delta) {
        switch (delta.kind()) {
            case CONTENT -> content.append(delta.value());
            case SUMMARY -> {
                StringBuilder text = summary;
                if (text == null) {
                    text = new StringBuilder();
                    summary = text;
                }
                text.append(delta.value());
            }
            case SIGNATURE -> signature = delta.value();
            case ENCRYPTED -> encrypted = delta.value();
            case ANNOTATION -> annotations.add(delta.value());
            case LOGPROBS -> logprobs.add(delta.value());
        }
    }

    int choice() {
        UnifiedChunk.PartStarted part = start;
        return part != null ? part.choice() : opaque == null ? 0 : opaque.choice();
    }

    List<String> logprobs() {
        return logprobs;
    }

    UnifiedAnswer.AnswerPart fold() {
        UnifiedChunk.Opaque raw = opaque;
        if (raw != null) {
            return new UnifiedAnswer.AnswerPart(new ContentPart.Opaque(raw.dialect(), raw.json()), List.of());
        }
        UnifiedChunk.PartStarted part = start;
        if (part == null) {
            throw new IllegalStateException("a part is either started or opaque");
        }
        return new UnifiedAnswer.AnswerPart(part(part), annotations);
    }

    private ContentPart part(UnifiedChunk.PartStarted part) {
        String text = content.toString();
        return switch (part.kind()) {
            case TEXT -> new ContentPart.Text(text, null, part.extras());
            case REASONING ->
                new ContentPart.Reasoning(
                        text,
                        summary == null ? null : summary.toString(),
                        signature,
                        encrypted,
                        part.origin(),
                        part.id(),
                        part.extras());
            case REFUSAL -> new ContentPart.Refusal(text);
            case TOOL_CALL -> toolCall(part, text.isBlank() ? "{}" : text, false);
            case CUSTOM_TOOL_CALL -> toolCall(part, text, true);
            case IMAGE -> new ContentPart.Image(new MediaSource.Url(text), null, null, part.extras());
        };
    }

    private ContentPart toolCall(UnifiedChunk.PartStarted part, String arguments, boolean custom) {
        String id = part.id() == null ? "" : part.id();
        String name = part.name() == null ? "" : part.name();
        return new ContentPart.ToolCall(id, name, arguments, custom, signature, null, part.extras());
    }
}
