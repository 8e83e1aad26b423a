package com.xiaojinpro.gateway.connector.clewdr;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.anthropic.Betas;
import com.xiaojinpro.gateway.connector.anthropic.ClaudeModels;
import com.xiaojinpro.gateway.connector.anthropic.MessagesAnswers;
import com.xiaojinpro.gateway.connector.anthropic.MessagesAuth;
import com.xiaojinpro.gateway.connector.anthropic.MessagesBody;
import com.xiaojinpro.gateway.connector.anthropic.MessagesCodec;
import com.xiaojinpro.gateway.connector.anthropic.MessagesEndpoint;
import com.xiaojinpro.gateway.connector.anthropic.MessagesHost;
import com.xiaojinpro.gateway.connector.codec.FaultTable;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.connector.wire.RetryHints;
import com.xiaojinpro.gateway.model.Usage;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code type = "clewdr"}: a Clewdr of the operator's own. It answers out of Claude accounts and not out of an API contract:
 * the accounts may be closed for it. It therefore has to be switched on by {@code accept_account_risk}.
 *
 * <p>Settings: {@code accept_account_risk} (required), {@code api_key} (the password), {@code base_url}, {@code mode}
 * ({@code code} or {@code web}), {@code client_betas}, {@code headers}, {@code default_max_tokens}, {@code max_event_mib}.
 */
public final class ClewdrType implements ProviderType {
    private static final String BASE_URL = "http://127.0.0.1:8484";
    private static final String VERSION = "2023-06-01";
    private static final long MOST_TOKENS = 10_000_000;

    @Override
    public String name() {
        return "clewdr";
    }

    @Override
    public Provider create(ProviderConfig config) {
        Settings settings = config.settings();
        if (!settings.bool("accept_account_risk", false)) {
            settings.problem(
                    "accept_account_risk",
                    "Clewdr answers out of Claude accounts against their terms, and they may be closed for it; "
                            + "accept_account_risk = true says that this is known, nothing else switches it on");
        }
        String baseUrl = settings.url("base_url", BASE_URL);
        Secret key = settings.secret("api_key");
        if (key == null) {
            settings.problem("api_key", "there is no password; the one that Clewdr prints when it starts was meant");
        }
        boolean web = settings.word("mode", "code", List.of("code", "web")).equals("web");
        Redaction redaction = CompatibleType.redaction(baseUrl, key);
        ClaudeModels models = ClaudeModels.documented();
        // A question that is not streamed may get an answer of Clewdr's own: it takes a bare greeting for a probe.
        MessagesHost host = MessagesHost.direct()
                .withStreamsAlways(true)
                .withDefaultMaxTokens(settings.integer("default_max_tokens", 32_000, 1, MOST_TOKENS));
        String messages = baseUrl + (web ? "/v1/messages" : "/code/v1/messages");
        MessagesEndpoint endpoint = new MessagesEndpoint(
                messages,
                web ? null : messages + "/count_tokens",
                CompatibleType.configured(settings),
                VERSION,
                MessagesAuth.X_API_KEY,
                key == null ? null : key.reveal(),
                new Betas(List.of(), settings.strings("client_betas")),
                redaction);
        MessagesCodec messagesCodec = new MessagesCodec(
                endpoint,
                new MessagesBody(host, models),
                new MessagesAnswers(
                        models,
                        new FaultTable(redaction),
                        new RetryHints(InstantSource.system()),
                        CompatibleType.maxEventBytes(settings),
                        new RandomIds(),
                        web ? Usage.Source.ESTIMATED : Usage.Source.REPORTED,
                        ClewdrFaults::read));
        return web ? new WebCodec(messagesCodec) : messagesCodec;
    }
}
