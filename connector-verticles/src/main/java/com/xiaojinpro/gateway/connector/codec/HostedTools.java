package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tools that a provider runs itself, offered to one that does not have them. A client that offers them along with its own, as
 * coding agents do, can work without: they are left out and reported. One that demands their use is refused. Pure.
 */
public final class HostedTools {
    private static final int LONGEST_TYPE = 64;

    private HostedTools() {}

    /** The request with the tools only that a dialect knows. */
    public static UnifiedRequest of(UnifiedRequest request, Dialect spoken, Set<String> dropped) {
        return of(request, tool -> tool.dialect() == spoken, dropped);
    }

    /**
     * The request without the hosted tools that a provider does not have; the same where it has them all. The client's own
     * body stays with it.
     *
     * @param known whether the provider has a tool
     * @param dropped takes {@code tools.TYPE} for each that is left out
     */
    public static UnifiedRequest of(UnifiedRequest request, Predicate<ToolSpec.Opaque> known, Set<String> dropped) {
        List<ToolSpec> kept = new ArrayList<>(request.tools().size());
        for (int i = 0; i < request.tools().size(); i++) {
            ToolSpec tool = request.tools().get(i);
            if (tool instanceof ToolSpec.Opaque hosted && !known.test(hosted)) {
                if (demanded(request, hosted)) {
                    throw refused("tools[" + i + "]");
                }
                String type = JsonCursor.of(hosted.json()).peek("type");
                dropped.add("tools." + (type != null && plain(type) ? type : "hosted"));
            } else {
                kept.add(tool);
            }
        }
        if (kept.size() == request.tools().size()) {
            return request;
        }
        ToolChoice choice = request.toolChoice();
        if (kept.isEmpty()) {
            boolean needed = choice instanceof ToolChoice.Required
                    || choice instanceof ToolChoice.Named
                    || (choice instanceof ToolChoice.Allowed allowed && allowed.required());
            if (needed) {
                throw refused("tool_choice");
            }
            choice = null;
        }
        return new UnifiedRequestBuilder(request).tools(kept).toolChoice(choice).build();
    }

    /** Whether the request demands a call of this very tool: by its name, or by its type as the Responses API does. */
    private static boolean demanded(UnifiedRequest request, ToolSpec.Opaque hosted) {
        JsonCursor tool = JsonCursor.of(hosted.json());
        if (request.toolChoice() instanceof ToolChoice.Named named) {
            return named.name().equals(tool.peek("name"));
        }
        String raw = request.extras().get("tool_choice");
        String demanded = raw == null ? null : member(raw, "type");
        if (raw != null && "allowed_tools".equals(demanded)) {
            // Where one of several has to be called, another than this one may do, if it is the client's own.
            return request.toolChoice() instanceof ToolChoice.None && "required".equals(member(raw, "mode"));
        }
        return demanded != null && demanded.equals(tool.peek("type"));
    }

    private static @Nullable String member(String json, String name) {
        JsonCursor choice = JsonCursor.of(json);
        return choice.isObject() ? choice.peek(name) : null;
    }

    private static boolean plain(String type) {
        return !type.isEmpty()
                && type.length() <= LONGEST_TYPE
                && type.chars()
                        .allMatch(c -> c == '_' || c == '-' || c == '.' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private static RuntimeException refused(String path) {
        return Fault.invalid(path, "This model's provider does not have the server tool that is demanded.")
                .exception();
    }
}
