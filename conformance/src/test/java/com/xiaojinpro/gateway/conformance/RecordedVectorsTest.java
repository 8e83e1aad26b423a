package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Recorded embeddings of Google and OpenAI, read with the official OpenAI SDK. Needs what {@link RecordedTrafficTest} needs.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedVectorsTest {
    private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

    private Recordings recordings;
    private Replay replay;
    private Gateway gateway;

    @BeforeAll
    void start() throws Exception {
        Recordings found = Recordings.find();
        assumeTrue(found != null, "no recorded traffic: XJP_SHARED does not name it");
        assumeTrue(Command.exists("python3"), "python3 is not installed: recorded traffic is not tested");
        recordings = found;
        replay = Replay.start(found);
        gateway = Gateway.start("""
                [server]
                port = 0
                shutdown_grace_ms = 0
                [management]
                enabled = false
                [[auth.keys]]
                name = "conformance"
                key = "%s"
                """.formatted(Stage.KEY)
                + Stream.of(Recordings.Source.GEMINI, Recordings.Source.OPENAI)
                        .map(source -> source.configuration(replay.url()))
                        .collect(Collectors.joining()));
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (replay != null) {
            replay.close();
        }
    }

    @Test
    void recordedVectorsReachAClientOfOpenAi() throws Exception {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.baseUrl() + "/v1")
                .apiKey(Stage.KEY)
                .maxRetries(0)
                .build();
        List<JsonNode> embeddings = recordings.all("embeddings");
        assertThat(embeddings).isNotEmpty();
        for (JsonNode recording : embeddings) {
            List<List<Float>> vectors =
                    vectors(Stage.json(recording.at("/response/body").asText()));
            EmbeddingCreateParams params = EmbeddingCreateParams.builder()
                    .model(route(recording))
                    .inputOfArrayOfStrings(Collections.nCopies(Math.max(1, vectors.size()), "Hello, world"))
                    .build();
            if (status(recording) == 200) {
                check(client.embeddings().create(params), vectors, route(recording));
            } else {
                OpenAIServiceException error = catchThrowableOfType(
                        OpenAIServiceException.class, () -> client.embeddings().create(params));
                assertThat(error).as(route(recording)).isNotNull();
                assertThat(error.type()).isPresent();
            }
        }
    }

    private static void check(CreateEmbeddingResponse response, List<List<Float>> vectors, String name) {
        assertThat(response.data()).as(name).hasSameSizeAs(vectors);
        for (int i = 0; i < vectors.size(); i++) {
            List<Float> vector = response.data().get(i).embedding();
            assertThat(vector).as(name).hasSameSizeAs(vectors.get(i));
            for (int j = 0; j < vector.size(); j++) {
                assertThat(vector.get(j)).as(name).isCloseTo(vectors.get(i).get(j), CLOSE);
            }
        }
    }

    private static List<List<Float>> vectors(JsonNode body) {
        List<List<Float>> vectors = new ArrayList<>();
        for (JsonNode values : body.findValues("values")) {
            List<Float> vector = new ArrayList<>();
            values.forEach(value -> vector.add(value.floatValue()));
            vectors.add(vector);
        }
        return vectors;
    }

    private static int status(JsonNode recording) {
        return recording.at("/response/status").asInt();
    }

    /** What a client asks for to reach a recording, by the provider that gave it. */
    private static String route(JsonNode recording) {
        Recordings.Source source = recording.get("api").asText().startsWith("gemini")
                ? Recordings.Source.GEMINI
                : Recordings.Source.OPENAI;
        return source.idPrefix() + "/" + recording.get("id").asText();
    }
}
