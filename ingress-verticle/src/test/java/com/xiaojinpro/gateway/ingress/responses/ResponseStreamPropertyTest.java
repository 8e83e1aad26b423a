package com.xiaojinpro.gateway.ingress.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.testing.ArbitraryAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the events of an answer are, clients get them whole, in both modes, and can give them back. */
class ResponseStreamPropertyTest {
    private static final ResponsesProtocol PROTOCOL = new ResponsesProtocol();
    private static final CallIdentity CALL = new CallIdentity("req_0123456789ab", 1_700_000_000);

    @Property(tries = 500)
    void everyStreamIsValidAndEndsAsItsEventsDo(@ForAll("answers") List<UnifiedChunk> events) {
        ResponsesStreamValidator seen = new ResponsesStreamValidator().validate(render(events));

        boolean failed = events.getLast() instanceof UnifiedChunk.Failed;
        assertThat(seen.response().getString("status").equals("failed")).isEqualTo(failed);
        assertThat(seen.response().getBoolean("store")).isFalse();
    }

    // H11, H79: every event has its name line and the next number, and the end holds the very items that were shown.
    // Both modes say the same, but for the order of items whose events alternate.
    @Property(tries = 500)
    void theStreamFoldsToTheWholeAnswer(@ForAll("finished") List<UnifiedChunk> events) {
        JsonObject streamed =
                new ResponsesStreamValidator().validate(render(events)).response();
        JsonObject whole = whole(events);

        for (String same : List.of("id", "model", "created_at", "status", "incomplete_details")) {
            assertThat(whole.getValue(same)).as(same).isEqualTo(streamed.getValue(same));
        }
        assertThat(whole.getJsonObject("usage").getLong("input_tokens"))
                .isEqualTo(streamed.getJsonObject("usage").getLong("input_tokens"));
        assertThat(nameless(whole.getJsonArray("output")))
                .containsExactlyInAnyOrderElementsOf(nameless(streamed.getJsonArray("output")));
    }

    // What a client is told it can say again, and the model gets the same parts.
    @Property(tries = 500)
    void anAnswerGivenBackIsReadAsItWasMade(@ForAll("foreign") List<UnifiedChunk> events) {
        List<ContentPart> said = said(fold(events));
        JsonObject request = new JsonObject()
                .put("model", "m")
                .put(
                        "input",
                        new JsonArray()
                                .add(new JsonObject().put("role", "user").put("content", "and then?"))
                                .addAll(whole(events).getJsonArray("output")));
        List<ContentPart> read = new ArrayList<>();
        for (UnifiedMessage message : RequestReader.read(request.toBuffer()).messages()) {
            message.parts().forEach(part -> read.add(bare(part)));
        }
        assertThat(read.subList(1, read.size())).isEqualTo(said);
    }

    // H31, H80: cut anywhere, a stream never looks whole.
    @Property(tries = 200)
    void aCutStreamNeverEndsCleanly(@ForAll("finished") List<UnifiedChunk> events) {
        for (int kept = 0; kept < events.size(); kept++) {
            String open = render(events.subList(0, kept));
            assertThat(open).doesNotContain("event: response.completed").doesNotContain("event: response.incomplete");
        }
    }

    @Property(tries = 300)
    void whatIsNotShownIsNamedInBothModes(@ForAll("finished") List<UnifiedChunk> events) {
        StreamRenderer renderer = PROTOCOL.stream(request(), CALL);
        ByteWriter out = new ByteWriter(16);
        events.forEach(event -> renderer.render(event, out));
        UnifiedAnswer answer = fold(events);
        boolean several = answer.choices().size() > 1;
        assertThat(PROTOCOL.dropped(request(), answer).contains("answer.choices"))
                .isEqualTo(several);
        if (!several) {
            assertThat(renderer.dropped()).doesNotContain("answer.choices");
        }
    }

    @Provide
    Arbitrary<List<UnifiedChunk>> answers() {
        return ArbitraryAnswer.any();
    }

