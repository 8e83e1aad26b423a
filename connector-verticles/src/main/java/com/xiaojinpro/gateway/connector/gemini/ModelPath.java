package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.nio.charset.StandardCharsets;

/**
 * A model's name as part of a URL: each segment encoded by itself, and none that leads elsewhere (H97). A client may choose
 * the name where a route has a {@code *}.
 */
public final class ModelPath {
    private static final String PLAIN = "-._~@:";

    private ModelPath() {}

    /** The name with its slashes kept and all else encoded that is no plain letter of a path. */
    public static String of(String model) {
        StringBuilder path = new StringBuilder(model.length() + 8);
        for (String segment : model.split("/", -1)) {
            boolean leadsAway = segment.isEmpty() || segment.chars().allMatch(c -> c == '.');
            if (leadsAway || model.contains("..") || model.indexOf('?') >= 0 || model.indexOf('&') >= 0) {
                throw Fault.of(FaultKind.NOT_FOUND, "There is no model of this name.")
                        .withParam("model")
                        .exception();
            }
            path.append(path.isEmpty() ? "" : "/").append(segment(segment));
        }
        return path.toString();
    }

    /** One segment, encoded. */
    public static String segment(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
