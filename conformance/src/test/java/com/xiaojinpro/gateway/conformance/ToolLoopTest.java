package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Loops of tool calls with a model that thinks, in every pair of client and provider. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolLoopTest {
    /** One provider of each protocol and maker. */
    private static final List<LoopProvider> MAKERS = List.of(
            LoopProvider.ANTHROPIC,
            LoopProvider.GEMINI,
            LoopProvider.OPENAI,
            LoopProvider.OPENAI_RESPONSES,
            LoopProvider.OPENROUTER_CLAUDE,
            LoopProvider.OPENROUTER_GEMINI,
            LoopProvider.DEEPSEEK);

    private static final List<LoopProvider> OTHERS = List.of(
            LoopProvider.ANTHROPIC,
            LoopProvider.GEMINI,
            LoopProvider.VERTEX_GEMINI,
            LoopProvider.OPENAI,
            LoopProvider.OPENAI_RESPONSES,
            LoopProvider.OPENROUTER_CLAUDE,
            LoopProvider.OPENROUTER_OPENAI,
            LoopProvider.COMPATIBLE,
            LoopProvider.DEEPSEEK,
            LoopProvider.COMPATIBLE_GEMINI,
            LoopProvider.OLLAMA);

    private final List<LoopReport.Row> rows = new ArrayList<>();
    private final List<LoopReport.Switch> switches = new ArrayList<>();

    @BeforeAll
    void play() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                Gateway gateway = Gateway.start(config(upstream.url()))) {
            for (LoopProvider provider : LoopProvider.values()) {
                upstream.answer(provider::got, provider::answer);
            }
            for (LoopClient.Kind client : LoopClient.Kind.values()) {
                for (LoopProvider provider : LoopProvider.values()) {
                    for (boolean stream : new boolean[] {true, false}) {
                        rows.add(new LoopReport.Row(
                                client,
                                provider,
                                stream,
                                ToolLoop.play(
                                        upstream,
                                        gateway.baseUrl(),
                                        client,
                                        stream,
                                        List.of(provider, provider, provider))));
                    }
                }
                for (LoopProvider first : MAKERS) {
                    for (LoopProvider second : OTHERS) {
                        if (first != second) {
                            switches.add(new LoopReport.Switch(
                                    client,
                                    first,
                                    second,
                                    ToolLoop.play(
                                            upstream, gateway.baseUrl(), client, true, List.of(first, second, first))));
                        }
                    }
                }
            }
        }
    }

    private static String config(String upstreamUrl) {
        return """
                [server]
                port = 0
                shutdown_grace_ms = 0
                [management]
                enabled = false
                [[auth.keys]]
                name = "loops"
                key = "%s"
                """.formatted(Stage.KEY)
                + Stream.of(LoopProvider.values())
                        .map(provider -> provider.configuration(upstreamUrl))
                        .collect(Collectors.joining());
    }

    @TestFactory
    @DisplayName("H37-H43, H59-H63: each provider gets back what it issued, in the form it wants")
    Stream<DynamicTest> eachProviderGetsBackWhatItIssued() {
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.where(), () -> assertThat(row.verdict().faults()).isEmpty()));
    }

    @TestFactory
    @DisplayName("H62: what one maker's model issued is shown to no other, and not lost by it")
    Stream<DynamicTest> noProviderIsShownWhatAnotherIssued() {
        return switches.stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.where(), () -> assertThat(each.verdict().faults()).isEmpty()));
    }

    @Test
    void theDocumentSaysWhatWasFound() throws IOException {
        FidelityDocument.saysOfToolLoops(LoopReport.render(rows, switches));
    }
}
