package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWriterTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"a":1}              | {"a":1}
                    {"n":9007199254740993,"f":1.0,"e":1e400} | {"n":9007199254740993,"f":1.0,"e":1e400}
                    ~~                   | {}
                    ~ ~                  | {}
                    {}                   | {}
                    [1,2]                | {"_raw":"[1,2]"}
                    "text"               | {"_raw":"\\"text\\""}
                    null                 | {"_raw":"null"}
                    {"a":                | {"_raw":"{\\"a\\":"}
                    {"a":1}{"b":2}       | {"_raw":"{\\"a\\":1}{\\"b\\":2}"}
                    not json             | {"_raw":"not json"}
                    """)
    @DisplayName("H23, H96: the input is the arguments as they are, or what is left of them in an object")
    void theInputIsAlwaysAnObject(String arguments, String input) {
        String body = body(List.of(call(arguments == null ? "" : arguments, false)));
        assertThat(body).contains("\"input\":" + input + ",\"caller\"");
    }

    @Test
    void theTextOfAFreeTextToolIsWrapped() {
        assertThat(body(List.of(call("SELECT \"x\"\n\u0001", true))))
                .contains("\"input\":{\"input\":\"SELECT \\\"x\\\"\\n\\u0001\"}");
    }

    @Test
    void everyMemberThatClientsExpectIsThere() {
        JsonObject message = message(Dialect.OPENAI_CHAT, List.of(ContentPart.Text.of("a")), Extras.NONE, Extras.NONE);
        assertThat(message.fieldNames())
                .containsExactly(
                        "id",
                        "type",
                        "role",
                        "model",
                        "content",
                        "stop_reason",
                        "stop_sequence",
                        "stop_details",
                        "container",
                        "diagnostics",
                        "usage");
        assertThat(message.getJsonArray("content")).isEqualTo(new JsonArray("[{\"type\":\"text\",\"text\":\"a\"}]"));
        assertThat(message.getJsonObject("usage").getLong("output_tokens")).isEqualTo(1);
    }

    @Test
    void anEmptyAnswerHasEmptyContent() {
        JsonObject message = message(
                Dialect.OPENAI_CHAT,
                List.of(ContentPart.Text.of(""), new ContentPart.Refusal("")),
                Extras.NONE,
                Extras.NONE);
        assertThat(message.getJsonArray("content")).isEmpty();
        assertThat(message.getString("stop_reason")).isEqualTo("end_turn");
    }

    @Test
    @DisplayName("no member is written twice; the end's word of it stands")
    void noMemberIsWrittenTwice() {
        String body = write(
                Dialect.ANTHROPIC_MESSAGES,
                parts(List.of()),
                Extras.of(Map.of("context_management", "null", "usage", "7", "x", "1")),
                Extras.of(Map.of("context_management", "{\"applied_edits\":[]}")));
        assertThat(body).containsOnlyOnce("\"context_management\"").containsOnlyOnce("\"usage\"");
        JsonObject message = new JsonObject(body);
        assertThat(message.getJsonObject("context_management").getJsonArray("applied_edits"))
                .isEmpty();
        assertThat(message.getInteger("x")).isEqualTo(1);
    }

    @Test
    void foreignExtrasAreNotShown() {
        JsonObject message = message(
                Dialect.OPENAI_CHAT,
                List.of(new ContentPart.Opaque(Dialect.OPENAI_CHAT, "{\"audio\":{}}")),
                Extras.of(Map.of("system_fingerprint", "\"fp\"")),
                Extras.of(Map.of("content_filter_results", "{}")));
        assertThat(message.containsKey("system_fingerprint")).isFalse();
        assertThat(message.containsKey("content_filter_results")).isFalse();
        assertThat(message.getJsonArray("content")).isEmpty();
    }

    @Test
    void imagesOfEverySourceAreLinks() {
        JsonObject message = message(
                Dialect.GEMINI,
                List.of(
                        image(new MediaSource.Inline("image/png", "QUJD")),
                        image(new MediaSource.FileId("file_1")),
                        image(new MediaSource.PlainText("x"))),
                Extras.NONE,
                Extras.NONE);
        assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                .isEqualTo("![image](data:image/png;base64,QUJD)");
        assertThat(message.getJsonArray("content").getJsonObject(1).getString("text"))
                .isEqualTo("![image](file_1)");
        assertThat(message.getJsonArray("content")).hasSize(2);
    }

    @Test
    void onlyTheFirstAnswerIsShown() {
        UnifiedAnswer answer = new UnifiedAnswer(
                "a", "m", 7, Dialect.OPENAI_CHAT, List.of(choice(1, "second"), choice(0, "first")), null, Extras.NONE);
        assertThat(AnswerWriter.write(Streams.REQUEST, answer, Streams.CALL).toString())
                .contains("first")
                .doesNotContain("second");
    }

    private static UnifiedAnswer.Choice choice(int index, String text) {
        return new UnifiedAnswer.Choice(
                index,
                parts(List.of(ContentPart.Text.of(text))),
                List.of(),
                new UnifiedChunk.Ending(index, FinishReason.STOP, null, null, Extras.NONE));
    }

    private static ContentPart image(MediaSource source) {
        return new ContentPart.Image(source, null, null, Extras.NONE);
    }

    private static ContentPart call(String arguments, boolean custom) {
        return new ContentPart.ToolCall("call_1", "f", arguments, custom, null, null, Extras.NONE);
    }

    private static String body(List<ContentPart> parts) {
        return write(Dialect.OPENAI_CHAT, parts(parts), Extras.NONE, Extras.NONE);
    }

    private static JsonObject message(Dialect dialect, List<ContentPart> parts, Extras extras, Extras ending) {
        return new JsonObject(write(dialect, parts(parts), extras, ending));
    }

    private static List<UnifiedAnswer.AnswerPart> parts(List<ContentPart> parts) {
        List<UnifiedAnswer.AnswerPart> answer = new ArrayList<>();
        for (ContentPart part : parts) {
            answer.add(new UnifiedAnswer.AnswerPart(part, List.of()));
        }
        return answer;
    }

    private static String write(Dialect dialect, List<UnifiedAnswer.AnswerPart> parts, Extras extras, Extras ending) {
        UnifiedAnswer answer = new UnifiedAnswer(
                "msg_1",
                "m",
                7,
                dialect,
                List.of(new UnifiedAnswer.Choice(
                        0, parts, List.of(), new UnifiedChunk.Ending(0, FinishReason.STOP, null, null, ending))),
                null,
                extras);
        return AnswerWriter.write(Streams.REQUEST, answer, Streams.CALL).toString();
    }
}
