package com.xiaojinpro.gateway.ingress.validation;

import com.xiaojinpro.gateway.json.JsonCursor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where images stand in the client's body. The unified messages are not one to one with the client's, so the body is walked
 * again; only a request that is refused pays for that.
 */
final class ImagePlaces {
    private ImagePlaces() {}

    /**
     * The paths of strings that end in one of the images.
     *
     * @param fallback what is told where the body is not there or holds none
     */
    static List<String> of(Buffer body, List<String> images, String fallback) {
        List<String> paths = new ArrayList<>();
        if (body.length() > 0) {
            walk(JsonCursor.of(body), images, paths);
        }
        return paths.isEmpty() ? List.of(fallback) : paths;
    }

    private static void walk(JsonCursor json, List<String> images, List<String> paths) {
        if (json.isObject()) {
            json.beginObject();
            while (json.nextField()) {
                walk(json, images, paths);
            }
        } else if (json.isArray()) {
            json.beginArray();
            while (json.nextElement()) {
                walk(json, images, paths);
            }
        } else if (json.isString()) {
            String path = json.path();
            String text = json.longString();
            if (images.stream().anyMatch(text::endsWith)) {
                paths.add(path);
            }
        } else {
            json.skip();
        }
    }
}
