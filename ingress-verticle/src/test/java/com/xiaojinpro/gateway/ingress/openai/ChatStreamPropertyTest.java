package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.openai.Scripts.Script;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.ChunkGrammar;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the events of an answer are, clients get them whole, in both modes, and can give them back. */
class ChatStreamPropertyTest {
    private static final OpenAiChatProtocol PROTOCOL = new OpenAiChatProtocol();
    private static final CallIdentity CALL = new CallIdentity("req-1", 1_700_000_000);

    // H11, H13, H17: one data line an event and no name, calls by their own numbers, one role.
    @Property
    void everyStreamIsValidAndFoldsToWhatItSays(@ForAll("interleaved") Script script, @ForAll boolean usageAsked) {
        grammar(script);
        OpenAiStreamValidator seen = new OpenAiStreamValidator(usageAsked).validate(stream(script, usageAsked));

        if (script.failed()) {
            assertThat(seen.error().getString("code")).isEqualTo("stream_incomplete");
        } else {
            assertThat(seen.choices()).hasSize(script.choices());
        }
        seen.choices().forEach((index, choice) -> {
            Expected expected = Expected.of(index, script.events());
            assertThat(choice.text()).isEqualTo(expected.text());
            assertThat(choice.refusal()).isEqualTo(expected.refusal());
            assertThat(choice.reasoning()).isEqualTo(expected.reasoning());
            assertThat(choice.images()).isEqualTo(expected.images());
            if (!script.failed()) {
                assertThat(choice.calls()).isEqualTo(expected.calls());
                assertThat(choice.finish()).isEqualTo(expected.finish());
                assertThat(choice.end().getString("native_finish_reason")).isEqualTo("native");
            }
        });
        Usage reported = script.failed() || !usageAsked ? null : newest(script);
        if (reported == null) {
            assertThat(seen.usage()).isNull();
        } else {
            usage(seen.usage(), reported);
        }
    }

    // Both modes say the same: what clients of streams put together is what the others get whole.
    @Property
    void theWholeAnswerSaysWhatTheStreamSays(@ForAll("sequential") Script script) {
        OpenAiStreamValidator seen = new OpenAiStreamValidator(true).validate(stream(script, true));
        JsonObject whole = whole(script);

        assertThat(whole.getString("object")).isEqualTo("chat.completion");
        JsonObject chunk = seen.chunks().getFirst();
        for (String same : List.of("id", "model", "created", "system_fingerprint")) {
            assertThat(whole.getValue(same)).isEqualTo(chunk.getValue(same));
        }
        assertThat(whole.getJsonObject("usage")).isEqualTo(seen.usage());
        JsonArray choices = whole.getJsonArray("choices");
        assertThat(choices.size()).isEqualTo(seen.choices().size());
        for (int i = 0; i < choices.size(); i++) {
            StreamedChoice streamed = seen.choice(i);
            JsonObject choice = choices.getJsonObject(i);
            JsonObject message = choice.getJsonObject("message");
            assertThat(choice.getInteger("index")).isEqualTo(i);
            assertThat(choice.getString("finish_reason")).isEqualTo(streamed.finish());
            assertThat(or(message.getString("content"))).isEqualTo(streamed.text());
            assertThat(or(message.getString("refusal"))).isEqualTo(streamed.refusal());
            assertThat(or(message.getString("reasoning_content"))).isEqualTo(streamed.reasoning());
            assertThat(calls(message)).isEqualTo(streamed.calls());
            assertThat(indexed(message.getJsonArray("reasoning_details"))).isEqualTo(merged(streamed.details()));
        }
    }

    // What a client is told it can say again, whichever way it kept it, and the model gets the same parts.
    @Property
    void anAnswerGivenBackIsReadAsItWasMade(@ForAll("sequential") Script script) {
        OpenAiStreamValidator seen = new OpenAiStreamValidator(false).validate(stream(script, false));
        UnifiedAnswer answer = fold(script);
        JsonArray choices = whole(script).getJsonArray("choices");
        for (int i = 0; i < choices.size(); i++) {
            List<ContentPart> said = normal(answer.choices().get(i));
            if (said.isEmpty()) {
                continue;
            }
            JsonObject message = choices.getJsonObject(i).getJsonObject("message");
            assertThat(replayed(message)).isEqualTo(said);
            if (message.containsKey("reasoning_details")) {
                JsonObject run =
                        message.copy().put("reasoning_details", seen.choice(i).details());
                assertThat(replayed(run)).isEqualTo(said);
                JsonObject merged = message.copy()
                        .put(
                                "reasoning_details",
                                new JsonArray(merged(seen.choice(i).details())));
                assertThat(replayed(merged)).isEqualTo(said);
            }
        }
    }

    // H6, H31: cut anywhere, a stream never looks whole.
    @Property(tries = 200)
    void aCutStreamNeverEndsCleanly(@ForAll("sequential") Script script) {
        for (int kept = 1; kept < script.events().size(); kept++) {
            List<UnifiedChunk> cut = new ArrayList<>(script.events().subList(0, kept));
            String open = render(request(false), cut);
            assertThat(open).doesNotContain("data: [DONE]\n");
            new OpenAiStreamValidator(false)
                    .validate(open + "data: {\"error\":{\"message\":\"cut\",\"type\":\"server_error\"}}\n\n");
        }
    }

    @Provide
    Arbitrary<Script> interleaved() {
        return Scripts.interleaved();
    }

    @Provide
    Arbitrary<Script> sequential() {
        return Scripts.sequential();
    }

    private static void grammar(Script script) {
        ChunkGrammar grammar = new ChunkGrammar();
        script.events().forEach(event -> assertThat(grammar.violation(event)).isNull());
        assertThat(grammar.ended()).isTrue();
    }

