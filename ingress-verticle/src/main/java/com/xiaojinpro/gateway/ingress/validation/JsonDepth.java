package com.xiaojinpro.gateway.ingress.validation;

import com.xiaojinpro.gateway.json.HeapBytes;
import io.vertx.core.buffer.Buffer;

/** How deep a JSON text is nested, found by looking at its bytes once; whether it is JSON at all, its reader says. */
final class JsonDepth {
    private JsonDepth() {}

    static boolean exceeds(Buffer json, int allowed) {
        HeapBytes heap = HeapBytes.of(json);
        byte[] bytes = heap.array();
        int end = heap.offset() + heap.length();
        int depth = 0;
        boolean quoted = false;
        for (int i = heap.offset(); i < end; i++) {
            byte b = bytes[i];
            if (quoted) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    quoted = false;
                }
            } else if (b == '"') {
                quoted = true;
            } else if (b == '{' || b == '[') {
                if (++depth > allowed) {
                    return true;
                }
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
        return false;
    }
}
