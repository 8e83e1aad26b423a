package com.xiaojinpro.gateway.ingress.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The example requests among the test resources. */
final class Golden {
    static final List<String> REQUESTS =
            List.of("minimal", "every-field", "conversation", "multimodal", "tools", "legacy-functions", "reasoning");

    private Golden() {}

    static byte[] request(String name) {
        return resource("/openai/requests/" + name + ".json");
    }

    static String stream(String name) {
        return new String(resource("/openai/streams/" + name + ".sse"), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String path) {
        try (InputStream in = Golden.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no test resource " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
