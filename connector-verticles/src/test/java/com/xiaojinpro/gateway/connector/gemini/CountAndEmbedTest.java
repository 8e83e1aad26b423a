package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.connector.contract.Recording;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Token counts and vectors. */
class CountAndEmbedTest {
    private static UnifiedRequest asked(Operation operation, ContentPart... inputs) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_EMBEDDINGS)
                .operation(operation)
                .model("m")
                .messages(Arrays.stream(inputs)
                        .map(input -> UnifiedMessage.of(Role.USER, List.of(input)))
                        .toList())
                .build();
    }

    private static UnifiedRequest texts(String... inputs) {
        return asked(
                Operation.EMBED, Arrays.stream(inputs).map(ContentPart.Text::of).toArray(ContentPart[]::new));
    }

    private static List<UnifiedChunk> decode(UnifiedRequest request, String body) {
        return Answers.decode(
                GeminiCodecs.gemini()
                        .decoder(Answers.head(200, "content-type", "application/json"), request, Answers.TARGET),
                Answers.pieces(Answers.utf8(body), 7));
    }

    @Test
    void itDoesAllThree() {
        for (Operation operation : Operation.values()) {
            assertThat(GeminiCodecs.gemini().performs(operation)).isTrue();
        }
    }

    @Test
    void tokensAreCountedForTheWholeRequest() {
        UnifiedRequest request = new UnifiedRequestBuilder(asked(Operation.COUNT_TOKENS, ContentPart.Text.of("Hi")))
                .tools(List.of(new ToolSpec.Function("f", null, null, null, null, Extras.NONE)))
                .maxOutputTokens(5L)
                .build();
        UpstreamRequest sent = GeminiCodecs.sent(request, "gemini-3-flash");
        assertThat(sent.url()).endsWith("/models/gemini-3-flash:countTokens");
        assertThat(sent.body().toJsonObject())
                .isEqualTo(new JsonObject("{\"generateContentRequest\":{\"model\":\"models/gemini-3-flash\","
                        + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],"
                        + "\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\"}]}]}}"));
        assertThat(EventLines.of(decode(request, "{\"totalTokens\": 9,\n\"promptTokensDetails\":[]}")))
                .containsExactly("start count-000000000000000000000001 asked-model", "usage 9/0", "end STOP (null)");
        assertThat(Answers.fault(decode(request, "{}")).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(decode(request, "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}"))
                        .kind())
                .isEqualTo(FaultKind.OVERLOADED);
        assertThat(Answers.fault(decode(request, "{\"totalTokens\":")).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    void textsAreEmbeddedInOneBatch() {
        UnifiedRequest request = new UnifiedRequestBuilder(texts("a", "b"))
                .extras(Extras.of(
                        Map.of("dimensions", "3", "encoding_format", "\"base64\"", "task_type", "\"QUERY\"", "x", "1")))
                .build();
        UpstreamRequest sent = GeminiCodecs.sent(request, "gemini-embedding-001");
        assertThat(sent.url()).endsWith("/models/gemini-embedding-001:batchEmbedContents");
        assertThat(sent.dropped()).containsExactly("x");
        assertThat(sent.body().toJsonObject().getJsonArray("requests").getJsonObject(1))
                .isEqualTo(new JsonObject(
                        "{\"model\":\"models/gemini-embedding-001\",\"content\":{\"parts\":[{\"text\":\"b\"}]},"
                                + "\"taskType\":\"QUERY\",\"outputDimensionality\":3}"));
        List<UnifiedChunk> events = decode(request, "{\"embeddings\":[{\"values\":[0.5,\n -1e-3]},{\"values\":[1]}]}");
        assertThat(EventLines.of(events))
                .containsSubsequence(
                        "opaque {\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-1e-3]}",
                        "opaque {\"object\":\"embedding\",\"index\":1,\"embedding\":[1]}",
                        "end STOP (null)");
        assertThat(events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                UnifiedChunk.UsageReported.class,
                                report -> assertThat(report.usage().source()).isEqualTo(Usage.Source.ESTIMATED)));
    }

    @Test
    void aVectorThatIsMissingIsAFault() {
        assertThat(Answers.fault(decode(texts("a", "b"), "{\"embeddings\":[{\"values\":[1]}]}"))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(decode(texts("a"), "{\"embeddings\":[")).kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    void predictionsCountTheirTokens() {
        String body = "{\"predictions\":[{\"embeddings\":{\"values\":[1,2],\"statistics\":{\"token_count\":3,"
                + "\"truncated\":false}}},{\"embeddings\":{\"statistics\":{\"token_count\":4},\"values\":[3]}}]}";
        assertThat(EventLines.of(decode(texts("a", "b"), body)))
                .contains("opaque {\"object\":\"embedding\",\"index\":1,\"embedding\":[3]}", "usage 7/0");
    }

    @Test
    void tokensInPlaceOfTextAreRefused() {
        UnifiedRequest request = asked(Operation.EMBED, new ContentPart.Opaque(Dialect.OPENAI_EMBEDDINGS, "[1,2]"));
        assertThatThrownBy(() -> GeminiCodecs.sent(request, "m"))
                .satisfies(e -> assertThat(Fault.from(e).param()).isEqualTo("input"));
        UnifiedRequest dimensions = new UnifiedRequestBuilder(texts("a"))
                .extras(Extras.of(Map.of("dimensions", "\"many\"")))
                .build();
        assertThatThrownBy(() -> GeminiCodecs.sent(dimensions, "m"))
                .satisfies(e -> assertThat(Fault.from(e).param()).isEqualTo("dimensions"));
    }

    @Test
    void recordedCountsAndVectorsAreRead() {
        Recording.assumePresent("count-tokens");
        int read = 0;
        for (Recording recording : Recording.of("count-tokens")) {
            if (recording.status() == 200 && recording.body().contains("totalTokens")) {
                assertThat(Answers.finished(decode(asked(Operation.COUNT_TOKENS), recording.body())))
                        .isTrue();
                read++;
            }
        }
        for (Recording recording : Recording.of("embeddings")) {
            if (recording.status() == 200 && recording.body().contains("\"values\"")) {
                int vectors = recording.body().split("\"values\"", -1).length - 1;
                String[] inputs = new String[vectors];
                Arrays.fill(inputs, "text");
                assertThat(Answers.finished(decode(texts(inputs), recording.body())))
                        .as(recording.id())
                        .isTrue();
                read++;
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(8);
    }

    @Test
    void aBodyThatIsEmptyHoldsNothing() {
        assertThat(Answers.fault(Answers.decode(
                                GeminiCodecs.gemini()
                                        .decoder(
                                                Answers.head(200, "content-type", "application/json"),
                                                texts("a"),
                                                Answers.TARGET),
                                List.of(Buffer.buffer(""))))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }
}
