package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.compatible.ChatEndpoint;
import com.xiaojinpro.gateway.connector.compatible.Presets;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Codecs for tests: a standing clock, ids that count. */
final class OpenAiCodecs {
    private OpenAiCodecs() {}

    static OpenAiCodec of(ApiChoice choice) {
        return of(choice, Map.of());
    }

    static OpenAiCodec of(ApiChoice choice, Map<String, Object> rules) {
        AtomicInteger count = new AtomicInteger();
        ChatEndpoint chat = new ChatEndpoint(
                "https://llm.example.com/v1/chat/completions",
                Map.of("authorization", "Bearer secret-key-1234567890"),
                Set.of(),
                new Redaction(List.of("secret-key-1234567890", "llm.example.com")));
        return new OpenAiCodec(
                new OpenAiCodec.Endpoints(
                        chat,
                        chat.at("https://llm.example.com/v1/responses"),
                        chat.at("https://llm.example.com/v1/embeddings"),
                        chat.at("https://llm.example.com/v1/responses/input_tokens")),
                choice,
                ModelRuleBook.read(new MapSettings(Map.of("model_rules", rules))),
                Presets.switches("openai").build(),
                new ResponsesOptions("auto"),
                64 << 20,
                InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")),
                () -> String.format("%024d", count.incrementAndGet()));
    }
}
