package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A structured answer from a model that has no {@code output_config.format}: it must call a tool whose input is the answer,
 * and the answer's decoder shows that call as text.
 */
final class JsonTool {
    static final String NAME = "json_response";
    static final String DESCRIPTION = "Give the answer by calling this tool. Its input is the whole answer.";

    private JsonTool() {}

    /** The schema of the tool where a request needs it, else null. */
    static @Nullable String schema(UnifiedRequest request, ClaudeModel model) {
        boolean own = request.dialect() == Dialect.ANTHROPIC_MESSAGES;
        boolean free = request.toolChoice() == null || request.toolChoice() instanceof ToolChoice.Auto;
        if (own
                || model.structuredOutput()
                || !model.forcedTools()
                || request.operation() != Operation.GENERATE
                || !(free || request.tools().isEmpty())
                || !(request.responseFormat() instanceof ResponseFormat.JsonSchema format)) {
            return null;
        }
        String schema = format.schema();
        // The input of a tool is an object; a schema of anything else cannot be one.
        return schema != null && "object".equals(JsonCursor.of(schema).peek("type")) ? schema : null;
    }
}