    @Provide
    Arbitrary<List<UnifiedChunk>> finished() {
        return Arbitraries.of(Dialect.OPENAI_RESPONSES, Dialect.OPENAI_CHAT, Dialect.GEMINI)
                .flatMap(dialect -> ArbitraryAnswer.finished(dialect, 2));
    }

    @Provide
    Arbitrary<List<UnifiedChunk>> foreign() {
        return ArbitraryAnswer.finished(Dialect.OPENAI_CHAT, 1);
    }

    static UnifiedRequest request() {
        return new UnifiedRequestBuilder(Dialect.OPENAI_RESPONSES)
                .model("asked-model").stream(true).build();
    }

    static String render(List<UnifiedChunk> events) {
        StreamRenderer renderer = PROTOCOL.stream(request(), CALL);
        ByteWriter out = new ByteWriter(16);
        events.forEach(event -> renderer.render(event, out));
        return out.take().toString();
    }

    private static UnifiedAnswer fold(List<UnifiedChunk> events) {
        AnswerFold fold = new AnswerFold();
        events.forEach(fold::accept);
        return fold.answer();
    }

    private static JsonObject whole(List<UnifiedChunk> events) {
        return PROTOCOL.answer(request(), fold(events), CALL).toJsonObject();
    }

    /** Items without what depends on their place, and without log probabilities, which a whole answer has in one place. */
    private static List<String> nameless(JsonArray output) {
        List<String> items = new ArrayList<>();
        for (Object each : output) {
            JsonObject item = ((JsonObject) each).copy();
            String id = item.getString("id");
            if (id != null && id.contains("_xjp")) {
                item.remove("id");
            }
            for (Object part : item.getJsonArray("content", new JsonArray())) {
                ((JsonObject) part).remove("logprobs");
                ((JsonObject) part).remove("annotations");
            }
            items.add(item.encode());
        }
        items.removeIf(item -> item.contains("\"text\":\"\"") && item.contains("output_text"));
        return items;
    }

    /** What of an answer can come back: of a thought without anything opaque no origin. */
    private static List<ContentPart> said(UnifiedAnswer answer) {
        List<ContentPart> said = new ArrayList<>();
        for (UnifiedAnswer.AnswerPart part : answer.choices().getFirst().parts()) {
            switch (part.part()) {
                case ContentPart.Text text -> {
                    if (!text.text().isEmpty()) {
                        said.add(ContentPart.Text.of(text.text()));
                    }
                }
                case ContentPart.Refusal refusal -> {
                    if (!refusal.text().isEmpty()) {
                        said.add(refusal);
                    }
                }
                case ContentPart.Reasoning thought -> {
                    ContentPart bare = bare(thought);
                    if (!bare.equals(new ContentPart.Reasoning("", null, null, null, null, null, Extras.NONE))) {
                        said.add(bare);
                    }
                }
                case ContentPart.ToolCall call -> said.add(bare(call));
                case ContentPart.Image ignored ->
                    said.add(new ContentPart.Image(
                            new MediaSource.Inline("image/png", "iVBORw0KGgo="), null, null, Extras.NONE));
                default -> {}
            }
        }
        return said;
    }

    private static ContentPart bare(ContentPart part) {
        return switch (part) {
            case ContentPart.Text text -> ContentPart.Text.of(text.text());
            case ContentPart.ToolCall call ->
                new ContentPart.ToolCall(
                        call.id(), call.name(), call.arguments(), call.custom(), call.signature(), null, Extras.NONE);
            case ContentPart.Reasoning thought -> {
                String summary = thought.summary() == null || thought.summary().isEmpty() ? null : thought.summary();
                boolean opaque = thought.signature() != null || thought.encrypted() != null;
                boolean readable = summary != null || !thought.text().isEmpty();
                boolean openAi = "openai-responses-v1".equals(thought.origin());
                yield new ContentPart.Reasoning(
                        thought.text(),
                        summary,
                        thought.signature(),
                        thought.encrypted(),
                        opaque || (readable && !openAi) ? thought.origin() : null,
                        thought.id(),
                        Extras.NONE);
            }
            default -> part;
        };
    }
}
