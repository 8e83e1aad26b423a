package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ToolSpec;
import java.util.List;

/** Writes the tools of a request as a response object repeats them. */
final class EchoedTools {
    private EchoedTools() {}

    static String of(List<ToolSpec> tools) {
        ByteWriter out = new ByteWriter(256).raw('[');
        boolean first = true;
        for (ToolSpec tool : tools) {
            out.raw(first ? "" : ",");
            first = false;
            switch (tool) {
                case ToolSpec.Function function -> function(out, function);
                case ToolSpec.Custom custom -> custom(out, custom);
                case ToolSpec.Opaque opaque ->
                    out.raw(opaque.dialect() == Dialect.OPENAI_RESPONSES ? opaque.json() : "{}");
            }
        }
        return out.raw(']').take().toString();
    }

    private static void function(ByteWriter out, ToolSpec.Function function) {
        out.raw("{\"type\":\"function\",\"name\":").string(function.name());
        out.raw(",\"description\":").raw(Echo.orNull(Echo.quoted(function.description())));
        out.raw(",\"parameters\":").raw(Echo.orNull(function.schema()));
        out.raw(",\"strict\":")
                .raw(function.strict() == null ? "null" : function.strict().toString());
        extras(out, function.extras());
    }

    private static void custom(ByteWriter out, ToolSpec.Custom custom) {
        out.raw("{\"type\":\"custom\",\"name\":").string(custom.name());
        if (custom.description() != null) {
            out.raw(",\"description\":").string(custom.description());
        }
        String format = custom.format();
        if (format != null) {
            out.raw(",\"format\":").raw(flat(format));
        }
        extras(out, custom.extras());
    }

    /** A grammar without the object that Chat has around it. */
    private static String flat(String format) {
        JsonCursor json = JsonCursor.of(format);
        String grammar = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("grammar") && json.isObject()) {
                grammar = json.raw();
            } else {
                json.skip();
            }
        }
        return grammar == null ? format : withType(grammar);
    }

    private static String withType(String grammar) {
        String members = grammar.substring(1, grammar.length() - 1).strip();
        return "{\"type\":\"grammar\"" + (members.isEmpty() ? "" : ",") + members + "}";
    }

    private static void extras(ByteWriter out, Extras extras) {
        extras.fields()
                .forEach((name, raw) -> out.raw(',').string(name).raw(':').raw(raw));
        out.raw('}');
    }
}
