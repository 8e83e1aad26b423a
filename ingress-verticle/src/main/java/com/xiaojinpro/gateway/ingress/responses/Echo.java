package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a response object says of its request: the members SDKs declare as present, as asked or as the provider reports them
 * where it speaks this protocol, null where nothing was said. Nothing is stored, so {@code store} is false whatever was
 * asked. The instructions are the leading system text, wherever the client wrote it.
 */
final class Echo {
    private static final Set<String> OWN = Set.of(
            "id",
            "object",
            "created_at",
            "status",
            "error",
            "incomplete_details",
            "model",
            "output",
            "output_text",
            "usage",
            "store",
            "background",
            "previous_response_id",
            "conversation");

    private final Map<String, String> members = new LinkedHashMap<>();

    Echo(UnifiedRequest request, Extras reported) {
        Sampling sampling = request.sampling();
        Extras asked = request.extras();
        put("background", "false");
        put("instructions", quoted(instructions(request)));
        put("max_output_tokens", number(request.maxOutputTokens()));
        put("max_tool_calls", asked.get("max_tool_calls"));
        put("metadata", request.metadata() == null ? "{}" : request.metadata());
        put("parallel_tool_calls", String.valueOf(!Boolean.FALSE.equals(request.parallelToolCalls())));
        put("previous_response_id", null);
        put("prompt_cache_key", quoted(request.promptCacheKey()));
        put("reasoning", reasoning(request.reasoning()));
        put("safety_identifier", quoted(request.userId()));
        put("service_tier", quoted(request.serviceTier()));
        put("store", "false");
        put("temperature", number(sampling.temperature()));
        put("text", asked.get("text") == null ? text(request) : asked.get("text"));
        put("tool_choice", asked.get("tool_choice") == null ? choice(request.toolChoice()) : asked.get("tool_choice"));
        put("tools", EchoedTools.of(request.tools()));
        put("top_logprobs", number(sampling.topLogprobs()));
        put("top_p", number(sampling.topP()));
        put("truncation", asked.get("truncation") == null ? "\"disabled\"" : asked.get("truncation"));
        put("user", null);
        report(reported);
    }

    /** Takes what the provider says, which replaces what was asked. */
    void report(Extras reported) {
        reported.fields().forEach((name, raw) -> {
            if (!OWN.contains(name)) {
                members.put(name, raw);
            }
        });
    }

    /** Appends the members, each with a comma before it. */
    void write(ByteWriter out) {
        for (Map.Entry<String, String> member : members.entrySet()) {
            out.raw(',').string(member.getKey()).raw(':').raw(member.getValue());
        }
    }

    private void put(String name, @Nullable String raw) {
        members.put(name, raw == null ? "null" : raw);
    }

    private static @Nullable String instructions(UnifiedRequest request) {
        if (request.messages().isEmpty()) {
            return null;
        }
        UnifiedMessage first = request.messages().getFirst();
        return first.role() == Role.SYSTEM
                        && first.parts().size() == 1
                        && first.parts().getFirst() instanceof ContentPart.Text text
                ? text.text()
                : null;
    }

    private static String reasoning(@Nullable ReasoningControl control) {
        String effort = control == null ? null : quoted(control.effort());
        String summary = control == null ? null : control.extras().get("summary");
        return "{\"effort\":" + effort + ",\"summary\":" + summary + "}";
    }

    private static String text(UnifiedRequest request) {
        ByteWriter out = new ByteWriter(128).raw("{\"format\":");
        ResponseFormat format = request.responseFormat();
        if (format instanceof ResponseFormat.JsonSchema schema) {
            out.raw("{\"type\":\"json_schema\",\"name\":").string(schema.name() == null ? "" : schema.name());
            out.raw(",\"description\":").raw(orNull(quoted(schema.description())));
            out.raw(",\"schema\":").raw(schema.schema() == null ? "{}" : schema.schema());
            out.raw(",\"strict\":").raw(String.valueOf(Boolean.TRUE.equals(schema.strict())));
            out.raw('}');
        } else {
            out.raw(format instanceof ResponseFormat.JsonObject ? "{\"type\":\"json_object\"}" : "{\"type\":\"text\"}");
        }
        if (request.verbosity() != null) {
            out.raw(",\"verbosity\":").string(request.verbosity());
        }
        return out.raw('}').take().toString();
    }

    private static String choice(@Nullable ToolChoice choice) {
        return switch (choice) {
            case null -> "\"auto\"";
            case ToolChoice.Auto ignored -> "\"auto\"";
            case ToolChoice.None ignored -> "\"none\"";
            case ToolChoice.Required ignored -> "\"required\"";
            case ToolChoice.Named named ->
                "{\"type\":\"" + (named.custom() ? "custom" : "function") + "\",\"name\":" + quoted(named.name()) + "}";
            case ToolChoice.Allowed allowed -> {
                StringBuilder tools = new StringBuilder();
                for (String name : allowed.names()) {
                    tools.append(tools.isEmpty() ? "" : ",")
                            .append("{\"type\":\"function\",\"name\":")
                            .append(quoted(name))
                            .append('}');
                }
                yield "{\"type\":\"allowed_tools\",\"mode\":\"" + (allowed.required() ? "required" : "auto")
                        + "\",\"tools\":[" + tools + "]}";
            }
        };
    }

    static @Nullable String quoted(@Nullable String text) {
        return text == null
                ? null
                : new ByteWriter(text.length() + 16).string(text).take().toString();
    }

    static String orNull(@Nullable String raw) {
        return raw == null ? "null" : raw;
    }

    private static @Nullable String number(@Nullable Number value) {
        if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1e15) {
            return Long.toString(real.longValue());
        }
        return value == null ? null : value.toString();
    }
}
