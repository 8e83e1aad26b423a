package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Extras;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Raw JSON into what is rendered: kept on one line, and never a member twice. */
final class RawJson {
    private static final byte[] COMMA = ByteWriter.template(",");
    private static final byte[] COLON = ByteWriter.template(":");
    private static final byte[] NULL = ByteWriter.template("null");

    private RawJson() {}

    /** Writes a raw value; null is JSON's null. */
    static void value(@Nullable String json, ByteWriter out) {
        if (json == null) {
            out.raw(NULL);
        } else if (json.indexOf('\n') < 0 && json.indexOf('\r') < 0) {
            out.raw(json);
        } else {
            out.raw(json.replace('\n', ' ').replace('\r', ' '));
        }
    }

    /** Writes each member that is not among those already written, with a comma before it. */
    static void members(Extras extras, Set<String> written, ByteWriter out) {
        for (Map.Entry<String, String> extra : extras.fields().entrySet()) {
            if (!written.contains(extra.getKey())) {
                out.raw(COMMA).string(extra.getKey()).raw(COLON);
                value(extra.getValue(), out);
            }
        }
    }

    /** Writes a string, or null. */
    static void string(@Nullable String text, ByteWriter out) {
        if (text == null) {
            out.raw(NULL);
        } else {
            out.string(text);
        }
    }
}
