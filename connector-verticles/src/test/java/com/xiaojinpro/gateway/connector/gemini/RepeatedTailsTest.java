package com.xiaojinpro.gateway.connector.gemini;

import static com.xiaojinpro.gateway.connector.gemini.GeminiTranscripts.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event says as the one before it did is not parsed again, and nobody can tell. */
class RepeatedTailsTest {
    private static final String[] PARTS = {
        "{\"text\":\"A\"}",
        "{\"text\":\"f\u00fcr \ud83c\udf4e 7\"}",
        "{\"text\":\"\"}",
        "{\"text\":\"\\\"}],\\\"usageMetadata\\\":{\\\"promptTokenCount\\\":3}}\"}",
        "{\"text\":\"\\\\\"}",
        "{\"text\":\"plan\",\"thought\":true}",
        "{\"functionCall\":{\"name\":\"f\",\"args\":{\"index\":1}}}",
        "{\"text\":\"A\"},{\"text\":\"B\"}"
    };
    private static final String[] ENDS = {
        "", ",\"index\":0", ",\"index\":0", ",\"index\":1", ",\"finishReason\":\"STOP\",\"index\":0"
    };
    private static final String[] TAILS = {
        "",
        ",\"modelVersion\":\"m\"",
        ",\"usageMetadata\":{\"promptTokenCount\":#,\"candidatesTokenCount\":#},\"modelVersion\":\"m-2.5\",\"responseId\":\"r1\"",
        ",\"usageMetadata\":{\"promptTokenCount\":#,\"candidatesTokenCount\":#},\"modelVersion\":\"m-2.5\",\"responseId\":\"r1\"",
        ", \"usageMetadata\": { \"promptTokenCount\": #, \"promptTokensDetails\": [{\"modality\":\"AUDIO\",\"tokenCount\":#}]}",
        ",\"usageMetadata\":{\"thoughtsTokenCount\":#,\"toolUsePromptTokenCount\":#,\"trafficType\":\"T1\"}",
        ",\"usageMetadata\":{\"promptTokenCount\":-#,\"candidatesTokenCount\":#.5}",
        ",\"usageMetadata\":{\"promptTokenCount\":\"#\"}",
        ",\"x\":#",
        ",\"index\":1",
        ",\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":#}",
        ",\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"again #\"}]}}]",
        ",\"response\":{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"wrapped\"}]}}],\"usageMetadata\":"
                + "{\"promptTokenCount\":#}}",
        ",\"error\":null,\"usageMetadata\":{\"candidatesTokenCount\":#}"
    };
    private static final String[] FRONTS = {
        "", "", "", "", "\"usageMetadata\":{\"promptTokenCount\":#},", "\"promptFeedback\":{\"blockReason\":\"OTHER\"},"
    };

    /** Says nothing, and makes that the next event is parsed as a whole. */
    private static final String UNUSUAL = event("{\"unknown\":0}");

