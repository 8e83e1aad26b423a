package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnthropicMessagesProtocolTest {
    private final AnthropicMessagesProtocol protocol = new AnthropicMessagesProtocol();

    @Test
    @DisplayName("H60, H61, H62: an answer sent back as history is what the provider said")
    void anAnswerSurvivesTheRoundTrip() {
        List<UnifiedChunk> chunks = List.of(
                Streams.started(Dialect.GEMINI),
                UnifiedChunk.PartStarted.reasoning(0, "google-gemini-v1"),
                UnifiedChunk.Delta.content(0, "plan"),
                new UnifiedChunk.Delta(0, DeltaKind.SIGNATURE, "s0"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.toolCall(1, "call_1", "f"),
                UnifiedChunk.Delta.content(1, "{\"n\": 9007199254740993}"),
                new UnifiedChunk.Delta(1, DeltaKind.SIGNATURE, "s1"),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.PartStarted.reasoning(2, "anthropic-claude-v1"),
                new UnifiedChunk.Delta(2, DeltaKind.ENCRYPTED, "enc"),
                new UnifiedChunk.PartEnded(2),
                UnifiedChunk.Finished.of(FinishReason.TOOL_CALLS, "STOP"));
        List<ContentPart> expected = List.of(
                new ContentPart.Reasoning("plan", null, "s0", null, "google-gemini-v1", null, Extras.NONE),
                new ContentPart.ToolCall("call_1", "f", "{\"n\":9007199254740993}", false, "s1", null, Extras.NONE),
                new ContentPart.Reasoning("", null, null, "enc", "anthropic-claude-v1", null, Extras.NONE));
        assertThat(sentBack(Streams.whole(chunks).getJsonArray("content"))).isEqualTo(expected);
        assertThat(sentBack(new JsonArray(List.copyOf(Streams.validated(chunks).blocks()))))
                .isEqualTo(expected);
    }

    @Test
    void eachCallHasItsOwnStream() {
        StreamRenderer one = protocol.stream(Streams.REQUEST, Streams.CALL);
        StreamRenderer other = protocol.stream(Streams.REQUEST, Streams.CALL);
        ByteWriter out = new ByteWriter(64);
        one.render(UnifiedChunk.Finished.of(FinishReason.STOP, null), out);
        assertThat(out.take().toString()).contains("message_stop");
        other.render(UnifiedChunk.Finished.of(FinishReason.STOP, null), out);
        assertThat(out.take().toString()).contains("message_stop");
    }

    private List<ContentPart> sentBack(JsonArray content) {
        JsonObject body = new JsonObject()
                .put("model", "m")
                .put("max_tokens", 9)
                .put(
                        "messages",
                        new JsonArray()
                                .add(new JsonObject().put("role", "assistant").put("content", content)));
        return protocol.read(body.toBuffer()).messages().getFirst().parts();
    }
}
