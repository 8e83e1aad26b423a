package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ResponseFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads what steers thinking and the form of the answer: {@code thinking}, {@code output_config} and its older spelling
 * {@code output_format}. What is not known of them is handed back as raw members of the request. Belongs to one
 * {@link RequestReader}.
 */
final class ControlsReader {
    private final JsonCursor in;
    private final Members request;
    private final Members thinkingRest = new Members();
    private ReasoningControl.Mode mode = ReasoningControl.Mode.UNSET;
    private ReasoningControl.Visibility visibility = ReasoningControl.Visibility.UNSET;
    private @Nullable Long budget;
    private @Nullable String effort;
    private @Nullable ResponseFormat configured;
    private @Nullable ResponseFormat deprecated;

    /**
     * @param request where members go that the model has no place for
     */
    ControlsReader(JsonCursor in, Members request) {
        this.in = in;
        this.request = request;
    }

    /** What was asked of thinking, or null where nothing was. */
    @Nullable
    ReasoningControl reasoning() {
        Extras rest = thinkingRest.extras();
        boolean asked = mode != ReasoningControl.Mode.UNSET || effort != null || budget != null || !rest.isEmpty();
        return asked || visibility != ReasoningControl.Visibility.UNSET
                ? new ReasoningControl(mode, effort, budget, visibility, rest)
                : null;
    }

    @Nullable
    ResponseFormat format() {
        return configured != null ? configured : deprecated;
    }

    void thinking() {
        int start = in.tokenStart();
        String type = Members.type(in);
        ReasoningControl.Mode asked = switch (type) {
            case "enabled" -> ReasoningControl.Mode.ON;
            case "adaptive" -> ReasoningControl.Mode.ADAPTIVE;
            case "disabled" -> ReasoningControl.Mode.OFF;
            case "between_tools" -> ReasoningControl.Mode.BETWEEN_TOOLS;
            default -> null;
        };
        if (asked == null) {
            in.skip();
            request.keep("thinking", in.raw(start));
            return;
        }
        mode = asked;
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "budget_tokens" -> budget = in.integer();
                case "display" -> display();
                default -> thinkingRest.take(in);
            }
        }
    }

    void outputConfig() {
        StringBuilder rest = new StringBuilder();
        in.beginObject();
        while (Members.next(in)) {
            String name = in.name();
            int start = in.tokenStart();
            switch (name) {
                case "effort" -> effort = in.string();
                case "format" -> {
                    configured = schema();
                    if (configured == null) {
                        append(rest, name, in.raw(start));
                    }
                }
                default -> append(rest, name, in.raw());
            }
        }
        if (!rest.isEmpty()) {
            request.keep("output_config", rest.append('}').toString());
        }
    }

    void outputFormat() {
        int start = in.tokenStart();
        deprecated = schema();
        if (deprecated == null) {
            request.keep("output_format", in.raw(start));
        }
    }

    private @Nullable ResponseFormat schema() {
        if (!Members.type(in).equals("json_schema")) {
            in.skip();
            return null;
        }
        String schema = null;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.skip();
                case "schema" -> {
                    in.beginObject();
                    schema = in.raw();
                }
                default -> members.keep(in.name(), in.raw());
            }
        }
        return new ResponseFormat.JsonSchema(
                null, null, Members.required(in, "schema", schema), null, members.extras());
    }

    private void display() {
        switch (in.string()) {
            case "summarized" -> visibility = ReasoningControl.Visibility.SUMMARY;
            case "omitted" -> visibility = ReasoningControl.Visibility.OMITTED;
            case "full" -> visibility = ReasoningControl.Visibility.FULL;
            default -> thinkingRest.take(in);
        }
    }

    private static void append(StringBuilder object, String name, String json) {
        object.append(object.isEmpty() ? '{' : ',')
                .append(JsonText.quoted(name))
                .append(':')
                .append(json);
    }
}
