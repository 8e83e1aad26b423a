package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools an answer may call, and whether it must. Server tools of one dialect are not among them. */
final class EchoTools {
    private final Map<String, Boolean> customByName;
    private final boolean required;

    private EchoTools(Map<String, Boolean> customByName, boolean required) {
        this.customByName = customByName;
        this.required = required;
    }

    static EchoTools of(UnifiedRequest request) {
        Map<String, Boolean> offered = new LinkedHashMap<>();
        for (ToolSpec tool : request.tools()) {
            switch (tool) {
                case ToolSpec.Function function -> offered.put(function.name(), false);
                case ToolSpec.Custom custom -> offered.put(custom.name(), true);
                case ToolSpec.Opaque ignored -> {}
            }
        }
        return switch (request.toolChoice()) {
            case null -> new EchoTools(offered, false);
            case ToolChoice.Auto ignored -> new EchoTools(offered, false);
            case ToolChoice.None ignored -> new EchoTools(Map.of(), false);
            case ToolChoice.Required ignored -> new EchoTools(offered, true);
            case ToolChoice.Named named -> {
                offered.keySet().removeIf(name -> !name.equals(named.name()));
                yield new EchoTools(offered, true);
            }
            case ToolChoice.Allowed allowed -> {
                offered.keySet().retainAll(allowed.names());
                yield new EchoTools(offered, allowed.required());
            }
        };
    }

    boolean any() {
        return !customByName.isEmpty();
    }

    /** Whether a name is that of a free-text tool. */
    boolean custom(String name) {
        return Boolean.TRUE.equals(customByName.get(name));
    }

    /** Throws a fault where a tool may not be called. */
    void require(String name) {
        if (!customByName.containsKey(name)) {
            throw Fault.invalid(
                            "messages", "[[tool:" + name + "]] names a tool that the request does not let be called.")
                    .exception();
        }
    }

    /** The call to make where one must be made and the text asks for none; null where none must. */
    EchoMarks.@Nullable Call forced(String text) {
        if (!required) {
            return null;
        }
        for (Map.Entry<String, Boolean> tool : customByName.entrySet()) {
            return new EchoMarks.Call(tool.getKey(), tool.getValue() ? text : "{}");
        }
        throw Fault.invalid("tool_choice", "A tool must be called, but none of that name is offered.")
                .exception();
    }
}
