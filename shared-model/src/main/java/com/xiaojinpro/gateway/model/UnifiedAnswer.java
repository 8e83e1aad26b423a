package com.xiaojinpro.gateway.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer: what the events of a stream fold to. Immutable.
 *
 * @param created seconds since the epoch
 * @param dialect the dialect of the extras, annotations and opaque parts
 * @param usage null where the provider reported none
 */
public record UnifiedAnswer(
        String id,
        String model,
        long created,
        Dialect dialect,
        List<Choice> choices,
        @Nullable Usage usage,
        Extras extras) {
    public UnifiedAnswer {
        choices = List.copyOf(choices);
    }

    /**
     * One of the answers asked for.
     *
     * @param parts in the order they started; images are {@link ContentPart.Image}, opaque pieces stand where they came
     * @param logprobs OpenAI {@code logprobs} objects in order, raw JSON
     */
    public record Choice(int index, List<AnswerPart> parts, List<String> logprobs, UnifiedChunk.Ending ending) {
        public Choice {
            parts = List.copyOf(parts);
            logprobs = List.copyOf(logprobs);
        }
    }

    /**
     * A part and the citations that belong to it.
     *
     * @param annotations raw JSON objects in the answer's dialect
     */
    public record AnswerPart(ContentPart part, List<String> annotations) {
        public AnswerPart {
            annotations = List.copyOf(annotations);
        }
    }
}
