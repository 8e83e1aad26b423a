package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.BodyPatch;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.compatible.ReasoningMembers;
import com.xiaojinpro.gateway.connector.compatible.RefusedFields;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a client's own request of the Responses API on: byte for byte, except for the model, for {@code store}, and for what
 * the model refuses (H82, H95, H96).
 */
final class ResponsesPatch {
    private ResponsesPatch() {}

    static Buffer of(UnifiedRequest request, String model, ModelRules rules, Set<String> dropped) {
        BodyPatch patch = new BodyPatch();
        patch.put("model", JsonText.quoted(model));
        if (request.operation() == Operation.COUNT_TOKENS) {
            // A count is neither stored nor streamed, and the fields for it are not among those it takes.
            patch.remove("store").remove("stream").remove("stream_options");
            reasoning(patch, request.reasoning(), rules, dropped);
            return patch.apply(request.body());
        }
        // The provider's memory belongs to the gateway's account, not to the client that wrote this.
        patch.put("store", "false");
        if ("true".equals(request.extras().get("store"))) {
            dropped.add("store");
        }
        if (!request.stream()) {
            patch.replace("stream", "false").remove("stream_options");
        } else {
            patch.put("stream", "true");
        }
        RefusedFields refused = rules.refusedOf(request);
        Sampling sampling = request.sampling();
        refuse(patch, refused, "temperature", sampling.temperature() != null, dropped);
        refuse(patch, refused, "top_p", sampling.topP() != null, dropped);
        refuse(patch, refused, "parallel_tool_calls", request.parallelToolCalls() != null, dropped);
        if (sampling.topLogprobs() != null && refused.refuses("logprobs", dropped)) {
            patch.remove("top_logprobs");
        }
        for (String name : request.extras().fields().keySet()) {
            refuse(patch, refused, name, true, dropped);
        }
        if (request.verbosity() != null && refused.refuses("verbosity", dropped)) {
            patch.merge("text", new BodyPatch().remove("verbosity"));
        }
        reasoning(patch, request.reasoning(), rules, dropped);
        return patch.apply(request.body());
    }

    private static void refuse(
            BodyPatch patch, RefusedFields refused, String field, boolean present, Set<String> dropped) {
        if (present && refused.refuses(field, dropped)) {
            patch.remove(field);
        }
    }

    /** A word for the effort that the model does not know becomes the nearest one that it does (H69). */
    private static void reasoning(
            BodyPatch patch, @Nullable ReasoningControl control, ModelRules rules, Set<String> dropped) {
        String effort = control == null ? null : control.effort();
        if (control == null || effort == null || rules.efforts().contains(effort)) {
            return;
        }
        String word = ReasoningMembers.word(control, rules.efforts());
        if (word != null) {
            patch.merge("reasoning", new BodyPatch().put("effort", JsonText.quoted(word)));
        } else {
            dropped.add("reasoning");
            patch.merge("reasoning", new BodyPatch().remove("effort"));
        }
    }
}
