package com.xiaojinpro.gateway.connector.compatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.Recording;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of a compatible server. */
class EmbeddingsTest {
    private static final String BODY = "{ \"input\": [\"a\", \"b\"], \"model\":\"client\", \"x_new\": 1.0 }";

    private static CompatibleCodec codec() {
        ChatEndpoint chat =
                new ChatEndpoint("https://h/v1/chat/completions", Map.of(), Set.of(), new Redaction(List.of()));
        return new CompatibleCodec(
                chat,
                chat.at("https://h/v1/embeddings"),
                new ChatSwitchesBuilder().build(),
                1 << 20,
                InstantSource.fixed(Codecs.NOW),
                () -> "made");
    }

    private static UnifiedMessage input(ContentPart part) {
        return UnifiedMessage.of(Role.USER, List.of(part));
    }

    private static UnifiedRequestBuilder request() {
        return new UnifiedRequestBuilder(Dialect.OPENAI_EMBEDDINGS)
                .operation(Operation.EMBED)
                .model("client")
                .messages(List.of(input(ContentPart.Text.of("a")), input(ContentPart.Text.of("b"))));
    }

    private static List<UnifiedChunk> answer(UnifiedRequest request, String body) {
        return Answers.decode(
                codec().decoder(Answers.head(200, "content-type", "application/json"), request, Answers.TARGET),
                List.of(Buffer.buffer(body)));
    }

    @Test
    void theClientsBodyGoesOnByteForByteButForTheModel() {
        UpstreamRequest sent =
                codec().encode(request().body(Buffer.buffer(BODY)).build(), Answers.TARGET, CallContext.NONE);
        assertThat(sent.url()).isEqualTo("https://h/v1/embeddings");
        assertThat(sent.body().toString()).isEqualTo(BODY.replace("client", "asked-model"));
        assertThat(sent.dropped()).isEmpty();
        assertThat(sent.headers()).containsEntry("accept", "application/json");
    }

    @Test
    void withoutABodyTheRequestIsWritten() {
        UnifiedRequest request = request()
                .messages(List.of(
                        input(ContentPart.Text.of("a")),
                        input(new ContentPart.Opaque(Dialect.OPENAI_EMBEDDINGS, "[1, 2]"))))
                .userId("u")
                .extras(Extras.of(Map.of("dimensions", "256")))
                .build();
        assertThat(codec().encode(request, Answers.TARGET, CallContext.NONE)
                        .body()
                        .toString())
                .isEqualTo("{\"model\":\"asked-model\",\"input\":[\"a\",[1, 2]],\"user\":\"u\",\"dimensions\":256}");
    }

    @Test
    void anInputThatIsNoTextIsRefused() {
        UnifiedRequest request = request()
                .messages(List.of(input(
                        new ContentPart.Image(new MediaSource.Url("https://e.org/x.png"), null, null, Extras.NONE))))
                .build();
        Throwable thrown = catchThrowable(() -> codec().encode(request, Answers.TARGET, CallContext.NONE));
        assertThat(((FaultException) thrown).fault().param()).isEqualTo("input[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0.1, -2.50e-3,9007199254740993]", "\"AACAPwAAAEA=\""})
    void aVectorKeepsItsBytes(String vector) {
        String first = "{\"object\":\"embedding\",\"index\":0,\"embedding\":" + vector + "}";
        String second = "{ \"object\": \"embedding\", \"embedding\": " + vector + ", \"index\": 1 }";
        List<UnifiedChunk> events = answer(
                request().build(),
                "{\"object\":\"list\",\"data\":[" + second + "," + first
                        + "],\"model\":\"m-1\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
        assertThat(events)
                .hasSize(5)
                .contains(
                        new UnifiedChunk.Opaque(Dialect.OPENAI_EMBEDDINGS, 0, first),
                        new UnifiedChunk.Opaque(Dialect.OPENAI_EMBEDDINGS, 0, second));
        // In the order of the inputs, whatever the order of the answer.
        assertThat(events.get(1)).isEqualTo(new UnifiedChunk.Opaque(Dialect.OPENAI_EMBEDDINGS, 0, first));
        UnifiedChunk.Started start = (UnifiedChunk.Started) events.get(0);
        assertThat(start.model()).isEqualTo("m-1");
        assertThat(start.dialect()).isEqualTo(Dialect.OPENAI_EMBEDDINGS);
        UnifiedChunk.UsageReported usage = (UnifiedChunk.UsageReported) events.get(3);
        assertThat(usage.usage().input()).isEqualTo(5);
        assertThat(usage.usage().output()).isZero();
    }

    @Test
    void aServerThatNamesNothingIsUnderstood() {
        List<UnifiedChunk> events = answer(request().build(), "{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}");
        assertThat(events)
                .contains(new UnifiedChunk.Opaque(
                        Dialect.OPENAI_EMBEDDINGS, 0, "{\"object\":\"embedding\",\"index\":1,\"embedding\":[2]}"));
        assertThat(((UnifiedChunk.Started) events.get(0)).model()).isEqualTo("asked-model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[]}",
                "{\"data\":[{\"embedding\":[1]}]}",
                "{\"data\":[{\"embedding\":[1],\"index\":0},{\"embedding\":[1],\"index\":0}]}",
                "{\"data\":[{\"embedding\":[1],\"index\":0},{\"embedding\":[1],\"index\":2}]}",
                "{\"data\":[{\"embedding\":null},{\"embedding\":[1]}]}",
                "{\"data\":[{\"embedding\":[1]",
                "7"
            })
    void anAnswerThatLacksAVectorIsNoAnswer(String body) {
        Fault fault = Answers.fault(answer(request().build(), body));
        assertThat(fault.kind()).isIn(FaultKind.UPSTREAM_INVALID, FaultKind.UPSTREAM_UNAVAILABLE);
    }

    @Test
    void anErrorInPlaceOfVectors() {
        Fault fault = Answers.fault(
                answer(request().build(), "{\"error\":{\"message\":\"busy\",\"type\":\"server_error\"}}"));
        assertThat(fault.message()).isEqualTo("busy");
    }

    @Test
    void theRecordingsAreThere() {
        Recording.assumePresent("embeddings");
    }

    static Stream<Recording> recordings() {
        return Recording.of("embeddings").stream().filter(recording -> recording.status() >= 400);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("recordings")
    void aRecordedRefusalSaysWhy(Recording recording) {
        Fault fault = codec().fault(
                        Answers.head(recording.status(), recording.headerPairs()), Buffer.buffer(recording.body()));
        assertThat(fault.kind()).isIn(FaultKind.NOT_FOUND, FaultKind.UPSTREAM_AUTH);
        assertThat(fault.message()).isNotBlank();
    }
}
