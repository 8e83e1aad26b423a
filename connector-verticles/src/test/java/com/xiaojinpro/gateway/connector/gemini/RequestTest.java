package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.connector.MemorySignatures;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Requests as Google gets them. */
class RequestTest {
    private static UnifiedRequestBuilder asked(UnifiedMessage... messages) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model("m").messages(Arrays.asList(messages));
    }

    private static UnifiedMessage user(String text) {
        return UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of(text)));
    }

    private static UnifiedMessage said(Role role, ContentPart... parts) {
        return UnifiedMessage.of(role, Arrays.asList(parts));
    }

    private static ContentPart.ToolCall call(String id, String name, String arguments, String signature) {
        return new ContentPart.ToolCall(id, name, arguments, false, signature, null, Extras.NONE);
    }

    private static ContentPart.ToolCall call(String id, String name, String arguments) {
        return call(id, name, arguments, null);
    }

    private static ContentPart.ToolResult result(String id, ContentPart... content) {
        return new ContentPart.ToolResult(id, null, Arrays.asList(content), false, null, Extras.NONE);
    }

    private static ContentPart.Text text(String text) {
        return ContentPart.Text.of(text);
    }

    private static JsonArray contents(UnifiedMessage... messages) {
        return GeminiCodecs.body(asked(messages).build()).getJsonArray("contents");
    }

    private static JsonArray json(String json) {
        return new JsonArray(json);
    }

    @Test
    @DisplayName("H81: what was not said is not sent")
    void aPlainRequestIsPlain() {
        assertThat(GeminiCodecs.sent(asked(user("Hi")).build(), "gemini-3-flash")
                        .body()
                        .toString())
                .isEqualTo(
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],\"generationConfig\":{}}");
    }

    @Test
    @DisplayName("H116: the key is in a header of its own, and a stream is asked for as events")
    void theUrlAndTheHeaders() {
        UpstreamRequest sent = GeminiCodecs.sent(asked(user("Hi")).stream(true).build(), "gemini-3-flash");
        assertThat(sent.url())
                .isEqualTo("https://gemini.example.com/v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse");
        assertThat(sent.headers())
                .containsOnly(
                        Map.entry("content-type", "application/json"),
                        Map.entry("accept", "text/event-stream, application/json"),
                        Map.entry("accept-encoding", "identity"),
                        Map.entry("x-goog-api-key", GeminiCodecs.KEY));
        assertThat(sent.toString()).doesNotContain(GeminiCodecs.KEY);
    }

    @Test
    @DisplayName("H97: a model's name cannot lead elsewhere")
    void aModelNameCannotLeadElsewhere() {
        UnifiedRequest request = asked(user("Hi")).build();
        assertThat(GeminiCodecs.sent(request, "tunedModels/x;y z").url())
                .isEqualTo("https://gemini.example.com/v1beta/tunedModels/x%3By%20z:generateContent");
        for (String model : List.of("a/../b", "..", "a?key=1", "a&b", "", "a//b", "./a")) {
            assertThatThrownBy(() -> GeminiCodecs.sent(request, model))
                    .satisfies(e -> assertThat(Fault.from(e).kind()).isEqualTo(FaultKind.NOT_FOUND));
        }
    }

    @Test
    void theSystemPromptLeadsAndLateOnesStayWhereTheyStood() {
        JsonObject body = GeminiCodecs.body(asked(
                        said(Role.SYSTEM, text("x-anthropic-billing-header: cc; id=1"), text("Be brief.")),
                        said(Role.DEVELOPER, text("Be kind.")),
                        user("Hi"),
                        said(Role.SYSTEM, text("Now in French.")))
                .build());
        assertThat(body.getJsonObject("systemInstruction"))
                .isEqualTo(new JsonObject("{\"parts\":[{\"text\":\"Be brief.\"},{\"text\":\"Be kind.\"}]}"));
        assertThat(body.getJsonArray("contents"))
                .isEqualTo(json(
                        "[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"},{\"text\":\"[System] Now in French.\"}]}]"));
    }

    @Test
    void aModelWithoutASystemInstructionIsToldInTheFirstMessage() {
        JsonObject body = GeminiCodecs.body(
                asked(said(Role.SYSTEM, text("A")), user("Hi")).build(), "gemma-3-27b");
        assertThat(body.containsKey("systemInstruction")).isFalse();
        assertThat(body.getJsonArray("contents").getJsonObject(0).getJsonArray("parts"))
                .isEqualTo(json("[{\"text\":\"A\"}]"));
    }

    @Test
    @DisplayName("H88: the first turn is the user's, and there is one")
    void theFirstTurnIsTheUsers() {
        assertThat(contents(said(Role.SYSTEM, text("A"))))
                .isEqualTo(json("[{\"role\":\"user\",\"parts\":[{\"text\":\"A\"}]}]"));
        assertThat(contents(said(Role.ASSISTANT, text("B")), user("C"))
                        .getJsonObject(0)
                        .getString("role"))
                .isEqualTo("user");
        assertThat(contents(user("A"), user("B")))
                .isEqualTo(json("[{\"role\":\"user\",\"parts\":[{\"text\":\"A\"},{\"text\":\"B\"}]}]"));
        assertThatThrownBy(() -> contents(user("")))
                .satisfies(e -> assertThat(Fault.from(e).param()).isEqualTo("messages"));
    }

    @Test
    @DisplayName("H21, H39, H40: results follow their calls, in the order of the calls, by name")
    void resultsFollowTheirCalls() {
        assertThat(contents(
                        user("Hi"),
                        said(
                                Role.ASSISTANT,
                                text(""),
                                call("c1", "f", "{\"x\":9007199254740993}", "s1"),
                                call("c2", "f", "")),
                        said(Role.TOOL, result("c2", text("{\"b\":2}"))),
                        said(Role.TOOL, result("c1", text("one"))),
                        user("Go on")))
                .isEqualTo(json("[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]},{\"role\":\"model\",\"parts\":["
                        + "{\"functionCall\":{\"id\":\"c1\",\"name\":\"f\",\"args\":{\"x\":9007199254740993}},"
                        + "\"thoughtSignature\":\"s1\"},{\"functionCall\":{\"id\":\"c2\",\"name\":\"f\",\"args\":{}}}]},"
                        + "{\"role\":\"user\",\"parts\":["
                        + "{\"functionResponse\":{\"id\":\"c1\",\"name\":\"f\",\"response\":{\"output\":\"one\"}}},"
                        + "{\"functionResponse\":{\"id\":\"c2\",\"name\":\"f\",\"response\":{\"output\":{\"b\":2}}}}]},"
                        + "{\"role\":\"user\",\"parts\":[{\"text\":\"Go on\"}]}]"));
    }

    @Test
    @DisplayName("H38: a missing result is told as missing, one without a call as text")
    void resultsThatDoNotPair() {
        JsonArray contents = contents(
                user("Hi"),
                said(Role.ASSISTANT, call("c1", "f", "{}", "s")),
                said(Role.TOOL, result("c9", text("lost"))));
        assertThat(contents.getJsonObject(2).getJsonArray("parts"))
                .isEqualTo(json("[{\"functionResponse\":{\"id\":\"c1\",\"name\":\"f\",\"response\":"
                        + "{\"error\":\"The result of this call is missing.\"}}}]"));
        assertThat(contents.getJsonObject(3).getJsonArray("parts"))
                .isEqualTo(json("[{\"text\":\"[Result of an earlier tool call]\"},{\"text\":\"lost\"}]"));
    }

    @Test
    @DisplayName("H57: a failed call is an error, not an output")
    void aFailedCallIsAnError() {
        ContentPart.ToolResult failed =
                new ContentPart.ToolResult("c1", null, List.of(text("boom")), true, null, Extras.NONE);
        assertThat(contents(user("Hi"), said(Role.ASSISTANT, call("c1", "f", "{}", "s")), said(Role.TOOL, failed))
                        .getJsonObject(2)
                        .getJsonArray("parts")
                        .getJsonObject(0)
                        .getJsonObject("functionResponse")
                        .getJsonObject("response"))
                .isEqualTo(new JsonObject("{\"error\":\"boom\"}"));
    }

    @Test
    @DisplayName("H55: a picture in a result stays in it, or follows it where the model cannot read it there")
    void picturesInResults() {
        ContentPart.Image image =
                new ContentPart.Image(new MediaSource.Inline("image/jpg", "iVBORw0KGgo="), null, null, Extras.NONE);
        UnifiedRequest request = asked(
                        user("Hi"),
                        said(Role.ASSISTANT, call("c1", "f", "{}", "s")),
                        said(Role.TOOL, result("c1", text("see"), image)))
                .build();
        String picture = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}";
        assertThat(GeminiCodecs.body(request)
                        .getJsonArray("contents")
                        .getJsonObject(2)
                        .getJsonArray("parts"))
                .isEqualTo(
                        json("[{\"functionResponse\":{\"id\":\"c1\",\"name\":\"f\",\"response\":{\"output\":\"see\"},"
                                + "\"parts\":[" + picture + "]}}]"));
        assertThat(GeminiCodecs.body(request, "gemini-2.5-flash")
                        .getJsonArray("contents")
                        .getJsonObject(2)
                        .getJsonArray("parts"))
                .isEqualTo(
                        json("[{\"functionResponse\":{\"id\":\"c1\",\"name\":\"f\",\"response\":{\"output\":\"see\"}}},"
                                + "{\"text\":\"[Content of the result of f]\"}," + picture + "]"));
    }

    @Test
    @DisplayName("H23, H96: arguments that are no object are put into one, and text is never lost")
    void argumentsThatAreNoObject() {
        List<String> sent = contents(
                        user("Hi"),
                        said(
                                Role.ASSISTANT,
                                call("c1", "f", "[1.0]", "s"),
                                call("c2", "f", "{\"cut"),
                                call("c3", "f", "null"),
                                new ContentPart.ToolCall("c4", "g", "ls", true, null, null, Extras.NONE)))
                .getJsonObject(1)
                .getJsonArray("parts")
                .stream()
                .map(part -> ((JsonObject) part)
                        .getJsonObject("functionCall")
                        .getJsonObject("args")
                        .encode())
                .toList();
        assertThat(sent).containsExactly("{\"input\":[1.0]}", "{\"_raw\":\"{\\\"cut\"}", "{}", "{\"input\":\"ls\"}");
    }

    @Test
    @DisplayName("H41: a signature that came as a thought of its own, as OpenRouter tells it, goes back on its call")
    void aSignatureThatCameApartGoesBackOnItsCall() {
        UnifiedRequest request = asked(
                        user("Hi"),
                        said(
                                Role.ASSISTANT,
                                new ContentPart.Reasoning(
                                        "", null, null, "seal", "google-gemini-v1", "c1", Extras.NONE),
                                call("c1", "f", "{}"),
                                call("c2", "f", "{}")),
                        said(Role.TOOL, result("c1"), result("c2")))
                .build();
        JsonArray parts = GeminiCodecs.body(request, "gemini-3-flash")
                .getJsonArray("contents")
                .getJsonObject(1)
                .getJsonArray("parts");
        assertThat(parts).hasSize(2);
        assertThat(parts.getJsonObject(0).getString("thoughtSignature")).isEqualTo("seal");
        assertThat(parts.getJsonObject(1).containsKey("thoughtSignature")).isFalse();
    }

    @Test
    @DisplayName(
            "H41: a lost signature comes back from the store, for its own tenant only; else the call is marked as foreign")
    void aLostSignatureComesBack() {
        MemorySignatures signatures = GeminiCodecs.signatures();
        signatures.keep("tenant-a", "c1", "kept");
        signatures.keep("tenant-b", "c3", "other");
        UnifiedRequest request = asked(
                        user("Hi"),
                        said(Role.ASSISTANT, call("c1", "f", "{}"), call("c2", "f", "{}")),
                        said(Role.TOOL, result("c1"), result("c2")),
                        said(Role.ASSISTANT, call("c3", "f", "{}")),
                        said(Role.TOOL, result("c3")))
                .build();
        JsonArray contents = GeminiCodecs.gemini(Map.of(), signatures)
                .encode(request, GeminiCodecs.target("gemini-3-flash"), GeminiCodecs.TENANT)
                .body()
                .toJsonObject()
                .getJsonArray("contents");
        JsonArray first = contents.getJsonObject(1).getJsonArray("parts");
        assertThat(first.getJsonObject(0).getString("thoughtSignature")).isEqualTo("kept");
        assertThat(first.getJsonObject(1).containsKey("thoughtSignature")).isFalse();
        assertThat(contents.getJsonObject(3)
                        .getJsonArray("parts")
                        .getJsonObject(0)
                        .getString("thoughtSignature"))
                .isEqualTo("skip_thought_signature_validator");
        assertThat(GeminiCodecs.body(request, "gemini-2.5-pro").encode())
                .as("an older model needs none")
                .doesNotContain("thoughtSignature");
    }

    @Test
    @DisplayName("H42, H60, H62: signatures go back on the parts they came with, and only Google's do")
    void signaturesGoBackWhereTheyWere() {
        ContentPart.Reasoning ofText = reasoning("", "s1", "google-gemini-v1", "text");
        ContentPart.Reasoning alone = reasoning("", "s2", "google-gemini-v1", null);
        JsonArray expected = json("[{\"text\":\"A\",\"thoughtSignature\":\"s1\"},{\"text\":\"B\"},"
                + "{\"text\":\"\",\"thoughtSignature\":\"s2\"}]");
        assertThat(contents(
                                user("Hi"),
                                said(
                                        Role.ASSISTANT,
                                        reasoning("hm", "c", "anthropic-claude-v1", null),
                                        reasoning("plain", null, null, null),
                                        text("A"),
                                        ofText,
                                        text("B"),
                                        alone),
                                user("Go on"))
                        .getJsonObject(1)
                        .getJsonArray("parts"))
                .isEqualTo(expected);
        assertThat(contents(user("Hi"), said(Role.ASSISTANT, ofText, text("A")), user("Go on"))
                        .getJsonObject(1)
                        .getJsonArray("parts"))
                .as("where all reasoning stands in front")
                .isEqualTo(json("[{\"text\":\"A\",\"thoughtSignature\":\"s1\"}]"));
        assertThat(contents(user("Hi"), said(Role.ASSISTANT, reasoning("t", "s3", "google-gemini-v1", null), text("A")))
                        .getJsonObject(1)
                        .getJsonArray("parts"))
                .isEqualTo(json("[{\"text\":\"t\",\"thought\":true,\"thoughtSignature\":\"s3\"},{\"text\":\"A\"}]"));
    }

    private static ContentPart.Reasoning reasoning(String text, String signature, String origin, String id) {
        return new ContentPart.Reasoning(text, null, signature, null, origin, id, Extras.NONE);
    }

    @Test
    @DisplayName("H56, H91: every kind of media is sent, in the alphabet and under the type Google reads")
    void media() {
        assertThat(contents(said(
                                Role.USER,
                                new ContentPart.Image(
                                        new MediaSource.Inline("image/jpeg", "iVBORw0KGgo_\n-="),
                                        null,
                                        null,
                                        Extras.NONE),
                                new ContentPart.Image(
                                        new MediaSource.Url("https://x.example/a.WEBP?b=.pdf"),
                                        null,
                                        null,
                                        Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.Inline(null, "JVBERi0="),
                                        null,
                                        "a.pdf",
                                        null,
                                        null,
                                        Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.PlainText("words"), "Title", null, null, null, Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.FileId("files/abc"), null, null, null, null, Extras.NONE),
                                new ContentPart.Audio(new MediaSource.Inline(null, "AAAA"), "mp3", null, Extras.NONE),
                                new ContentPart.Video(new MediaSource.Url("gs://bucket/v.mov"), null, Extras.NONE)))
                        .getJsonObject(0)
                        .getJsonArray("parts"))
                .isEqualTo(json("[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgo/+=\"}},"
                        + "{\"fileData\":{\"mimeType\":\"image/webp\",\"fileUri\":\"https://x.example/a.WEBP?b=.pdf\"}},"
                        + "{\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"JVBERi0=\"}},"
                        + "{\"text\":\"Title\\n\\nwords\"},"
                        + "{\"fileData\":{\"mimeType\":\"application/pdf\","
                        + "\"fileUri\":\"https://generativelanguage.googleapis.com/v1beta/files/abc\"}},"
                        + "{\"inlineData\":{\"mimeType\":\"audio/mp3\",\"data\":\"AAAA\"}},"
                        + "{\"fileData\":{\"mimeType\":\"video/quicktime\",\"fileUri\":\"gs://bucket/v.mov\"}}]"));
        assertThatThrownBy(() -> contents(said(
                        Role.USER, new ContentPart.Image(new MediaSource.FileId("file-1"), null, null, Extras.NONE))))
                .satisfies(e -> assertThat(Fault.from(e).kind()).isEqualTo(FaultKind.INVALID_REQUEST));
        assertThatThrownBy(() -> contents(
                        said(Role.USER, new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"x\"}"))))
                .satisfies(e -> assertThat(Fault.from(e).param()).isEqualTo("messages"));
    }

    @Test
    void everySamplingValueHasItsNameAndWhatHasNoneIsReported() {
        Sampling sampling = new Sampling(2.5, 0.5, 40, 0.1, 1.0, 0.0, 1.1, 1L << 40, "{}", 2, 30);
        UpstreamRequest sent = GeminiCodecs.sent(
                asked(user("Hi"))
                        .sampling(sampling)
                        .maxOutputTokens(100L)
                        .stop(List.of("a", "", "b", "c", "d", "e", "f"))
                        .userId("u")
                        .cache(new CacheHint(null))
                        .parallelToolCalls(false)
                        .tools(List.of(new ToolSpec.Function("f", null, null, true, null, Extras.NONE)))
                        .extras(Extras.of(Map.of("x_new", "1", "stream_options", "{}")))
                        .build(),
                "gemini-3-flash");
        assertThat(sent.body().toJsonObject().getJsonObject("generationConfig"))
                .isEqualTo(
                        new JsonObject("{\"temperature\":2,\"topP\":0.5,\"topK\":40,\"candidateCount\":2,\"seed\":256,"
                                + "\"responseLogprobs\":true,\"logprobs\":20,\"maxOutputTokens\":100,"
                                + "\"stopSequences\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}"));
        assertThat(sent.dropped())
                .containsExactlyInAnyOrder(
                        "min_p",
                        "repetition_penalty",
                        "logit_bias",
                        "presence_penalty",
                        "stop",
                        "user",
                        "cache_control",
                        "parallel_tool_calls",
                        "strict",
                        "x_new");
        assertThat(GeminiCodecs.body(asked(user("Hi")).sampling(sampling).build(), "gemini-2.0-flash")
                        .getJsonObject("generationConfig")
                        .getInteger("presencePenalty"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("H52: what chooses among tools goes with tools only")
    void toolChoices() {
        ToolSpec tool =
                new ToolSpec.Function("f", "d", "{\"type\":\"object\",\"properties\":{}}", null, null, Extras.NONE);
        assertThat(GeminiCodecs.body(asked(user("Hi"))
                        .toolChoice(new ToolChoice.None())
                        .parallelToolCalls(false)
                        .build()))
                .isEqualTo(GeminiCodecs.body(asked(user("Hi")).build()));
        Map<ToolChoice, String> modes = Map.of(
                new ToolChoice.None(), "{\"mode\":\"NONE\"}",
                new ToolChoice.Required(), "{\"mode\":\"ANY\"}",
                new ToolChoice.Named("f", false), "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}",
                new ToolChoice.Allowed(List.of("f"), false),
                        "{\"mode\":\"VALIDATED\",\"allowedFunctionNames\":[\"f\"]}",
                new ToolChoice.Allowed(List.of("f"), true), "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}");
        modes.forEach((choice, mode) -> assertThat(GeminiCodecs.body(asked(user("Hi"))
                                .tools(List.of(tool))
                                .toolChoice(choice)
                                .build())
                        .getJsonObject("toolConfig")
                        .getJsonObject("functionCallingConfig"))
                .isEqualTo(new JsonObject(mode)));
        JsonObject auto = GeminiCodecs.body(asked(user("Hi"))
                .tools(List.of(tool))
                .toolChoice(new ToolChoice.Auto())
                .build());
        assertThat(auto.containsKey("toolConfig")).isFalse();
        // H49: no parameters are said by saying nothing.
        assertThat(auto.getJsonArray("tools"))
                .isEqualTo(json("[{\"functionDeclarations\":[{\"name\":\"f\",\"description\":\"d\"}]}]"));
    }

    @Test
    void toolsThatGoogleRunsAreItsOwn() {
        List<ToolSpec> search = List.of(
                new ToolSpec.Opaque(
                        Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}"),
                new ToolSpec.Opaque(Dialect.OPENAI_CHAT, "{\"code_execution\":{}}"));
        assertThat(GeminiCodecs.body(asked(user("Hi")).tools(search).build()).getJsonArray("tools"))
                .isEqualTo(json("[{\"googleSearch\":{}},{\"codeExecution\":{}}]"));
        List<ToolSpec> mixed = List.of(search.get(0), new ToolSpec.Function("f", null, null, null, null, Extras.NONE));
        JsonObject both = GeminiCodecs.body(asked(user("Hi")).tools(mixed).build());
        assertThat(both.getJsonArray("tools")).hasSize(2);
        assertThat(both.getJsonObject("toolConfig"))
                .isEqualTo(new JsonObject("{\"functionCallingConfig\":{\"mode\":\"VALIDATED\"},"
                        + "\"includeServerSideToolInvocations\":true}"));
        UpstreamRequest older = GeminiCodecs.sent(asked(user("Hi")).tools(mixed).build(), "gemini-2.5-pro");
        assertThat(older.body().toJsonObject().getJsonArray("tools")).hasSize(1);
        assertThat(older.dropped()).contains("tools");
        UpstreamRequest foreign = GeminiCodecs.sent(
                asked(user("Hi"))
                        .tools(List.of(
                                search.get(0),
                                new ToolSpec.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"bash_20250124\"}")))
                        .build(),
                "gemini-3-flash");
        assertThat(foreign.body().toJsonObject().getJsonArray("tools")).hasSize(1);
        assertThat(foreign.dropped()).containsExactly("tools.bash_20250124");
    }

    @Test
    void structuredOutput() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"]}";
        ResponseFormat format = new ResponseFormat.JsonSchema("n", null, schema, true, Extras.NONE);
        assertThat(GeminiCodecs.body(asked(user("Hi")).responseFormat(format).build())
                        .getJsonObject("generationConfig"))
                .isEqualTo(new JsonObject(
                        "{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":" + schema + "}"));
        assertThat(GeminiCodecs.body(asked(user("Hi")).responseFormat(format).build(), "gemini-2.0-flash")
                        .getJsonObject("generationConfig")
                        .getJsonObject("responseSchema"))
                .isEqualTo(new JsonObject("{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\","
                        + "\"nullable\":true}},\"required\":[\"a\"]}"));
        UpstreamRequest withTools = GeminiCodecs.sent(
                asked(user("Hi"))
                        .responseFormat(new ResponseFormat.JsonObject())
                        .tools(List.of(new ToolSpec.Function("f", null, null, null, null, Extras.NONE)))
                        .build(),
                "gemini-2.5-flash");
        assertThat(withTools.dropped()).contains("response_format");
        assertThat(withTools.body().toString()).doesNotContain("responseMimeType");
    }

    @Test
    void googlesOwnFieldsArePassedOnInEitherSpelling() {
        JsonObject body = GeminiCodecs.gemini(Map.of("safety", Map.of("harassment", "block_none")))
                .encode(
                        asked(user("Hi"))
                                .serviceTier("flex")
                                .extras(Extras.of(Map.of(
                                        "cached_content",
                                        "\"cachedContents/1\"",
                                        "modalities",
                                        "[\"text\",\"audio\"]",
                                        "audio",
                                        "{\"voice\":\"Kore\",\"format\":\"pcm16\"}")))
                                .build(),
                        GeminiCodecs.target("gemini-3-flash"),
                        GeminiCodecs.TENANT)
                .body()
                .toJsonObject();
        assertThat(body.getString("cachedContent")).isEqualTo("cachedContents/1");
        assertThat(body.getString("serviceTier")).isEqualTo("flex");
        assertThat(body.getJsonArray("safetySettings"))
                .isEqualTo(json("[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_NONE\"}]"));
        assertThat(body.getJsonObject("generationConfig").getJsonArray("responseModalities"))
                .isEqualTo(json("[\"AUDIO\"]"));
        assertThat(body.getJsonObject("generationConfig")
                        .getJsonObject("speechConfig")
                        .encode())
                .contains("\"voiceName\":\"Kore\"");
    }
}
