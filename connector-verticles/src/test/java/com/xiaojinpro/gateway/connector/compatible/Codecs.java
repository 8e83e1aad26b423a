package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.sse.SseDecoder;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Codecs for tests: known switches, a standing clock, ids that count. */
public final class Codecs {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private Codecs() {}

    public static CompatibleCodec generic() {
        return with(switches -> {});
    }

    public static CompatibleCodec preset(String name) {
        return of(Presets.switches(name).build());
    }

    static CompatibleCodec with(Consumer<ChatSwitchesBuilder> change) {
        ChatSwitchesBuilder switches = new ChatSwitchesBuilder();
        change.accept(switches);
        return of(switches.build());
    }

    public static CompatibleCodec of(ChatSwitches switches) {
        return of(switches, SseDecoder.DEFAULT_MAX_EVENT_BYTES);
    }

    static CompatibleCodec of(ChatSwitches switches, int maxEventBytes) {
        AtomicInteger count = new AtomicInteger();
        ChatEndpoint endpoint = new ChatEndpoint(
                "https://llm.example.com/v1/chat/completions",
                Map.of("authorization", "Bearer secret-key-1234567890"),
                Set.of(),
                new Redaction(List.of("secret-key-1234567890", "llm.example.com")));
        return new CompatibleCodec(
                endpoint,
                switches,
                maxEventBytes,
                InstantSource.fixed(NOW),
                () -> String.format("%024d", count.incrementAndGet()));
    }
}
