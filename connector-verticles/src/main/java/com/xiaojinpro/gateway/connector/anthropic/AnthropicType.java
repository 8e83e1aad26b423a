package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.codec.FaultTable;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.connector.wire.RetryHints;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code type = "anthropic"}: the Messages API of Anthropic, and of servers that speak it. Works without any setting where
 * {@code ANTHROPIC_API_KEY} is in the environment.
 *
 * <p>Settings: {@code api_key}, {@code base_url}, {@code auth}, {@code version}, {@code betas}, {@code client_betas}, {@code
 * headers}, {@code default_max_tokens}, {@code automatic_cache}, {@code count_tokens}, {@code max_event_mib}, and a table
 * {@code models} of {@link ClaudeModel} by name.
 */
public final class AnthropicType implements ProviderType {
    private static final String BASE_URL = "https://api.anthropic.com";
    private static final String VERSION = "2023-06-01";
    private static final long MOST_TOKENS = 10_000_000;

    /** Reads a variable of the environment; null where it is not set. */
    private final UnaryOperator<@Nullable String> environment;

    public AnthropicType() {
        this(System::getenv);
    }

    AnthropicType(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public Provider create(ProviderConfig config) {
        Settings settings = config.settings();
        String baseUrl = withoutVersion(settings.url("base_url", BASE_URL));
        Secret key = settings.secret("api_key");
        if (key == null) {
            String variable = environment.apply("ANTHROPIC_API_KEY");
            key = variable == null || variable.isBlank() ? null : new Secret(variable.strip());
        }
        if (key == null) {
            settings.problem("api_key", "there is no key; set it here or in the environment as ANTHROPIC_API_KEY");
        }
        Redaction redaction = CompatibleType.redaction(baseUrl, key);
        ClaudeModels models = ModelCorrections.models(settings);
        MessagesHost host = MessagesHost.direct()
                .withDefaultMaxTokens(
                        settings.integer("default_max_tokens", MessagesHost.DEFAULT_MAX_TOKENS, 1, MOST_TOKENS))
                .withAutomaticCache(settings.bool("automatic_cache", false));
        boolean counts = settings.bool("count_tokens", true);
        MessagesEndpoint endpoint = new MessagesEndpoint(
                baseUrl + "/v1/messages",
                counts ? baseUrl + "/v1/messages/count_tokens" : null,
                CompatibleType.configured(settings),
                settings.string("version", VERSION),
                auth(settings),
                key == null ? null : key.reveal(),
                betas(settings),
                redaction);
        return new MessagesCodec(
                endpoint,
                new MessagesBody(host, models),
                new MessagesAnswers(
                        models,
                        new FaultTable(redaction),
                        new RetryHints(InstantSource.system()),
                        CompatibleType.maxEventBytes(settings),
                        new RandomIds()));
    }

    private static Betas betas(Settings settings) {
        List<String> always = settings.strings("betas");
        List<String> allowed =
                settings.keys().contains("client_betas") ? settings.strings("client_betas") : List.of("*");
        settings.strings("client_betas");
        return new Betas(always, allowed);
    }

    private static MessagesAuth auth(Settings settings) {
        String word = settings.word(
                "auth",
                MessagesAuth.AUTO.word(),
                Stream.of(MessagesAuth.values()).map(MessagesAuth::word).toList());
        for (MessagesAuth auth : MessagesAuth.values()) {
            if (auth.word().equals(word)) {
                return auth;
            }
        }
        return MessagesAuth.AUTO;
    }

    /** The paths begin with the version; a base that ends in it is meant all the same (H119). */
    static String withoutVersion(String url) {
        return url.endsWith("/v1") ? url.substring(0, url.length() - "/v1".length()) : url;
    }
}
