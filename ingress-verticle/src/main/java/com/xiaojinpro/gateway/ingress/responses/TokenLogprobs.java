package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a chat {@code logprobs} object, which this protocol lists without the object around them; each token looks
 * the same in both and is never re-printed.
 */
final class TokenLogprobs {
    private TokenLogprobs() {}

    static List<String> of(String logprobs) {
        List<String> tokens = new ArrayList<>();
        try {
            JsonCursor json = JsonCursor.of(logprobs);
            if (json.isArray()) {
                add(json, tokens);
                return tokens;
            }
            json.beginObject();
            while (json.nextField()) {
                if (json.isArray()
                        && (json.name().equals("content") || json.name().equals("refusal"))) {
                    add(json, tokens);
                } else {
                    json.skip();
                }
            }
        } catch (FaultException malformed) {
            return List.of();
        }
        return tokens;
    }

    static List<String> all(List<String> logprobs) {
        List<String> tokens = new ArrayList<>();
        logprobs.forEach(each -> tokens.addAll(of(each)));
        return tokens;
    }

    private static void add(JsonCursor json, List<String> tokens) {
        json.beginArray();
        while (json.nextElement()) {
            tokens.add(json.raw());
        }
    }
}