    @Property(tries = 5_000)
    void anAnswerIsTheSameWithItsTailsParsedEachTime(@ForAll long seed) {
        Random random = new Random(seed);
        String front = FRONTS[random.nextInt(FRONTS.length)];
        String tail = TAILS[random.nextInt(TAILS.length)];
        StringBuilder body = new StringBuilder();
        StringBuilder parsed = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            if (random.nextInt(4) == 0) {
                tail = TAILS[random.nextInt(TAILS.length)];
            }
            String json = "{" + (random.nextInt(4) == 0 ? front : "") + "\"candidates\":[{\"content\":{\"parts\":["
                    + PARTS[random.nextInt(PARTS.length)] + "],\"role\":\"model\"}" + ENDS[random.nextInt(ENDS.length)]
                    + "}]" + tail + "}";
            String sent = damaged(counted(json, random), random);
            body.append(event(sent));
            parsed.append(event(sent)).append(UNUSUAL);
        }
        assertThat(decode(body.toString())).isEqualTo(decode(parsed.toString()));
    }

    private static String counted(String json, Random random) {
        String counted = json;
        while (counted.contains("#")) {
            counted = counted.replaceFirst("#", Integer.toString(random.nextInt(1 << random.nextInt(12))));
        }
        return counted;
    }

    /** One event of many has a char too few or another one. */
    private static String damaged(String json, Random random) {
        if (random.nextInt(12) > 0) {
            return json;
        }
        int at = 1 + random.nextInt(json.length() - 1);
        String other = random.nextBoolean() ? "" : String.valueOf("\"\\{}[],:0e".charAt(random.nextInt(10)));
        return json.substring(0, at) + other + json.substring(at + 1);
    }

    private static List<UnifiedChunk> decode(String body) {
        return Answers.decode(GeminiCodecs.gemini(), "text/event-stream", body);
    }

    private static String usage(int prompt, int output) {
        return ",\"usageMetadata\":{\"promptTokenCount\":" + prompt + ",\"candidatesTokenCount\":" + output + "}";
    }

    private static String text(String text, String tail) {
        return event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}}]" + tail + "}");
    }

    private static String stop(String tail) {
        return event("{\"candidates\":[{\"finishReason\":\"STOP\"}]" + tail + "}");
    }

    @Test
    @DisplayName("H19: counts that were not read yet outlive events that say others or nothing")
    void countsOutliveATailWithoutThem() {
        assertThat(EventLines.of(decode(
                        text("A", usage(7, 1)) + text("B", usage(7, 50)) + text("C", ",\"x\":5") + stop(",\"x\":6"))))
                .contains("usage 7/50");
    }

    /** Where an event ends without its tail nothing is said again. */
    @Test
    void anEventThatEndsBehindItsCandidatesIsMalformed() {
        String whole = text("A", usage(7, 1)) + text("B", usage(7, 2));
        String cut = event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"C\"}]}}]");
        assertThat(Answers.fault(decode(whole + cut)).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H19: the last counts are the answer's, though only the first were parsed as they came")
    void theLastCountsCount() {
        assertThat(EventLines.of(decode(text("A", usage(7, 1))
                        + text("B", usage(7, 20))
                        + text("C", usage(7, 300))
                        + stop(usage(8, 4000)))))
                .containsExactly(
                        "start gen-000000000000000000000001 asked-model",
                        "+0 text",
                        "0 A",
                        "usage 7/1",
                        "0 B",
                        "0 C",
                        "-0",
                        "usage 8/4000",
                        "end STOP (STOP)");
    }

    @Test
    @DisplayName("H19: counts spread over events are put together, whichever of them was parsed when")
    void countsSpreadOverEvents() {
        String thoughts = ",\"usageMetadata\":{\"thoughtsTokenCount\":";
        assertThat(EventLines.of(decode(text("A", usage(7, 1))
                        + text("B", usage(7, 2))
                        + text("C", thoughts + "3}")
                        + text("D", thoughts + "50}")
                        + stop(",\"usageMetadata\":{\"candidatesTokenCount\":6}"))))
                .contains("usage 7/56 reasoning 50");
    }

    @Test
    @DisplayName("H5: a stream that was cut is settled with what the last event counted")
    void aCutStreamIsSettledWithTheLastCounts() {
        List<UnifiedChunk> events = decode(text("A", usage(7, 1)) + text("B", usage(7, 2)) + text("C", usage(7, 30)));
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(EventLines.of(events)).contains("usage 7/30 PARTIAL");
    }

    @Test
    @DisplayName("H5: half an event counts nothing, the whole one before it does")
    void halfAnEventCountsNothing() {
        String whole = text("A", usage(7, 1)) + text("B", usage(7, 2));
        String half = text("C", usage(7, 30));
        for (int cut = 1; cut < half.length() - 2; cut++) {
            List<UnifiedChunk> events = decode(whole + half.substring(0, cut));
            assertThat(EventLines.of(events))
                    .as(half.substring(0, cut))
                    .contains("usage 7/2 PARTIAL", "failed STREAM_INCOMPLETE");
        }
    }

    @Test
    @DisplayName("H29: an error behind events whose counts were not parsed is told with them")
    void anErrorIsToldWithTheLastCounts() {
        List<UnifiedChunk> events = decode(text("A", usage(7, 1))
                + text("B", usage(7, 2))
                + event("{\"error\":{\"code\":429,\"message\":\"Slow down\"}}"));
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(EventLines.of(events)).contains("usage 7/2 PARTIAL");
    }

    @Test
    @DisplayName("H18: an end that was counted as before is an end")
    void aCountedEndIsAnEnd() {
        EventDecoder decoder = GeminiCodecs.gemini()
                .decoder(Answers.head(200, "content-type", "text/event-stream"), Answers.streaming(), Answers.TARGET);
        List<UnifiedChunk> events = new ArrayList<>();
        decoder.decode(Buffer.buffer(text("A", usage(7, 1)) + text("B", usage(7, 2))), events);
        assertThat(decoder.awaitingUsage()).isFalse();
        decoder.decode(Buffer.buffer(stop(usage(7, 3))), events);
        assertThat(decoder.awaitingUsage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"usageMetadata\":{\"promptTokenCount\":07,\"candidatesTokenCount\":1}",
                ",\"usageMetadata\":{\"promptTokenCount\":7x,\"candidatesTokenCount\":1}",
                ",\"usageMetadata\":{\"promptTokenCount\":,\"candidatesTokenCount\":1}",
                ",\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":1",
                ",\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":1}}",
                ",\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount:1}",
                "]" + ",\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":1}",
                ",\"x\":\"" + ",\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":1}"
            })
    void aMalformedTailIsAFaultBehindAnyNumberOfGoodOnes(String malformed) {
        String good = text("A", usage(7, 1)) + text("B", usage(7, 2));
        List<UnifiedChunk> events = decode(good + text("C", malformed) + stop(usage(7, 9)));
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(events).isEqualTo(decode(good + UNUSUAL + text("C", malformed)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"C\"}]}]",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"C}]}}]",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":C}]}}]",
                "{\"candidates\":[{\"content\":{\"parts\":[]}}]}",
                "\"candidates\":[]",
                "{\"candidates\":[]]",
                "[{\"candidates\":[]",
                ""
            })
    void goodTailsDoNotHideMalformedCandidates(String malformed) {
        String good = text("A", usage(7, 1)) + text("B", usage(7, 2));
        List<UnifiedChunk> events = decode(good + event(malformed + usage(7, 9) + "}"));
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(events).isEqualTo(decode(good + UNUSUAL + event(malformed + usage(7, 9) + "}")));
    }

    @Test
    @DisplayName("H121: nesting in what nobody reads is bounded")
    void aDeeplyNestedTailIsAFault() {
        String deep = ",\"x\":" + "[".repeat(400) + "]".repeat(400);
        String deeper = ",\"x\":" + "[".repeat(600) + "]".repeat(600);
        List<UnifiedChunk> events =
                decode(text("A", deep + usage(7, 1)) + text("B", deep + usage(7, 2)) + text("C", deeper + usage(7, 3)));
        assertThat(EventLines.of(events)).contains("0 B", "usage 7/2 PARTIAL");
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H102: candidates of several indices under one tail")
    void candidatesKeepTheirIndices() {
        String second = "{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"index\":1}";
        String both = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"index\":0}," + second + "]";
        assertThat(EventLines.of(decode(event(both + usage(7, 1) + "}")
                        + event("{\"candidates\":[" + second + "]" + usage(7, 2) + "}")
                        + event(both + usage(7, 3) + "}"))))
                .containsSubsequence("0 a", "+1@1 text", "1 b", "usage 7/1", "1 b", "0 a", "1 b", "usage 7/3 PARTIAL");
    }
}
