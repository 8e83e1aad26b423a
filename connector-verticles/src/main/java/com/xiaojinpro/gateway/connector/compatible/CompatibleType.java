package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.sse.SseDecoder;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code type = "openai-compatible"}: any server that speaks OpenAI chat completions, OpenAI and Azure included.
 *
 * <p>Settings: {@code base_url} (required), {@code api_key}, {@code auth} ({@code bearer}, {@code api-key} or {@code
 * none}), {@code path}, {@code embeddings_path}, {@code query}, {@code headers}, {@code preset}, {@code send_request_id}, {@code max_event_mib},
 * and the switches of {@link ChatSwitches} under their names.
 */
public final class CompatibleType implements ProviderType {
    /** Headers the gateway sets itself, or that are the connection's. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "accept-encoding",
            "te",
            "upgrade",
            "expect");

    @Override
    public String name() {
        return "openai-compatible";
    }

    @Override
    public Provider create(ProviderConfig config) {
        Settings settings = config.settings();
        String baseUrl = settings.url("base_url", "");
        if (settings.string("base_url") == null) {
            settings.problem("base_url", "the address of the server is missing; such as https://api.openai.com/v1");
        }
        String preset = settings.word("preset", Presets.of(baseUrl), Presets.NAMES);
        ChatSwitches switches = Presets.switches(preset).override(settings).build();
        Secret key = settings.secret("api_key");
        String auth = settings.word(
                "auth", preset.equals("azure") ? "api-key" : "bearer", List.of("bearer", "api-key", "none"));
        Map<String, String> headers = new LinkedHashMap<>();
        authorize(headers, auth, key);
        headers.putAll(configured(settings));
        String url = baseUrl + settings.string("path", "/chat/completions") + query(settings.stringMap("query"));
        Set<String> forwarded =
                settings.bool("send_request_id", preset.equals("openai")) ? Set.of("x-client-request-id") : Set.of();
        ChatEndpoint endpoint = new ChatEndpoint(url, headers, forwarded, redaction(baseUrl, key));
        String vectors = settings.string("embeddings_path", "/embeddings");
        return new CompatibleCodec(
                endpoint,
                vectors.isEmpty() ? null : endpoint.at(baseUrl + vectors + query(settings.stringMap("query"))),
                switches,
                maxEventBytes(settings),
                InstantSource.system(),
                new RandomIds());
    }

    /** Puts the credential where the server wants it. */
    public static void authorize(Map<String, String> headers, String auth, @Nullable Secret key) {
        if (key == null) {
            return;
        }
        switch (auth) {
            case "bearer" -> headers.put("authorization", "Bearer " + key.reveal());
            case "api-key" -> headers.put("api-key", key.reveal());
            default -> {}
        }
    }

    /** The operator's further headers; those the gateway or the connection sets are a problem. */
    public static Map<String, String> configured(Settings settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : settings.stringMap("headers").entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (OWN_HEADERS.contains(name) || !name.matches("[a-z0-9!#$%&'*+.^_`|~-]+")) {
                settings.problem("headers", "'" + header.getKey() + "' cannot be set; any other header was meant");
            } else if (header.getValue().chars().anyMatch(c -> c < 0x20 && c != '\t')) {
                settings.problem(
                        "headers", "'" + header.getKey() + "' has a line break in its value; one line was meant");
            } else {
                headers.put(name, header.getValue());
            }
        }
        return headers;
    }

    /** The longest event the settings allow, in bytes. */
    public static int maxEventBytes(Settings settings) {
        long defaultMib = SseDecoder.DEFAULT_MAX_EVENT_BYTES >> 20;
        return (int) settings.integer("max_event_mib", defaultMib, 1, 1_024) << 20;
    }

    /** What no client may read: the key, and where the server is. */
    public static Redaction redaction(String baseUrl, @Nullable Secret key) {
        List<String> secrets = new ArrayList<>();
        if (key != null) {
            secrets.add(key.reveal());
        }
        try {
            String authority = URI.create(baseUrl).getRawAuthority();
            if (authority != null) {
                secrets.add(authority);
            }
        } catch (IllegalArgumentException reportedElsewhere) {
            return new Redaction(secrets);
        }
        return new Redaction(secrets);
    }

    private static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
        }
        return query.toString();
    }
}
