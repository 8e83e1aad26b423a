package com.xiaojinpro.gateway.connector.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages of other dialects as Anthropic takes them. */
class ConversationTest {
    private static final UnifiedMessage QUESTION = say(Role.USER, "q");

    private static UnifiedMessage say(Role role, String... texts) {
        return UnifiedMessage.of(
                role,
                List.of(texts).stream()
                        .map(ContentPart.Text::of)
                        .map(ContentPart.class::cast)
                        .toList());
    }

    private static ContentPart call(String id) {
        return new ContentPart.ToolCall(id, "f", "{\"a\":1}", false, null, null, Extras.NONE);
    }

    private static UnifiedMessage calls(String... ids) {
        return UnifiedMessage.of(
                Role.ASSISTANT,
                List.of(ids).stream().map(ConversationTest::call).toList());
    }

    private static UnifiedMessage result(String id, ContentPart... content) {
        return UnifiedMessage.of(
                Role.TOOL, List.of(new ContentPart.ToolResult(id, null, List.of(content), false, null, Extras.NONE)));
    }

    private static ContentPart text(String text) {
        return ContentPart.Text.of(text);
    }

    private static Claude.Written written(UnifiedMessage... messages) {
        return Claude.written(Claude.chat(messages), Claude.SONNET_4_5);
    }

    /** Roles and the kinds of blocks: {@code user[tool_result:a text:q]}. */
    private static List<String> shape(JsonObject body) {
        return body.getJsonArray("messages").stream()
                .map(JsonObject.class::cast)
                .map(message -> message.getString("role")
                        + message.getJsonArray("content").stream()
                                .map(JsonObject.class::cast)
                                .map(ConversationTest::block)
                                .toList())
                .toList();
    }

    private static String block(JsonObject block) {
        return switch (block.getString("type")) {
            case "text" -> "text:" + block.getString("text");
            case "tool_use" -> "call:" + block.getString("id");
            case "tool_result" -> "result:" + block.getString("tool_use_id");
            default -> block.getString("type");
        };
    }

