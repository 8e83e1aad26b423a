package com.xiaojinpro.gateway.connector.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.compatible.ChatTranscripts;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ollama: its address, what it cannot be told, and how its answers differ. */
class OllamaTypeTest {
    private static HttpCodec codec(Map<String, Object> values) {
        MapSettings settings = new MapSettings(values);
        HttpCodec codec = (HttpCodec) new OllamaType().create(new ProviderConfig("p", "ollama", settings));
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
        return codec;
    }

    private static UpstreamRequest encode(UnifiedRequestBuilder request) {
        return codec(Map.of()).encode(request.build(), Answers.TARGET, CallContext.NONE);
    }

    private static UnifiedRequestBuilder chat(ContentPart... parts) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .messages(List.of(
                        UnifiedMessage.of(Role.DEVELOPER, List.of(ContentPart.Text.of("Be brief."))),
                        UnifiedMessage.of(Role.USER, List.of(parts))));
    }

    private static List<String> stream(String body) {
        return EventLines.of(Answers.decode(codec(Map.of()), "text/event-stream", body));
    }

    @Test
    void aServerOnTheSameMachineNeedsNoSetting() {
        UpstreamRequest sent = encode(chat(ContentPart.Text.of("Hi")));
        assertThat(sent.url()).isEqualTo("http://127.0.0.1:11434/v1/chat/completions");
        assertThat(sent.headers()).doesNotContainKey("authorization");
        HttpCodec remote = codec(Map.of("base_url", "https://ollama.example.com/v1", "api_key", "k"));
        UpstreamRequest vectors = remote.encode(
                new UnifiedRequestBuilder(Dialect.OPENAI_EMBEDDINGS)
                        .operation(Operation.EMBED)
                        .body(Buffer.buffer("{\"model\":\"x\",\"input\":\"a\"}"))
                        .build(),
                Answers.TARGET,
                CallContext.NONE);
        assertThat(vectors.url()).isEqualTo("https://ollama.example.com/v1/embeddings");
        assertThat(vectors.headers()).containsEntry("authorization", "Bearer k");
    }

    @Test
    @DisplayName("H83, H87, H69: the role developer, the limit and the effort in the words it knows")
    void theWordsItKnows() {
        String body = encode(
                        chat(ContentPart.Text.of("Hi")).maxOutputTokens(9L).reasoning(ReasoningControl.effort("max")))
                .body()
                .toString();
        assertThat(body)
                .contains(
                        "{\"role\":\"system\",\"content\":\"Be brief.\"}",
                        "\"max_tokens\":9",
                        "\"reasoning_effort\":\"high\"");
    }

    @Test
    void fieldsOfItsOwnPassThrough() {
        String body =
                "{\"model\":\"asked-model\",\"keep_alive\":\"5m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
                .extras(Extras.of(Map.of("keep_alive", "\"5m\"")))
                .body(Buffer.buffer(body));
        assertThat(encode(request).body().toString()).isEqualTo(body);
    }

    @Test
    @DisplayName("H56: an image by its URL is refused, for the server does not fetch it")
    void imagesByUrl() {
        ContentPart image = new ContentPart.Image(new MediaSource.Url("https://e.org/a.png"), null, null, Extras.NONE);
        assertThat(codec(Map.of()).fetches(image, "https://e.org/a.png", Answers.TARGET))
                .as("the gateway fetches it where it may")
                .isFalse();
        Throwable thrown = catchThrowable(() -> encode(chat(image)));
        assertThat(((FaultException) thrown).fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
    }

    @Test
    @DisplayName("H14: parallel calls that all have the index 0 stay apart")
    void callsWithOneIndex() {
        assertThat(stream(ChatTranscripts.F7.body()))
                .contains("+0 tool_call #call_1 f", "0 {\"a\":1}", "+1 tool_call #call_2 g", "1 {\"b\":2}");
    }

    @Test
    @DisplayName("H26: calls without ids get ids")
    void callsWithoutIds() {
        List<String> lines = stream(ChatTranscripts.chunk(
                        "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"index\":1,\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}")
                + ChatTranscripts.finish("stop")
                + ChatTranscripts.DONE);
        List<String> calls =
                lines.stream().filter(line -> line.contains("tool_call #call_")).toList();
        assertThat(calls).hasSize(2).doesNotHaveDuplicates();
        assertThat(lines.getLast()).startsWith("end TOOL_CALLS");
    }

    @Test
    @DisplayName("H64, H31: thoughts under either name, and an answer without usage, which none is invented for")
    void thoughtsAndNoUsage() {
        for (String field : List.of("reasoning", "thinking")) {
            List<String> lines = stream(ChatTranscripts.chunk("{\"" + field + "\":\"hm\"}")
                    + ChatTranscripts.chunk("{\"content\":\"Hi\"}")
                    + ChatTranscripts.finish("stop")
                    + ChatTranscripts.DONE);
            assertThat(lines.subList(1, lines.size()))
                    .containsExactly("+0 reasoning", "0 hm", "-0", "+1 text", "1 Hi", "-1", "end STOP (stop)");
        }
    }

    @Test
    @DisplayName("H29, H114: errors that are a bare string, in the stream and as an answer")
    void errors() {
        List<UnifiedChunk> events = Answers.decode(
                codec(Map.of()),
                "text/event-stream",
                ChatTranscripts.chunk("{\"content\":\"Hi\"}")
                        + "data: {\"error\":\"llama runner process has terminated\"}\n\n");
        assertThat(Answers.fault(events).message()).isEqualTo("llama runner process has terminated");
        Fault missing = codec(Map.of())
                .fault(
                        Answers.head(404),
                        Buffer.buffer(
                                "{\"error\":{\"message\":\"model \\\"x\\\" not found, try pulling it first\",\"type\":\"not_found_error\"}}"));
        assertThat(missing.kind()).isEqualTo(FaultKind.NOT_FOUND);
    }
}
