package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.json.JsonCursor;

/** A {@code logprobs} object of a choice. */
final class Logprobs {
    private Logprobs() {}

    /** Whether it tells of any token: servers send {@code {"content":[],"refusal":null}} with chunks that hold none. */
    static boolean filled(String raw) {
        JsonCursor json = JsonCursor.of(raw);
        if (!json.isObject()) {
            return false;
        }
        boolean filled = false;
        json.beginObject();
        while (json.nextField()) {
            if (json.isArray()) {
                json.beginArray();
                while (json.nextElement()) {
                    filled = true;
                    json.skip();
                }
            } else {
                json.skip();
            }
        }
        return filled;
    }
}
