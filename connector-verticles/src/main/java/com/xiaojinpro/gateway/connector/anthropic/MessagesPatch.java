package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.BodyPatch;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;

/**
 * Sends a client's own Messages request on: the body stays as it was written, byte for byte, except for the model, for what
 * the host demands, and for what {@link ContentFilter} takes out (H82, H95, H96).
 */
final class MessagesPatch {
    /** Members that a count does not take. */
    private static final List<String> OF_AN_ANSWER = List.of(
            "max_tokens", "stream", "stop_sequences", "metadata", "temperature", "top_p", "top_k", "service_tier");

    private MessagesPatch() {}

    static Buffer of(
            UnifiedRequest request,
            String modelId,
            MessagesHost host,
            ClaudeModel model,
            boolean streams,
            Set<String> dropped) {
        BodyPatch patch = new BodyPatch();
        boolean generates = request.operation() == Operation.GENERATE;
        if (host.modelInBody() || !generates) {
            patch.put("model", JsonText.quoted(modelId));
        } else {
            patch.remove("model");
        }
        if (host.bodyVersion() != null) {
            patch.put("anthropic_version", JsonText.quoted(host.bodyVersion()));
        }
        if (!generates) {
            OF_AN_ANSWER.forEach(patch::remove);
        } else if (streams && !request.stream()) {
            patch.put("stream", "true");
        }
        ReasoningControl reasoning = request.reasoning();
        if (reasoning != null
                && reasoning.mode() == ReasoningControl.Mode.ON
                && !model.thinks(ThinkingType.ADAPTIVE)
                && Conversation.unproven(request.messages())) {
            // The calls were another provider's, whose thought is not sent if there was one; a budget demands one
            // (H59).
            patch.remove("thinking");
            dropped.add("thinking");
        }
        if (request.messages().stream().anyMatch(MessagesPatch::thinksAsAnother)) {
            dropped.add("thinking");
        }
        return patch.apply(ContentFilter.of(request.body()));
    }

    /** Whether a thought of another provider stands in a message, which the filter takes out. */
    private static boolean thinksAsAnother(UnifiedMessage message) {
        return message.role() == Role.ASSISTANT
                && message.parts().stream()
                        .anyMatch(part -> part instanceof ContentPart.Reasoning thought
                                && !MessagesAnswer.ORIGIN.equals(thought.origin()));
    }
}