    @Test
    void leadingInstructionsAreTheSystemPrompt() {
        Claude.Written written = written(say(Role.SYSTEM, "a"), say(Role.DEVELOPER, "b", "c"), QUESTION);
        assertThat(written.body().getJsonArray("system"))
                .isEqualTo(new JsonArray("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"},"
                        + "{\"type\":\"text\",\"text\":\"c\"}]"));
        assertThat(shape(written.body())).containsExactly("user[text:q]");
        assertThat(written.dropped()).isEmpty();
    }

    @Test
    void laterInstructionsStayInTheirPlace() {
        UnifiedMessage[] messages = {QUESTION, say(Role.ASSISTANT, "a"), say(Role.SYSTEM, "s"), QUESTION};
        assertThat(shape(written(messages).body()))
                .containsExactly("user[text:q]", "assistant[text:a]", "user[text:[System] s, text:q]");
        assertThat(shape(Claude.written(Claude.chat(messages), Claude.OPUS_5).body()))
                .containsExactly("user[text:q]", "assistant[text:a]", "system[text:s]", "user[text:q]");
    }

    @Test
    @DisplayName("H37, H38: all results stand first in the very next turn, in the order of the calls")
    void resultsFollowTheirCalls() {
        Claude.Written written = written(
                QUESTION,
                calls("a", "b", "c"),
                result("c", text("3")),
                result("a", text("1")),
                say(Role.SYSTEM, "s"),
                result("b", text("2")),
                say(Role.USER, "more"));
        assertThat(shape(written.body()))
                .containsExactly(
                        "user[text:q]",
                        "assistant[call:a, call:b, call:c]",
                        "user[result:a, result:b, result:c, text:[System] s, text:more]");
    }

    @Test
    void aResultOverASystemTurnStillFollowsItsCall() {
        assertThat(shape(Claude.written(
                                Claude.chat(
                                        QUESTION, calls("a"), say(Role.SYSTEM, "s"), result("a", text("1")), QUESTION),
                                Claude.OPUS_5)
                        .body()))
                .containsExactly(
                        "user[text:q]", "assistant[call:a]", "user[result:a]", "system[text:s]", "user[text:q]");
    }

    @Test
    void aCallWithoutAResultIsAnsweredWithAnError() {
        JsonObject body = written(QUESTION, calls("a", "b"), result("b", text("2")), say(Role.ASSISTANT, "x"), QUESTION)
                .body();
        assertThat(shape(body))
                .containsExactly(
                        "user[text:q]",
                        "assistant[call:a, call:b]",
                        "user[result:a, result:b]",
                        "assistant[text:x]",
                        "user[text:q]");
        JsonObject first = body.getJsonArray("messages")
                .getJsonObject(2)
                .getJsonArray("content")
                .getJsonObject(0);
        assertThat(first.getBoolean("is_error")).isTrue();
    }

    @Test
    void aResultWithoutACallIsTold() {
        assertThat(shape(written(QUESTION, result("lost", text("r")), QUESTION).body()))
                .containsExactly("user[text:q, text:[Result of the tool call lost], text:r, text:q]");
    }

    @Test
    @DisplayName("H26: an id that a later turn uses again is another one, and so is its result")
    void idsOfLaterTurnsAreOthers() {
        List<String> shape = shape(written(
                        QUESTION,
                        calls("call_0"),
                        result("call_0", text("1")),
                        calls("call_0"),
                        result("call_0", text("2")))
                .body());
        assertThat(shape)
                .containsExactly(
                        "user[text:q]",
                        "assistant[call:call_0]",
                        "user[result:call_0]",
                        "assistant[call:call_0_2]",
                        "user[result:call_0_2]");
    }

    @Test
    @DisplayName("H95: an id of other letters is made the same every time")
    void idsThatDoNotFitAreMadeFromThem() {
        UnifiedMessage[] messages = {QUESTION, calls("f.1:\u00e4"), result("f.1:\u00e4", text("1"))};
        List<String> shape = shape(written(messages).body());
        assertThat(shape.get(1)).matches("assistant\\[call:toolu_[0-9a-f]{24}\\]");
        assertThat(shape.get(2)).isEqualTo(shape.get(1).replace("assistant[call", "user[result"));
        assertThat(written(messages).text()).isEqualTo(written(messages).text());
    }

    @Test
    @DisplayName("H88: turns of one role become one; the user speaks first")
    void rolesAlternate() {
        assertThat(shape(written(say(Role.USER, "a"), say(Role.USER, "b")).body()))
                .containsExactly("user[text:a, text:b]");
        assertThat(shape(written(say(Role.ASSISTANT, "a"), say(Role.USER, "b")).body()))
                .containsExactly("user[text:[Start of the conversation]]", "assistant[text:a]", "user[text:b]");
        assertThat(shape(written(say(Role.SYSTEM, "only")).body())).containsExactly("user[text:only]");
    }

    @Test
    @DisplayName("H21, H90: blank text is no block, and a turn of it no turn")
    void blankTextIsNotSent() {
        assertThat(shape(written(
                                QUESTION,
                                UnifiedMessage.of(Role.ASSISTANT, List.of(text(""), call("a"))),
                                result("a"),
                                say(Role.ASSISTANT, " \n"),
                                QUESTION)
                        .body()))
                .containsExactly("user[text:q]", "assistant[call:a]", "user[result:a, text:q]");
    }

    @Test
    @DisplayName("H22: what the answer shall begin with does not end in white space, where a beginning can be given")
    void theBeginningOfTheAnswer() {
        assertThat(shape(written(QUESTION, say(Role.ASSISTANT, "Answer: ")).body()))
                .containsExactly("user[text:q]", "assistant[text:Answer:]");
        Claude.Written refused = Claude.written(Claude.chat(QUESTION, say(Role.ASSISTANT, "Answer: ")), Claude.OPUS_5);
        assertThat(shape(refused.body()))
                .containsExactly("user[text:q]", "assistant[text:Answer: ]", "user[text:Continue.]");
        assertThat(refused.dropped()).containsExactly("prefill");
    }

    @Test
    @DisplayName("H60, H61, H62: thoughts of Claude go back as they came, those of others not at all")
    void onlyClaudesOwnThoughtsGoBack() {
        ContentPart signed =
                new ContentPart.Reasoning("t", null, "sig", null, "anthropic-claude-v1", null, Extras.NONE);
        ContentPart omitted =
                new ContentPart.Reasoning("", null, "sig", null, "anthropic-claude-v1", null, Extras.NONE);
        ContentPart redacted =
                new ContentPart.Reasoning("", null, null, "enc", "anthropic-claude-v1", null, Extras.NONE);
        ContentPart foreign = new ContentPart.Reasoning("x", null, "sig", null, "google-gemini-v1", null, Extras.NONE);
        ContentPart plain = new ContentPart.Reasoning("x", null, null, null, null, null, Extras.NONE);
        UnifiedMessage turn =
                UnifiedMessage.of(Role.ASSISTANT, List.of(signed, omitted, redacted, foreign, plain, call("a")));
        Claude.Written written = written(QUESTION, turn, result("a", text("1")));
        assertThat(written.body()
                        .getJsonArray("messages")
                        .getJsonObject(1)
                        .getJsonArray("content")
                        .encode())
                .startsWith("[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"sig\"},"
                        + "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"sig\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"enc\"},{\"type\":\"tool_use\"");
        assertThat(written.dropped()).containsExactly("reasoning");
    }

    @Test
    @DisplayName("H23, H96: arguments stay as they were written; none are an object, other JSON is wrapped")
    void argumentsBecomeAnInput() {
        assertThat(ToolInput.of("{\"id\":9007199254740993, \"x\":1.0}", false))
                .isEqualTo("{\"id\":9007199254740993, \"x\":1.0}");
        assertThat(ToolInput.of("", false)).isEqualTo("{}");
        assertThat(ToolInput.of(" ", false)).isEqualTo("{}");
        assertThat(ToolInput.of("[1]", false)).isEqualTo("{\"_raw\":\"[1]\"}");
        assertThat(ToolInput.of("{\"a\":", false)).isEqualTo("{\"_raw\":\"{\\\"a\\\":\"}");
        assertThat(ToolInput.of("select 1", true)).isEqualTo("{\"input\":\"select 1\"}");
        assertThat(ToolInput.text("{\"input\":\"select 1\"}")).isEqualTo("select 1");
        assertThat(ToolInput.text("{\"sql\":1}")).isEqualTo("{\"sql\":1}");
    }

    @Test
    @DisplayName("H55, H57, H91: images, documents and failures of results are sent")
    void mediaAreSent() {
        ContentPart jpeg =
                new ContentPart.Image(new MediaSource.Inline("image/png", "/9j/4A-_\n"), "high", null, Extras.NONE);
        ContentPart linked = new ContentPart.Image(new MediaSource.Url("https://e.com/i.png"), null, null, Extras.NONE);
        ContentPart pdf = new ContentPart.Document(
                new MediaSource.Inline(null, "JVBERi0="), null, "a.pdf", true, null, Extras.NONE);
        ContentPart note = new ContentPart.Document(
                new MediaSource.Inline("text/csv", "YSxi"), "t", null, null, null, Extras.NONE);
        UnifiedMessage failed = UnifiedMessage.of(
                Role.TOOL, List.of(new ContentPart.ToolResult("a", null, List.of(jpeg), true, null, Extras.NONE)));
        Claude.Written written =
                written(QUESTION, calls("a"), failed, UnifiedMessage.of(Role.USER, List.of(linked, pdf, note)));
        assertThat(written.body()
                        .getJsonArray("messages")
                        .getJsonObject(2)
                        .getJsonArray("content")
                        .encode())
                .isEqualTo(
                        "[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":[{\"type\":\"image\",\"source\":"
                                + "{\"type\":\"base64\",\"media_type\":\"image/jpeg\",\"data\":\"/9j/4A+/\"}}],\"is_error\":true},"
                                + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://e.com/i.png\"}},"
                                + "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\","
                                + "\"data\":\"JVBERi0=\"},\"title\":\"a.pdf\",\"citations\":{\"enabled\":true}},"
                                + "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a,b\"},"
                                + "\"title\":\"t\"}]");
        assertThat(written.dropped()).containsExactly("image_url.detail");
    }

    @Test
    void imagesOfTheAssistantFollowInTheUsersTurn() {
        ContentPart made = new ContentPart.Image(new MediaSource.Url("https://e.com/i.png"), null, null, Extras.NONE);
        assertThat(shape(written(QUESTION, UnifiedMessage.of(Role.ASSISTANT, List.of(made)), QUESTION)
                        .body()))
                .containsExactly(
                        "user[text:q]", "assistant[text:[image: see the next user message]]", "user[image, text:q]");
    }

    @Test
    @DisplayName("H56: what cannot be sent is a fault that names it")
    void nothingIsLeftOutInSilence() {
        List<ContentPart> refused = List.of(
                new ContentPart.Audio(new MediaSource.Inline("audio/wav", "AA=="), "wav", null, Extras.NONE),
                new ContentPart.Video(new MediaSource.Url("https://e.com/v"), null, Extras.NONE),
                new ContentPart.Image(new MediaSource.FileId("f"), null, null, Extras.NONE),
                new ContentPart.Image(new MediaSource.Inline("image/svg+xml", "PHN2"), null, null, Extras.NONE),
                new ContentPart.Document(
                        new MediaSource.Inline("application/msword", "AA=="), null, null, null, null, Extras.NONE),
                new ContentPart.Opaque(Dialect.OPENAI_RESPONSES, "{\"type\":\"computer_call\"}"));
        for (ContentPart part : refused) {
            assertThatThrownBy(() -> written(UnifiedMessage.of(Role.USER, List.of(part))))
                    .isInstanceOf(FaultException.class)
                    .hasMessageContaining("cannot be sent");
        }
    }

    @Test
    @DisplayName("H93, H94: four breakpoints are sent, the newest of the messages first")
    void fourBreakpointsAreSent() {
        CacheHint hour = new CacheHint("1h");
        List<ContentPart> parts = List.of(
                new ContentPart.Text("1", new CacheHint("5m"), Extras.NONE),
                new ContentPart.Text("2", new CacheHint(null), Extras.NONE),
                new ContentPart.Text("3", new CacheHint("24h"), Extras.NONE),
                new ContentPart.Text("4", new CacheHint(null), Extras.NONE));
        UnifiedMessage system = UnifiedMessage.of(Role.SYSTEM, List.of(new ContentPart.Text("s", hour, Extras.NONE)));
        Claude.Written written = written(system, UnifiedMessage.of(Role.USER, parts));
        assertThat(written.body().getJsonArray("system").encode())
                .contains("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");
        assertThat(written.body()
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getJsonArray("content")
                        .encode())
                .isEqualTo("[{\"type\":\"text\",\"text\":\"1\"},"
                        + "{\"type\":\"text\",\"text\":\"2\",\"cache_control\":{\"type\":\"ephemeral\"}},"
                        + "{\"type\":\"text\",\"text\":\"3\",\"cache_control\":{\"type\":\"ephemeral\"}},"
                        + "{\"type\":\"text\",\"text\":\"4\",\"cache_control\":{\"type\":\"ephemeral\"}}]");
        assertThat(written.dropped()).containsExactlyInAnyOrder("cache_control", "cache_control.ttl");
    }

    @Test
    void theAutomaticBreakpointIsTheOperatorsWish() {
        MessagesHost automatic = MessagesHost.direct().withAutomaticCache(true);
        assertThat(Claude.written(Claude.chat(QUESTION).build(), Claude.OPUS_5, automatic)
                        .body()
                        .getJsonObject("cache_control"))
                .isEqualTo(new JsonObject("{\"type\":\"ephemeral\"}"));
        assertThat(written(QUESTION).body().containsKey("cache_control")).isFalse();
    }
}
