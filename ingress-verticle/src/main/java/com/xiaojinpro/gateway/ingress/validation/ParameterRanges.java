package com.xiaojinpro.gateway.ingress.validation;

import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where sampling parameters must lie, by the protocol the client speaks: OpenAI's references of chat completions and
 * responses, Anthropic's of messages. Those that no reference of the protocol knows are passed on as they are.
 */
final class ParameterRanges {
    private ParameterRanges() {}

    static void check(UnifiedRequest request, List<Violation> found) {
        Sampling sampling = request.sampling();
        switch (request.dialect()) {
            case OPENAI_CHAT -> {
                between("temperature", sampling.temperature(), 0, 2, found);
                between("top_p", sampling.topP(), 0, 1, found);
                between("min_p", sampling.minP(), 0, 1, found);
                between("presence_penalty", sampling.presencePenalty(), -2, 2, found);
                between("frequency_penalty", sampling.frequencyPenalty(), -2, 2, found);
                between("n", sampling.choices(), 1, 128, found);
                between("top_logprobs", sampling.topLogprobs(), 0, 20, found);
            }
            case OPENAI_RESPONSES -> {
                between("temperature", sampling.temperature(), 0, 2, found);
                between("top_p", sampling.topP(), 0, 1, found);
                between("top_logprobs", sampling.topLogprobs(), 0, 20, found);
            }
            case ANTHROPIC_MESSAGES -> {
                between("temperature", sampling.temperature(), 0, 1, found);
                between("top_p", sampling.topP(), 0, 1, found);
                Integer topK = sampling.topK();
                if (topK != null && topK < 0) {
                    found.add(new Violation("top_k", "it must not be negative."));
                }
            }
            case GEMINI, OPENAI_EMBEDDINGS -> {
                // The one is no protocol of clients, the other one samples nothing.
            }
        }
    }

    private static void between(String path, @Nullable Number value, int least, int most, List<Violation> found) {
        if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            found.add(new Violation(path, "it must lie between " + least + " and " + most + "."));
        }
    }
}
