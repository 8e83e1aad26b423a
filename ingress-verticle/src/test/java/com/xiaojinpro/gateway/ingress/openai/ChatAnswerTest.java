package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedAnswer.AnswerPart;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {
    private static final OpenAiChatProtocol PROTOCOL = new OpenAiChatProtocol();
    private static final CallIdentity CALL = new CallIdentity("req-1", 1_700_000_000);

    @Test
    void aTextAnswerIsTheBodyOpenAiSends() {
        UnifiedAnswer answer = new UnifiedAnswer(
                "chatcmpl-1",
                "gpt",
                5,
                Dialect.OPENAI_CHAT,
                List.of(choice(0, FinishReason.STOP, "stop", ContentPart.Text.of("Hi \"there\""))),
                Usage.of(3, 4, Usage.Source.REPORTED),
                Extras.of(Map.of("service_tier", "\"default\"")));

        assertThat(PROTOCOL.answer(request(false), answer, CALL).toString())
                .isEqualTo("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":5,\"model\":\"gpt\","
                        + "\"service_tier\":\"default\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"Hi \\\"there\\\"\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}}}");
    }

    @Test
    void contentIsNullOnlyWhereSomethingElseIsSaid() {
        assertThat(message(call("c", "f", "{}")).getValue("content")).isNull();
        assertThat(message(new ContentPart.Refusal("No.")).getValue("content")).isNull();
        assertThat(message().getValue("content")).isEqualTo("");
        assertThat(message(ContentPart.Text.of("a"), call("c", "f", "{}")).getString("content"))
                .isEqualTo("a");
    }

    // H96: arguments are told as they were made.
    @Test
    void argumentsAreNotReprinted() {
        String arguments = "{\"id\":9007199254740993,\"x\":1.0, \"y\":1e400}";
        assertThat(message(call("c", "f", arguments))
                        .getJsonArray("tool_calls")
                        .getJsonObject(0)
                        .getJsonObject("function")
                        .getString("arguments"))
                .isEqualTo(arguments);
    }

    @Test
    void aSignedCallAndWhatItsProviderAddsAreTold() {
        ContentPart.ToolCall signed =
                new ContentPart.ToolCall("c", "f", "{}", false, "c2ln", null, Extras.of(Map.of("x", "1", "id", "2")));
        JsonObject message = message(signed);
        JsonObject call = message.getJsonArray("tool_calls").getJsonObject(0);

        assertThat(call.getString("id")).isEqualTo("c");
        assertThat(call.getInteger("x")).isEqualTo(1);
        assertThat(call.getJsonObject("extra_content").encode())
                .isEqualTo("{\"google\":{\"thought_signature\":\"c2ln\"}}");
        assertThat(message.getJsonArray("reasoning_details").getJsonObject(0).getString("id"))
                .isEqualTo("c");
    }

    // H58
    @Test
    void aClientOfDeprecatedFunctionsGetsOneFunctionCall() {
        UnifiedAnswer answer = answer(
                Dialect.OPENAI_CHAT,
                choice(0, FinishReason.TOOL_CALLS, "tool_calls", call("c", "f", "{\"a\":1}"), call("d", "g", "{}")));
        JsonObject choice = first(PROTOCOL.answer(request(true), answer, CALL).toJsonObject());

        assertThat(choice.getString("finish_reason")).isEqualTo("function_call");
        assertThat(choice.getJsonObject("message")
                        .getJsonObject("function_call")
                        .encode())
                .isEqualTo("{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}");
        assertThat(choice.getJsonObject("message").containsKey("tool_calls")).isFalse();
    }

    @Test
    void logprobsAreJoinedIntoOneObject() {
        UnifiedAnswer.Choice choice = new UnifiedAnswer.Choice(
                0,
                List.of(new AnswerPart(ContentPart.Text.of("ab"), List.of())),
                List.of(
                        "{\"content\":[{\"token\":\"a\",\"logprob\":-0.50}],\"refusal\":null}",
                        "{\"content\":[],\"refusal\":[{\"token\":\"r\"}]}",
                        "{\"content\":[{\"token\":\"b\"}]}"),
                new UnifiedChunk.Ending(0, FinishReason.STOP, null, null, Extras.NONE));

        assertThat(PROTOCOL.answer(request(false), answer(Dialect.OPENAI_CHAT, choice), CALL)
                        .toString())
                .contains("\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-0.50},{\"token\":\"b\"}],"
                        + "\"refusal\":[{\"token\":\"r\"}]}");
    }

    @Test
    void severalChoicesAreToldInOrder() {
        UnifiedAnswer answer = answer(
                Dialect.OPENAI_CHAT,
                choice(0, FinishReason.STOP, null, ContentPart.Text.of("a")),
                choice(1, FinishReason.LENGTH, null, ContentPart.Text.of("b")));
        JsonObject body = PROTOCOL.answer(request(false), answer, CALL).toJsonObject();

        assertThat(body.getJsonArray("choices")).hasSize(2);
        assertThat(body.getJsonArray("choices").getJsonObject(1).getString("finish_reason"))
                .isEqualTo("length");
        assertThat(body.containsKey("usage")).isFalse();
    }

    @Test
    void mediaAndUnknownMembersAreTold() {
        JsonObject message = message(
                image(new MediaSource.Url("https://a/b.png")),
                image(new MediaSource.Inline("image/png", "AA==")),
                new ContentPart.Opaque(
                        Dialect.OPENAI_CHAT, "{\"audio\":{\"id\":\"x\"},\"content\":\"not this\",\"x_new\":[1.0]}"),
                new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"server_tool_use\"}"));

        assertThat(message.getJsonArray("images").encode())
                .isEqualTo(
                        "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"},\"index\":0},"
                                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"},\"index\":1}]");
        assertThat(message.getJsonObject("audio").getString("id")).isEqualTo("x");
        assertThat(message.getValue("content")).isNull();
        assertThat(message.containsKey("x_new")).isTrue();
        assertThat(message.containsKey("type")).isFalse();
    }

    @Test
    void citationsStandWithTheirText() {
        UnifiedAnswer.Choice choice = new UnifiedAnswer.Choice(
                0,
                List.of(
                        new AnswerPart(ContentPart.Text.of("Look: "), List.of()),
                        new AnswerPart(
                                ContentPart.Text.of("rain"),
                                List.of(
                                        "{\"type\":\"web_search_result_location\",\"url\":\"https://a\",\"title\":\"A\"}",
                                        "{\"type\":\"page_location\"}"))),
                List.of(),
                new UnifiedChunk.Ending(0, FinishReason.STOP, "end_turn", null, Extras.NONE));
        JsonObject told = first(PROTOCOL.answer(request(false), answer(Dialect.ANTHROPIC_MESSAGES, choice), CALL)
                .toJsonObject());

        assertThat(told.getJsonObject("message").getJsonArray("annotations").encode())
                .isEqualTo("[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":6,\"end_index\":10,"
                        + "\"url\":\"https://a\",\"title\":\"A\"}}]");
        assertThat(told.getJsonObject("message").getJsonArray("citations")).hasSize(1);
        assertThat(told.getString("native_finish_reason")).isEqualTo("end_turn");
    }

    @Test
    void whatTheProviderDoesNotSayOfItselfTheCallSays() {
        UnifiedAnswer answer = new UnifiedAnswer(
                "", "", 0, Dialect.GEMINI, List.of(choice(0, FinishReason.STOP, "STOP")), null, Extras.NONE);
        JsonObject body = PROTOCOL.answer(request(false), answer, CALL).toJsonObject();

        assertThat(body.getString("id")).isEqualTo("chatcmpl-req-1");
        assertThat(body.getString("model")).isEqualTo("asked-model");
        assertThat(body.getLong("created")).isEqualTo(1_700_000_000);
    }

    private static JsonObject message(ContentPart... parts) {
        UnifiedAnswer answer = answer(Dialect.OPENAI_CHAT, choice(0, FinishReason.STOP, "stop", parts));
        return first(PROTOCOL.answer(request(false), answer, CALL).toJsonObject())
                .getJsonObject("message");
    }

    private static JsonObject first(JsonObject body) {
        return body.getJsonArray("choices").getJsonObject(0);
    }

    private static UnifiedAnswer answer(Dialect dialect, UnifiedAnswer.Choice... choices) {
        return new UnifiedAnswer("id", "model", 1, dialect, List.of(choices), null, Extras.NONE);
    }

    private static UnifiedAnswer.Choice choice(int index, FinishReason reason, String own, ContentPart... parts) {
        List<AnswerPart> answered = List.of(parts).stream()
                .map(part -> new AnswerPart(part, List.of()))
                .toList();
        return new UnifiedAnswer.Choice(
                index, answered, List.of(), new UnifiedChunk.Ending(index, reason, own, null, Extras.NONE));
    }

    private static ContentPart.ToolCall call(String id, String name, String arguments) {
        return new ContentPart.ToolCall(id, name, arguments, false, null, null, Extras.NONE);
    }

    private static ContentPart.Image image(MediaSource source) {
        return new ContentPart.Image(source, null, null, Extras.NONE);
    }

    private static UnifiedRequest request(boolean legacy) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("asked-model")
                .legacyFunctions(legacy)
                .build();
    }
}
