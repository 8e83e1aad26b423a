package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.BodyPatch;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.MaxTokensField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningStyle;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SeedField;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends a client's own chat completion request on: the body stays as it was written, byte for byte, except for the model,
 * for how usage is streamed, and for what a switch of this server demands (H82, H95, H96).
 */
final class ChatPatch {
    /** Members that are decided elsewhere, whether or not the model has a place for them. */
    private static final Set<String> KNOWN = Set.of("stream_options", "functions", "function_call");

    private final ChatSwitches switches;
    private final UnifiedRequest request;
    private final String model;
    private final Set<String> dropped;
    private final RefusedFields refused;
    private final BodyPatch patch = new BodyPatch();

    private ChatPatch(ChatSwitches switches, UnifiedRequest request, String model, Set<String> dropped) {
        this.switches = switches;
        this.request = request;
        this.model = model;
        this.dropped = dropped;
        this.refused = RefusedFields.of(request, switches);
    }

    static Buffer of(UnifiedRequest request, String model, ChatSwitches switches, Set<String> dropped) {
        ChatPatch changes = new ChatPatch(switches, request, model, dropped);
        changes.patch.put("model", JsonText.quoted(model));
        changes.stream();
        changes.messages();
        changes.tools();
        changes.limits();
        changes.sampling();
        changes.reasoning();
        changes.unknown();
        changes.refused();
        return changes.patch.apply(request.body());
    }

    private void stream() {
        if (!request.stream()) {
            patch.replace("stream", "false").remove("stream_options");
            return;
        }
        patch.put("stream", "true");
        if (switches.streamUsage()) {
            patch.merge("stream_options", new BodyPatch().put("include_usage", "true"));
        } else {
            patch.remove("stream_options");
        }
    }

    private void messages() {
        ChatMessages messages = new ChatMessages(switches, request, model, dropped);
        boolean functions = request.legacyFunctions() && !new ChatTools(switches, request, dropped).asWritten();
        if (functions || !messages.asWritten()) {
            patch.put("messages", JsonText.written(messages::write));
        }
    }

    private void tools() {
        ChatTools tools = new ChatTools(switches, request, dropped);
        if (request.tools().isEmpty()) {
            patch.remove("tools").remove("tool_choice").remove("parallel_tool_calls");
        } else {
            if (!tools.asWritten()) {
                patch.put("tools", JsonText.written(tools::write));
                patch.remove("functions").remove("function_call");
            }
            boolean required = request.toolChoice() instanceof ToolChoice.Required;
            if (required && !switches.toolChoiceRequired()) {
                patch.replace("tool_choice", String.valueOf(tools.choice()));
            }
            if (!switches.parallelToolCalls()) {
                patch.remove("parallel_tool_calls");
                if (Boolean.FALSE.equals(request.parallelToolCalls())) {
                    dropped.add("parallel_tool_calls");
                }
            }
        }
        if (!tools.formatAsWritten()) {
            String format = tools.format();
            if (format == null) {
                patch.remove("response_format");
            } else {
                patch.put("response_format", format);
            }
        }
    }

    private void limits() {
        Long limit = request.maxOutputTokens();
        MaxTokensField field = switches.maxTokensField();
        if (limit != null && field != MaxTokensField.AUTO) {
            boolean completion = field == MaxTokensField.MAX_COMPLETION_TOKENS;
            patch.remove(completion ? "max_tokens" : "max_completion_tokens");
            patch.put(field.field(), String.valueOf(limit));
        }
        List<String> stop = ChatRequestWriter.stop(request.stop(), switches, dropped);
        if (stop.isEmpty()) {
            // Absent, null, or nothing but empty strings, which would stop everything.
            patch.remove("stop");
        } else if (stop.size() != request.stop().size()) {
            patch.put("stop", JsonText.written(json -> {
                json.writeStartArray();
                for (String sequence : stop) {
                    json.writeString(sequence);
                }
                json.writeEndArray();
            }));
        }
    }

    private void sampling() {
        Sampling sampling = request.sampling();
        Double temperature = ChatRequestWriter.temperature(sampling.temperature(), switches);
        if (temperature != null && !temperature.equals(sampling.temperature())) {
            patch.put("temperature", String.valueOf(temperature));
        }
        if (sampling.seed() != null && switches.seedField() == SeedField.RANDOM_SEED) {
            patch.remove("seed").put("random_seed", String.valueOf(sampling.seed()));
        }
    }

    /** The client's own {@code reasoning_effort} goes on where the server knows it, else in the server's style. */
    private void reasoning() {
        ReasoningControl control = request.reasoning();
        String effort = control == null ? null : control.effort();
        if (control == null || effort == null || switches.reasoningStyle() == ReasoningStyle.REASONING) {
            return;
        }
        boolean same = switches.reasoningStyle() == ReasoningStyle.REASONING_EFFORT;
        if (same && switches.efforts().contains(effort)) {
            return;
        }
        patch.remove("reasoning_effort");
        for (Map.Entry<String, String> member :
                ReasoningMembers.of(control, switches, dropped).entrySet()) {
            // What the client says itself, in the server's own style, is the better word.
            if (request.extras().get(member.getKey()) == null) {
                patch.put(member.getKey(), member.getValue());
            }
        }
    }

    /** What the model refuses is taken out last, whatever was made of it before. */
    private void refused() {
        Sampling sampling = request.sampling();
        refuse("temperature", sampling.temperature() != null);
        refuse("top_p", sampling.topP() != null);
        refuse("presence_penalty", sampling.presencePenalty() != null);
        refuse("frequency_penalty", sampling.frequencyPenalty() != null);
        refuse("logit_bias", sampling.logitBias() != null);
        refuse("seed", sampling.seed() != null);
        refuse("n", sampling.choices() != null);
        refuse("stop", !request.stop().isEmpty());
        refuse("verbosity", request.verbosity() != null);
        refuse("parallel_tool_calls", request.parallelToolCalls() != null);
        if (sampling.topLogprobs() != null && refused.refuses("logprobs", dropped)) {
            patch.remove("logprobs").remove("top_logprobs");
        }
        for (String name : request.extras().fields().keySet()) {
            refuse(name, true);
        }
    }

    private void refuse(String field, boolean present) {
        if (present && refused.refuses(field, dropped)) {
            patch.remove(field);
        }
    }

    private void unknown() {
        if (!switches.unknownFields()) {
            for (String name : request.extras().fields().keySet()) {
                if (!KNOWN.contains(name)) {
                    patch.remove(name);
                    dropped.add(name);
                }
            }
        }
    }
}
