package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.codec.FaultTable;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.connector.sse.SseDecoder;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.connector.wire.RetryHints;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Codecs for tests: a standing clock, ids that count. */
final class Claude {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final String SONNET_4 = "claude-sonnet-4-20250514";
    static final String SONNET_4_5 = "claude-sonnet-4-5-20250929";
    static final String OPUS_5 = "claude-opus-5";

    private Claude() {}

    static MessagesCodec codec() {
        return codec(MessagesHost.direct());
    }

    static MessagesCodec codec(MessagesHost host) {
        Redaction redaction = new Redaction(List.of("secret-key-1234567890", "llm.example.com"));
        MessagesEndpoint endpoint = new MessagesEndpoint(
                "https://llm.example.com/v1/messages",
                "https://llm.example.com/v1/messages/count_tokens",
                Map.of(),
                "2023-06-01",
                MessagesAuth.AUTO,
                "secret-key-1234567890",
                new Betas(List.of("operator-2026-01-01"), List.of("context-*")),
                redaction);
        return new MessagesCodec(endpoint, new MessagesBody(host, ClaudeModels.documented()), answers(redaction));
    }

    static MessagesAnswers answers(Redaction redaction) {
        AtomicInteger count = new AtomicInteger();
        return new MessagesAnswers(
                ClaudeModels.documented(),
                new FaultTable(redaction),
                new RetryHints(InstantSource.fixed(NOW)),
                SseDecoder.DEFAULT_MAX_EVENT_BYTES,
                () -> String.format("%024d", count.incrementAndGet()));
    }

    static Target target(String model) {
        return new Target("test", model, null, null, Timeouts.DEFAULT);
    }

    static UnifiedRequestBuilder chat(UnifiedMessage... messages) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("asked").stream(true).messages(List.of(messages));
    }

    /** The body written for a request, and what could not be told. */
    record Written(JsonObject body, Set<String> dropped, String text) {}

    static Written written(UnifiedRequest request, String model) {
        return written(request, model, MessagesHost.direct());
    }

    static Written written(UnifiedRequest request, String model, MessagesHost host) {
        Set<String> dropped = new LinkedHashSet<>();
        Buffer body = new MessagesBody(host, ClaudeModels.documented()).of(request, model, dropped);
        return new Written(new JsonObject(body), dropped, body.toString());
    }

    static Written written(UnifiedRequestBuilder request, String model) {
        return written(request.build(), model);
    }

    /** What a client's own body becomes. */
    static UpstreamRequest patched(UnifiedRequest request, String model) {
        return codec().encode(request, target(model), CallContext.NONE);
    }

    /** A client's own Messages request, with as much of the model as a test needs. */
    static UnifiedRequestBuilder own(String body) {
        return new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("asked").stream(true).maxOutputTokens(100L).body(Buffer.buffer(body));
    }

    /** An answer's events as lines. */
    static List<String> lines(String body) {
        return EventLines.of(events(body));
    }

    static List<UnifiedChunk> events(String body) {
        return Answers.decode(codec(), "text/event-stream", body);
    }

    static List<UnifiedChunk> events(UnifiedRequest request, String model, String contentType, String body) {
        return Answers.decode(
                codec().decoder(Answers.head(200, "content-type", contentType), request, target(model)),
                List.of(Buffer.buffer(body)));
    }

    static List<String> asList(Iterable<?> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(String.valueOf(value)));
        return texts;
    }
}
