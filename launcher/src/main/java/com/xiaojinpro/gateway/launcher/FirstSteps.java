package com.xiaojinpro.gateway.launcher;

import java.util.Locale;

/** What a new gateway tells its owner: where it listens, and how to try it. */
final class FirstSteps {
    private final String base;

    /**
     * @param host as configured; an address that means all of them becomes the loopback one
     * @param port the port that is really bound
     */
    FirstSteps(String host, int port) {
        this.base = url(host, port);
    }

    /** An URL of this host for this machine. */
    static String url(String host, int port) {
        String reachable = switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        };
        return "http://" + reachable.toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** Where SDKs point to. */
    String baseUrls() {
        return """
                OpenAI SDK base URL      %1$s/v1
                Anthropic SDK base URL   %1$s
                """.formatted(base);
    }

    /**
     * The key and two lines to paste.
     *
     * @param keptIn where the key is kept
     */
    String tryIt(String key, String keptIn) {
        return """

                Client key (%3$s): %2$s

                Try it, OpenAI API:

                  curl %1$s/v1/chat/completions -H "Authorization: Bearer %2$s" -H "Content-Type: application/json" \
                -d '{"model": "echo", "messages": [{"role": "user", "content": "Hello"}]}'

                Anthropic API:

                  curl %1$s/v1/messages -H "x-api-key: %2$s" -H "anthropic-version: 2023-06-01" \
                -H "Content-Type: application/json" \
                -d '{"model": "echo", "max_tokens": 100, "messages": [{"role": "user", "content": "Hello"}]}'
                """.formatted(base, key, keptIn);
    }
}
