package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenAnswerTest {
    static Stream<String> names() {
        return GoldenAnswers.ANSWERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theStreamIsTheGoldenOne(String name) {
        List<UnifiedChunk> chunks = GoldenAnswers.ANSWERS.get(name);
        String stream = Streams.render(chunks);
        assertThat(AnthropicStreamValidator.of(stream).violations()).isEmpty();
        assertThat(stream).isEqualTo(Fixtures.text("answer-" + name + ".sse"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theWholeAnswerIsTheGoldenOne(String name) {
        List<UnifiedChunk> chunks = GoldenAnswers.ANSWERS.get(name);
        if (chunks.getLast() instanceof UnifiedChunk.Finished) {
            assertThat(Streams.whole(chunks)).isEqualTo(new JsonObject(Fixtures.text("answer-" + name + ".json")));
        }
    }
}
