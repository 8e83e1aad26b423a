package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tools of a request mean in its answer: the same that {@link MessagesBody} made of them. Made from the request
 * alone, since the answer may be read long after the body was written.
 */
final class AnswerNames {
    private final @Nullable ToolNames names;
    private final Set<String> custom = new HashSet<>(0);
    private final boolean answerTool;
    private final boolean estimates;

    /**
     * @param estimates whether the tokens of the answer are to be estimated while it comes
     */
    AnswerNames(UnifiedRequest request, ClaudeModel model, boolean estimates) {
        boolean own = request.dialect() == Dialect.ANTHROPIC_MESSAGES;
        this.names = own ? null : new ToolNames(request);
        this.answerTool = JsonTool.schema(request, model) != null;
        this.estimates = estimates;
        for (ToolSpec tool : request.tools()) {
            if (tool instanceof ToolSpec.Custom free) {
                custom.add(free.name());
            }
        }
    }

    /** The client's name of a tool. */
    String told(String name) {
        return names == null ? name : names.told(name);
    }

    /** Whether the client knows the tool as a free-text one. */
    boolean custom(String told) {
        return custom.contains(told);
    }

    /** Whether a call of this name is the answer itself. */
    boolean answer(String name) {
        return answerTool && name.equals(JsonTool.NAME);
    }

    boolean estimates() {
        return estimates;
    }
}
