package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools a request offers and what it says of their use. */
final class ToolFields {
    private List<ToolSpec> tools = List.of();
    private @Nullable ToolChoice choice;
    private @Nullable String hostedChoice;

    /** Takes the member the cursor stands on, which is not null; false where it is none of these. */
    boolean take(JsonCursor json) {
        switch (json.name()) {
            case "tools" -> tools = ToolReader.tools(json);
            case "tool_choice" -> {
                boolean hosted = ToolChoiceReader.hosted(json);
                choice = ToolChoiceReader.choice(hosted ? json.ahead() : json);
                hostedChoice = hosted ? json.raw() : null;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    List<ToolSpec> tools() {
        return tools;
    }

    /** The choice, checked against the tools; one that is about hosted tools goes to the extras, too, as written. */
    @Nullable
    ToolChoice choice(ExtraFields extras) {
        String hosted = hostedChoice;
        if (hosted != null) {
            extras.put("tool_choice", hosted);
        }
        ToolChoice wanted = choice;
        if (wanted == null) {
            return null;
        }
        switch (wanted) {
            case ToolChoice.Auto ignored -> {}
            case ToolChoice.None ignored -> {}
            case ToolChoice.Required ignored -> {
                if (tools.isEmpty()) {
                    throw Violation.misplaced("tool_choice", "demands a call, but the request offers no tools.");
                }
            }
            case ToolChoice.Named named -> known(List.of(named.name()));
            case ToolChoice.Allowed allowed -> known(allowed.names());
        }
        return wanted;
    }

    private void known(List<String> wanted) {
        Set<String> offered = new HashSet<>();
        for (ToolSpec tool : tools) {
            switch (tool) {
                case ToolSpec.Function function -> offered.add(function.name());
                case ToolSpec.Custom custom -> offered.add(custom.name());
                // A hosted tool may bring functions of its own (MCP, tool search).
                case ToolSpec.Opaque ignored -> {
                    return;
                }
            }
        }
        if (!offered.containsAll(wanted)) {
            throw Violation.misplaced("tool_choice", "names a tool that the request does not offer.");
        }
    }
}
