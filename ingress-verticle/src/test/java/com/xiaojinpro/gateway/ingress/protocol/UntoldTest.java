package com.xiaojinpro.gateway.ingress.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.anthropic.AnthropicMessagesProtocol;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a client's protocol cannot show is named, in streams as in whole answers. */
class UntoldTest {
    private static final CallIdentity CALL = new CallIdentity("req_1", 1_700_000_000);
    private static final ClientProtocol CHAT = new OpenAiChatProtocol();
    private static final ClientProtocol MESSAGES = new AnthropicMessagesProtocol();

    private static UnifiedChunk started(Dialect dialect) {
        return new UnifiedChunk.Started("id", "m", 1, dialect, Extras.NONE);
    }

    private static UnifiedRequest request(boolean legacy) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .legacyFunctions(legacy)
                .build();
    }

    /** What both modes name, which is the same. */
    private static Set<String> dropped(ClientProtocol protocol, UnifiedRequest request, List<UnifiedChunk> events) {
        StreamRenderer renderer = protocol.stream(request, CALL);
        AnswerFold fold = new AnswerFold();
        ByteWriter out = new ByteWriter(64);
        for (UnifiedChunk event : events) {
            renderer.render(event, out);
            fold.accept(event);
        }
        assertThat(protocol.dropped(request, fold.answer())).isEqualTo(renderer.dropped());
        return renderer.dropped();
    }

    @Test
    void anAnswerThatIsShownWholeNamesNothing() {
        List<UnifiedChunk> events = List.of(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "a"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.Finished.of(FinishReason.STOP, null));
        assertThat(dropped(CHAT, request(false), events)).isEmpty();
        assertThat(dropped(MESSAGES, request(false), events)).isEmpty();
    }

    @Test
    void aPieceOfAnotherProtocolIsNamed() {
        List<UnifiedChunk> events = List.of(
                started(Dialect.OPENAI_RESPONSES),
                new UnifiedChunk.Opaque(Dialect.OPENAI_RESPONSES, 0, "{\"type\":\"web_search_call\"}"),
                UnifiedChunk.Finished.of(FinishReason.STOP, null));
        assertThat(dropped(CHAT, request(false), events)).containsExactly("answer.opaque");
        assertThat(dropped(MESSAGES, request(false), events)).containsExactly("answer.opaque");
    }

    @Test
    void whatOnlyOpenAiKnowsIsNamedToAnthropicClients() {
        List<UnifiedChunk> events = List.of(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "a"),
                new UnifiedChunk.Delta(0, DeltaKind.LOGPROBS, "{\"content\":[]}"),
                new UnifiedChunk.Delta(0, DeltaKind.ANNOTATION, "{\"type\":\"file_citation\",\"file_id\":\"f\"}"),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.PartStarted(1, 1, PartKind.TEXT, null, null, null, Extras.NONE),
                new UnifiedChunk.PartEnded(1),
                new UnifiedChunk.Finished(List.of(
                        new UnifiedChunk.Ending(0, FinishReason.STOP, null, null, Extras.NONE),
                        new UnifiedChunk.Ending(1, FinishReason.STOP, null, null, Extras.NONE))));
        assertThat(dropped(MESSAGES, request(false), events))
                .containsExactlyInAnyOrder("answer.logprobs", "answer.citations", "answer.choices");
        assertThat(dropped(CHAT, request(false), events)).isEmpty();
    }

    @Test
    void aClientOfTheDeprecatedFunctionsIsToldOfOneCallWithoutItsSignature() {
        List<UnifiedChunk> events = List.of(
                started(Dialect.GEMINI),
                UnifiedChunk.PartStarted.toolCall(0, "call_1", "f"),
                UnifiedChunk.Delta.content(0, "{}"),
                new UnifiedChunk.Delta(0, DeltaKind.SIGNATURE, "sig"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.toolCall(1, "call_2", "g"),
                UnifiedChunk.Delta.content(1, "{}"),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.Finished.of(FinishReason.TOOL_CALLS, null));
        assertThat(dropped(CHAT, request(true), events))
                .containsExactlyInAnyOrder("answer.signature", "answer.tool_calls");
        assertThat(dropped(CHAT, request(false), events)).isEmpty();
    }
}
