package com.xiaojinpro.gateway.ingress.protocol;

import com.xiaojinpro.gateway.json.JsonCursor;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The two top-level fields that decide what becomes of a call, found without building anything: an unknown model must cost
 * no parse tree. Every dialect spells them the same.
 *
 * <p>The look is shallow. It stops as soon as both fields are known, so what follows them is not checked, and a field of
 * the wrong type counts as absent: the reader of the dialect says what is wrong with it. A field that comes twice is
 * refused by the readers, so the first one is the only one.
 *
 * @param model the model name, null where there is none
 * @param stream whether a stream was asked for
 */
public record RequestPeek(@Nullable String model, boolean stream) {

    /** Looks into a body. One that is no JSON object, or breaks off before both fields are known, is thrown as a fault. */
    public static RequestPeek of(Buffer body) {
        JsonCursor json = JsonCursor.of(body);
        String model = null;
        Boolean stream = null;
        json.beginObject();
        while ((model == null || stream == null) && json.nextField()) {
            switch (json.name()) {
                case "model" -> {
                    if (json.isString()) {
                        model = json.string();
                    } else {
                        json.skip();
                    }
                }
                case "stream" -> {
                    if (json.isBoolean()) {
                        stream = json.bool();
                    } else {
                        json.skip();
                    }
                }
                default -> json.skip();
            }
        }
        return new RequestPeek(model, stream != null && stream);
    }
}
