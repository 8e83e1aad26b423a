package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** H62: a signature that no Claude model made goes out tagged and comes back as what it was. */
class SignatureTagTest {
    @Test
    void aPlainSignatureHasTheAgreedForm() {
        assertThat(new SignatureTag("google-gemini-v1", "sig/+=", null, null, null).text())
                .isEqualTo("xjp1.google-gemini-v1.c2lnLys9");
        assertThat(new SignatureTag(null, null, null, null, null).text()).isEqualTo("xjp1.none.");
    }

    @Property(tries = 300)
    void everyTagIsReadBack(
            @ForAll @NotEmpty String origin,
            @ForAll @NotEmpty String signature,
            @ForAll @NotEmpty String encrypted,
            @ForAll @NotEmpty String id) {
        // An origin is a word; lone surrogates have no UTF-8 form and are not asked for.
        for (String value : List.of(origin, signature, encrypted, id)) {
            if (!value.equals(new String(
                    value.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    java.nio.charset.StandardCharsets.UTF_8))) {
                return;
            }
        }
        SignatureTag tag = new SignatureTag(origin.equals("none") ? "n" : origin, signature, encrypted, id, null);
        assertThat(SignatureTag.parse(tag.text())).isEqualTo(tag);
        assertThat(SignatureTag.matches(tag.text())).isTrue();
    }

    @Property(tries = 300)
    void aDamagedTagNeverBreaksTheReader(@ForAll String tail) {
        SignatureTag tag = SignatureTag.parse(SignatureTag.PREFIX + tail);
        assertThat(tag.reasoning("t", Extras.NONE).text()).isEqualTo("t");
    }

    @Test
    void aTaggedThoughtComesBackWithItsOrigin() {
        String gemini = new SignatureTag("google-gemini-v1", "AAA=", null, null, null).text();
        String openai = new SignatureTag("openai-responses-v1", null, "enc", "rs_1", null).text();
        String plain = new SignatureTag(null, null, null, null, null).text();
        assertThat(assistant(thinking("a", gemini) + "," + thinking("", openai) + "," + thinking("b", plain)))
                .containsExactly(
                        new ContentPart.Reasoning("a", null, "AAA=", null, "google-gemini-v1", null, Extras.NONE),
                        new ContentPart.Reasoning("", null, null, "enc", "openai-responses-v1", "rs_1", Extras.NONE),
                        new ContentPart.Reasoning("b", null, null, null, null, null, Extras.NONE));
    }

    @Test
    @DisplayName("H41: the signature of a tool call is bound to the call again, before it or after it")
    void aCallGetsItsSignatureBack() {
        String call = "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"f\",\"input\":{}}";
        String other = "{\"type\":\"tool_use\",\"id\":\"call_2\",\"name\":\"f\",\"input\":{}}";
        String signature = thinking("", SignatureTag.ofCall("thought", "call_1"));
        for (String content : List.of(signature + "," + call + "," + other, call + "," + other + "," + signature)) {
            assertThat(assistant(content))
                    .containsExactly(
                            new ContentPart.ToolCall("call_1", "f", "{}", false, "thought", null, Extras.NONE),
                            new ContentPart.ToolCall("call_2", "f", "{}", false, null, null, Extras.NONE));
        }
    }

    @Test
    void citationsOfTheGatewayAreNotSentBack() {
        assertThat(assistant(
                        "{\"type\":\"text\",\"text\":\"a\",\"citations\":[{\"type\":\"web_search_result_location\","
                                + "\"encrypted_index\":\"xjp1.none.\"}]}"))
                .containsExactly(ContentPart.Text.of("a"));
    }

    @Test
    void anImageOfAnEarlierAnswerIsAnImageAgain() {
        assertThat(assistant("{\"type\":\"text\",\"text\":\"![image](data:image/png;base64,QUJD)\"}"))
                .containsExactly(new ContentPart.Image(
                        new com.xiaojinpro.gateway.model.MediaSource.Inline("image/png", "QUJD"),
                        null,
                        null,
                        Extras.NONE));
        for (String text : List.of(
                "![image](https://example.com/a.png)",
                "![image](data:image/png;base64,QUJD) and",
                "![image](data:x)")) {
            assertThat(assistant("{\"type\":\"text\",\"text\":\"" + text + "\"}"))
                    .containsExactly(ContentPart.Text.of(text));
        }
    }

    private static String thinking(String text, String signature) {
        return "{\"type\":\"thinking\",\"thinking\":\"" + text + "\",\"signature\":\"" + signature + "\"}";
    }

    private static List<ContentPart> assistant(String blocks) {
        UnifiedRequest request = RequestReader.read(
                Buffer.buffer("{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":["
                        + blocks + "]}]}"));
        return request.messages().getFirst().parts();
    }
}