    static UnifiedRequest request(boolean usageAsked) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("asked-model").stream(true).streamUsage(usageAsked).build();
    }

    private static String stream(Script script, boolean usageAsked) {
        return render(request(usageAsked), script.events());
    }

    static String render(UnifiedRequest request, List<UnifiedChunk> events) {
        StreamRenderer renderer = PROTOCOL.stream(request, CALL);
        ByteWriter out = new ByteWriter(16);
        events.forEach(event -> renderer.render(event, out));
        return out.take().toString();
    }

    private static UnifiedAnswer fold(Script script) {
        AnswerFold fold = new AnswerFold();
        script.events().forEach(fold::accept);
        return fold.answer();
    }

    private static JsonObject whole(Script script) {
        return PROTOCOL.answer(request(false), fold(script), CALL).toJsonObject();
    }

    private static Usage newest(Script script) {
        Usage newest = null;
        for (UnifiedChunk event : script.events()) {
            if (event instanceof UnifiedChunk.UsageReported report) {
                newest = report.usage();
            }
        }
        return newest;
    }

    private static void usage(JsonObject told, Usage usage) {
        assertThat(told.getLong("prompt_tokens")).isEqualTo(usage.input());
        assertThat(told.getLong("completion_tokens")).isEqualTo(usage.output());
        assertThat(told.getLong("total_tokens")).isEqualTo(usage.total());
        JsonObject prompt = told.getJsonObject("prompt_tokens_details");
        assertThat(prompt.getLong("cached_tokens")).isEqualTo(usage.cacheRead());
        assertThat(prompt.getLong("cache_write_tokens", 0L)).isEqualTo(usage.cacheWrite());
        assertThat(told.getJsonObject("completion_tokens_details").getLong("reasoning_tokens"))
                .isEqualTo(usage.reasoning());
        assertThat(told.getString("usage_source"))
                .isEqualTo(
                        switch (usage.source()) {
                            case REPORTED -> null;
                            case ESTIMATED -> "estimated";
                            case PARTIAL -> "partial";
                        });
    }

    private static List<StreamedChoice.Call> calls(JsonObject message) {
        List<StreamedChoice.Call> calls = new ArrayList<>();
        for (Object each : message.getJsonArray("tool_calls", new JsonArray())) {
            JsonObject call = (JsonObject) each;
            boolean custom = call.getString("type").equals("custom");
            JsonObject body = call.getJsonObject(custom ? "custom" : "function");
            calls.add(new StreamedChoice.Call(
                    call.getString("id"),
                    body.getString("name"),
                    body.getString(custom ? "input" : "arguments"),
                    custom,
                    null));
        }
        return calls;
    }

    /** Details put together by index, the way the official Python client does: strings are appended, type is replaced. */
    private static List<JsonObject> merged(JsonArray run) {
        List<JsonObject> merged = new ArrayList<>();
        for (Object each : run) {
            JsonObject delta = (JsonObject) each;
            int index = delta.getInteger("index");
            while (merged.size() <= index) {
                merged.add(new JsonObject());
            }
            JsonObject known = merged.get(index);
            delta.forEach(member -> {
                boolean append =
                        member.getValue() instanceof String && !member.getKey().equals("type");
                known.put(
                        member.getKey(),
                        append ? known.getString(member.getKey(), "") + member.getValue() : member.getValue());
            });
        }
        merged.forEach(detail -> {
            if (detail.getString("type").equals("reasoning.text") && !detail.containsKey("text")) {
                detail.put("text", "");
            }
        });
        return merged;
    }

    private static List<JsonObject> indexed(JsonArray details) {
        return details == null ? List.of() : merged(details);
    }

    private static List<ContentPart> replayed(JsonObject message) {
        JsonObject body = new JsonObject().put("model", "m").put("messages", new JsonArray().add(message));
        return RequestReader.read(Buffer.buffer(body.encode()))
                .messages()
                .getFirst()
                .parts();
    }

    /** The parts of a choice as OpenAI can say them: each kind put together, thoughts first, calls last. */
    private static List<ContentPart> normal(UnifiedAnswer.Choice choice) {
        List<ContentPart> thoughts = new ArrayList<>();
        List<ContentPart> images = new ArrayList<>();
        List<ContentPart> calls = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        for (UnifiedAnswer.AnswerPart answered : choice.parts()) {
            switch (answered.part()) {
                case ContentPart.Text said -> text.append(said.text());
                case ContentPart.Refusal refused -> refusal.append(refused.text());
                case ContentPart.Reasoning thought -> {
                    if (!thought.text().isEmpty()
                            || thought.summary() != null && !thought.summary().isEmpty()
                            || thought.signature() != null
                            || thought.encrypted() != null) {
                        thoughts.add(nothingEmpty(thought));
                    }
                }
                case ContentPart.Image image -> images.add(image);
                case ContentPart.ToolCall call -> calls.add(call);
                default -> throw new AssertionError("no answer holds " + answered.part());
            }
        }
        List<ContentPart> all = new ArrayList<>(thoughts);
        if (!text.isEmpty()) {
            all.add(ContentPart.Text.of(text.toString()));
        }
        if (!refusal.isEmpty()) {
            all.add(new ContentPart.Refusal(refusal.toString()));
        }
        all.addAll(images);
        all.addAll(calls);
        return all;
    }

    private static ContentPart nothingEmpty(ContentPart.Reasoning thought) {
        String summary = thought.summary() == null || thought.summary().isEmpty() ? null : thought.summary();
        return new ContentPart.Reasoning(
                thought.text(),
                summary,
                thought.signature(),
                thought.encrypted(),
                thought.origin(),
                thought.id(),
                Extras.NONE);
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }
}
