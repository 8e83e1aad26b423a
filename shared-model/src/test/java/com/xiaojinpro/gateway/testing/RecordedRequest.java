package com.xiaojinpro.gateway.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as the upstream received it.
 *
 * @param number counts the requests of one upstream from 0, in order of arrival
 * @param target path and query as sent
 * @param headers by lower-case name
 * @param arrivedNanos {@link System#nanoTime()} when it was complete
 */
public record RecordedRequest(
        int number, String method, String target, Map<String, List<String>> headers, byte[] body, long arrivedNanos) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern MODEL_IN_PATH = Pattern.compile("/models?/([^/:]+)[:/]");

    /** The path without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
        return values == null ? null : values.getFirst();
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The top-level {@code model} of a JSON body, or the model some providers carry in the path, or null. */
    public @Nullable String model() {
        String model = member("model");
        if (model != null) {
            return model;
        }
        Matcher matcher = MODEL_IN_PATH.matcher(path());
        return matcher.find() ? matcher.group(1) : null;
    }

    /** Whether the JSON body asks for a stream, or the path as that of some providers does. */
    public boolean streaming() {
        return "true".equals(member("stream")) || path().endsWith(":streamGenerateContent");
    }

    /** The text of a scalar top-level member of a JSON body, or null. */
    private @Nullable String member(String name) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean found = parser.currentName().equals(name);
                    if (parser.nextToken().isScalarValue() && found) {
                        return parser.getText();
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // Not JSON: it has no members.
        }
        return null;
    }

    @Override
    public String toString() {
        return "#" + number + " " + method + " " + target + " (" + body.length + " bytes)";
    }
}
