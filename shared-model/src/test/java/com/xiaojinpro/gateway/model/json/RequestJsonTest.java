package com.xiaojinpro.gateway.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.testing.ArbitraryRequest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {
    private static final Buffer NO_BODY = Buffer.buffer(0);
    private static final Extras EXTRAS = Extras.of(Map.of("x_1", "[1.0, \"\\u0041\"]"));

    @Provide
    Arbitrary<UnifiedRequest> requests() {
        return ArbitraryRequest.any();
    }

    @Property(tries = 200)
    void everyRequestComesBackAsItWas(@ForAll("requests") UnifiedRequest request) {
        byte[] written = write(request);
        assertThat(RequestJson.read(written, 0, written.length, NO_BODY)).isEqualTo(request);
    }

    @Property(tries = 200)
    void fieldsOfANewerVersionAreSkippedWhereverTheyStand(
            @ForAll("requests") UnifiedRequest request, @ForAll long seed) {
        byte[] grown = UnknownFields.into(write(request), new Random(seed));
        assertThat(RequestJson.read(grown, 0, grown.length, NO_BODY)).isEqualTo(request);
    }

    @Property(tries = 200)
    void aDamagedRequestIsAFaultOrAnotherRequestButNeverABug(
            @ForAll("requests") UnifiedRequest request, @ForAll Random chance) {
        byte[] damaged = write(request);
        damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt(256);
        int length = chance.nextBoolean() ? damaged.length : chance.nextInt(damaged.length);
        try {
            RequestJson.read(damaged, 0, length, NO_BODY);
        } catch (FaultException e) {
            assertThat(e.fault().kind()).isEqualTo(FaultKind.INTERNAL);
        }
    }

    /** The words and names of this document are frozen: nodes of two versions share them. */
    @Test
    void theFormIsFrozen() {
        UnifiedRequest request = full();
        String form = """
                {"dialect":"ANTHROPIC_MESSAGES","model":"m","stream":true,"streamUsage":true,"legacyFunctions":true,"messages":[\
                {"role":"SYSTEM","parts":["be kind",{"k":"text","text":"and brief","cache":{"ttl":"1h"},\
                "x":["x_1","[1.0, \\"\\\\u0041\\"]"]}]},\
                {"role":"USER","parts":[{"k":"image","detail":"low","source":{"url":"https://example.com/i"},"cache":{}},\
                {"k":"document","title":"t","filename":"f","citations":true,"source":{"text":"plain"}},\
                {"k":"audio","format":"wav","source":{"type":"audio/wav","base64":"QUJD"}},\
                {"k":"video","source":{"file":"v"}},{"k":"refusal","text":"no"},\
                {"k":"raw","dialect":"ANTHROPIC_MESSAGES","json":"{\\"type\\":\\"new\\"}"}],"name":"ann"},\
                {"role":"ASSISTANT","parts":[{"k":"reasoning","text":"","summary":"s","signature":"sig","encrypted":"e",\
                "origin":"anthropic-claude-v1","id":"r"},\
                {"k":"call","id":"c","name":"f","args":"{ }","custom":true,"signature":"g"}]},\
                {"role":"TOOL","parts":[{"k":"result","id":"c","name":"f","error":true,"content":["out"]}]}],\
                "tools":[{"k":"function","name":"f","description":"d","schema":"{}","strict":true,"cache":{}},\
                {"k":"custom","name":"g","description":"d","format":"{}"},\
                {"k":"raw","dialect":"ANTHROPIC_MESSAGES","json":"{}"}],\
                "toolChoice":{"k":"allowed","names":["f"],"required":true},"parallel":false,"max":5,"stop":["a","b"],\
                "sampling":{"temperature":0.5,"topP":1.0,"topK":3,"minP":0.1,"presence":-1.0,"frequency":1.0E-5,\
                "repetition":1.1,"seed":9,"bias":"{\\"5\\":1}","n":2,"topLogprobs":0},\
                "format":{"k":"schema","name":"n","description":"d","schema":"{}","strict":false},\
                "reasoning":{"mode":"ADAPTIVE","effort":"high","budget":1024,"visibility":"SUMMARY"},\
                "verbosity":"low","user":"u","tier":"flex","cacheKey":"k","cache":{"ttl":"5m"},"metadata":"{}",\
                "x":["x_1","[1.0, \\"\\\\u0041\\"]"]}""";
        assertThat(new String(write(request), StandardCharsets.UTF_8)).isEqualTo(form);
        assertThat(read(form)).isEqualTo(request);
    }

    @Test
    void whatTheClientDidNotSayIsNotWritten() {
        UnifiedRequest bare =
                new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model("m").build();
        assertThat(new String(write(bare), StandardCharsets.UTF_8))
                .isEqualTo("{\"dialect\":\"OPENAI_CHAT\",\"model\":\"m\",\"messages\":[]}");
    }

    @Test
    void theBodyTravelsBesideAndIsPutBack() {
        Buffer body = Buffer.buffer("{\"model\":\"m\"}");
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .body(body)
                .build();
        byte[] written = write(request);
        assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("body");
        assertThat(RequestJson.read(written, 0, written.length, body)).isEqualTo(request);
    }

    @Test
    void aLargeImageNeedsItsOwnSizeInMemoryAndNotSixTimesThat() {
        String base64 = "QUJD".repeat(2_000_000);
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .messages(List.of(UnifiedMessage.of(
                        Role.USER,
                        List.of(new ContentPart.Image(
                                new MediaSource.Inline("image/png", base64), null, null, Extras.NONE)))))
                .build();
        byte[] written = write(request);
        assertThat(written.length).isBetween(base64.length(), base64.length() + 200);
        assertThat(RequestJson.read(written, 0, written.length, NO_BODY)).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"dialect\":\"HOLOGRAM\",\"model\":\"m\"}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"messages\":[{\"role\":\"HOLOGRAM\",\"parts\":[]}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"messages\":[{\"role\":\"USER\",\"parts\":[{\"k\":\"HOLOGRAM\"}]}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"tools\":[{\"k\":\"HOLOGRAM\"}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"toolChoice\":{\"k\":\"HOLOGRAM\"}}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"format\":{\"k\":\"HOLOGRAM\"}}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"reasoning\":{\"mode\":\"HOLOGRAM\"}}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"reasoning\":{\"visibility\":\"HOLOGRAM\"}}",
            })
    void aWordWhoseLossWouldChangeWhatIsAskedIsAFaultThatNamesIt(String request) {
        Fault fault = unreadable(request);
        assertThat(fault.message()).contains("'HOLOGRAM'").contains("does not know");
        assertThat(fault.kind()).isEqualTo(FaultKind.INTERNAL);
        assertThat(fault.retryable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"dialect\":\"GEMINI\"}",
                "{\"dialect\":\"GEMINI\",\"model\":null}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"messages\":[{\"parts\":[]}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"messages\":[{\"role\":\"TOOL\",\"parts\":[\"text\"]}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"messages\":[{\"role\":\"USER\",\"parts\":[{\"text\":\"x\"}]}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"messages\":[{\"role\":\"USER\",\"parts\":[{\"k\":\"image\"}]}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"messages\":[{\"role\":\"USER\",\"parts\":"
                        + "[{\"k\":\"video\",\"source\":{\"bucket\":\"b\"}}]}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"tools\":[{\"k\":\"function\"}]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"toolChoice\":{\"k\":\"named\"}}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"sampling\":{\"n\":3000000000}}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\",\"x\":[\"odd\"]}",
                "{\"dialect\":\"GEMINI\",\"model\":\"m\"} 1",
            })
    void aRequestThatIsNotWholeIsAnInternalFault(String request) {
        assertThat(unreadable(request).kind()).isEqualTo(FaultKind.INTERNAL);
    }

    private static UnifiedRequest full() {
        Dialect dialect = Dialect.ANTHROPIC_MESSAGES;
        List<UnifiedMessage> messages = List.of(
                UnifiedMessage.of(
                        Role.SYSTEM,
                        List.of(
                                ContentPart.Text.of("be kind"),
                                new ContentPart.Text("and brief", new CacheHint("1h"), EXTRAS))),
                new UnifiedMessage(
                        Role.USER,
                        List.of(
                                new ContentPart.Image(
                                        new MediaSource.Url("https://example.com/i"),
                                        "low",
                                        new CacheHint(null),
                                        Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.PlainText("plain"), "t", "f", true, null, Extras.NONE),
                                new ContentPart.Audio(
                                        new MediaSource.Inline("audio/wav", "QUJD"), "wav", null, Extras.NONE),
                                new ContentPart.Video(new MediaSource.FileId("v"), null, Extras.NONE),
                                new ContentPart.Refusal("no"),
                                new ContentPart.Opaque(dialect, "{\"type\":\"new\"}")),
                        "ann",
                        Extras.NONE),
                UnifiedMessage.of(
                        Role.ASSISTANT,
                        List.of(
                                new ContentPart.Reasoning("", "s", "sig", "e", "anthropic-claude-v1", "r", Extras.NONE),
                                new ContentPart.ToolCall("c", "f", "{ }", true, "g", null, Extras.NONE))),
                UnifiedMessage.of(
                        Role.TOOL,
                        List.of(new ContentPart.ToolResult(
                                "c", "f", List.of(ContentPart.Text.of("out")), true, null, Extras.NONE))));
        return new UnifiedRequestBuilder(dialect)
                .model("m").stream(true)
                        .streamUsage(true)
                        .legacyFunctions(true)
                        .messages(messages)
                        .tools(List.of(
                                new ToolSpec.Function("f", "d", "{}", true, new CacheHint(null), Extras.NONE),
                                new ToolSpec.Custom("g", "d", "{}", Extras.NONE),
                                new ToolSpec.Opaque(dialect, "{}")))
                        .toolChoice(new ToolChoice.Allowed(List.of("f"), true))
                        .parallelToolCalls(false)
                        .maxOutputTokens(5L)
                        .stop(List.of("a", "b"))
                        .sampling(new Sampling(0.5, 1.0, 3, 0.1, -1.0, 1.0E-5, 1.1, 9L, "{\"5\":1}", 2, 0))
                        .responseFormat(new ResponseFormat.JsonSchema("n", "d", "{}", false, Extras.NONE))
                        .reasoning(new ReasoningControl(
                                ReasoningControl.Mode.ADAPTIVE,
                                "high",
                                1024L,
                                ReasoningControl.Visibility.SUMMARY,
                                Extras.NONE))
                        .verbosity("low")
                        .userId("u")
                        .serviceTier("flex")
                        .promptCacheKey("k")
                        .cache(new CacheHint("5m"))
                        .metadata("{}")
                        .extras(EXTRAS)
                        .build();
    }

    private static byte[] write(UnifiedRequest request) {
        ByteWriter out = new ByteWriter(64);
        RequestJson.write(request, out);
        return out.take().getBytes();
    }

    private static UnifiedRequest read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return RequestJson.read(bytes, 0, bytes.length, NO_BODY);
    }

    private static Fault unreadable(String json) {
        return catchThrowableOfType(FaultException.class, () -> read(json)).fault();
    }
}
