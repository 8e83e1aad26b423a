package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools a request offers and what it says of their use, in today's form and in the deprecated one (H58). */
final class ToolFields {
    private List<ToolSpec> tools = List.of();
    private List<ToolSpec> functions = List.of();
    private @Nullable ToolChoice choice;
    private @Nullable ToolChoice functionCall;

    /** Takes the member the cursor stands on, which is not null; false where it is none of these. */
    boolean take(JsonCursor json) {
        switch (json.name()) {
            case "tools" -> tools = ToolReader.tools(json);
            case "functions" -> functions = ToolReader.functions(json);
            case "tool_choice" -> choice = ToolChoiceReader.choice(json);
            case "function_call" -> functionCall = ToolChoiceReader.functionCall(json);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Whether the deprecated form was used; the answer then keeps to it. */
    boolean legacy() {
        return !functions.isEmpty();
    }

    List<ToolSpec> tools() {
        if (!tools.isEmpty() && !functions.isEmpty()) {
            throw Violation.misplaced("functions", "cannot stand beside 'tools'.");
        }
        return legacy() ? functions : tools;
    }

    /** The choice, checked against the tools: one that cannot be followed is the client's mistake. */
    @Nullable
    ToolChoice choice() {
        if (legacy()) {
            return checked(functionCall, "function_call");
        }
        if (functionCall != null && choice != null) {
            throw Violation.misplaced("function_call", "cannot stand beside 'tool_choice'.");
        }
        return choice == null ? checked(functionCall, "function_call") : checked(choice, "tool_choice");
    }

    private @Nullable ToolChoice checked(@Nullable ToolChoice wanted, String field) {
        if (wanted == null) {
            return null;
        }
        return switch (wanted) {
            case ToolChoice.Auto auto -> auto;
            case ToolChoice.None none -> none;
            case ToolChoice.Required required -> {
                if (tools().isEmpty()) {
                    throw Violation.misplaced(field, "demands a call, but the request offers no tools.");
                }
                yield required;
            }
            case ToolChoice.Named named -> {
                known(Set.of(named.name()), field);
                yield named;
            }
            case ToolChoice.Allowed allowed -> {
                known(new HashSet<>(allowed.names()), field);
                yield allowed;
            }
        };
    }

    private void known(Set<String> wanted, String field) {
        Set<String> offered = new HashSet<>();
        for (ToolSpec tool : tools()) {
            switch (tool) {
                case ToolSpec.Function function -> offered.add(function.name());
                case ToolSpec.Custom custom -> offered.add(custom.name());
                // Its name, if it has one, is the business of its own dialect.
                case ToolSpec.Opaque ignored -> {
                    return;
                }
            }
        }
        for (String name : wanted) {
            if (!offered.contains(name)) {
                throw Violation.misplaced(field, "names a tool that the request does not offer.");
            }
        }
    }
}
