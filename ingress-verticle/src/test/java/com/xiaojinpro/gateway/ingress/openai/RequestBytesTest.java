package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.RequestPeek;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** H121: bytes that are no request are a refusal, whatever they are; bytes that are one are read, however large. */
class RequestBytesTest {
    @SuppressWarnings("unused") // by name, as the source of a parameter
    static final List<String> REQUESTS = Golden.REQUESTS;

    @ParameterizedTest
    @FieldSource("REQUESTS")
    void aRequestCutAnywhereIsRefused(String name) {
        byte[] whole = trimmed(Golden.request(name));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RequestReader.read(Buffer.buffer(cut)))
                    .as("the first %d bytes of %s", length, name)
                    .isInstanceOf(FaultException.class);
        }
    }

    @ParameterizedTest
    @FieldSource("REQUESTS")
    void aByteChangedAnywhereIsRefusedOrRead(String name) {
        byte[] whole = Golden.request(name);
        byte[] replacements = {0, '"', '\\', '{', ']', ',', 'e', (byte) 0x80};
        for (int at = 0; at < whole.length; at++) {
            for (byte replacement : replacements) {
                byte[] changed = whole.clone();
                changed[at] = replacement;
                readOrRefuse(changed);
            }
        }
    }

    @Property(tries = 3_000)
    void manyBytesChangedAreRefusedOrRead(@ForAll("requests") String name, @ForAll long seed, @ForAll boolean insert) {
        Random random = new Random(seed);
        byte[] bytes = Golden.request(name);
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes = insert ? inserted(bytes, random) : changed(bytes, random);
        }
        readOrRefuse(bytes);
    }

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.of(Golden.REQUESTS);
    }

    // H121: base64 of 40 MB is one string; it is neither decoded nor refused.
    @Test
    void aStringOf40MegabytesIsReadOnceAndKept() {
        byte[] head =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\"}}]}]}".getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[head.length + 40_000_000 + tail.length];
        Arrays.fill(body, (byte) 'A');
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(tail, 0, body, body.length - tail.length, tail.length);

        UnifiedRequest request = RequestReader.read(Buffer.buffer(body));

        ContentPart.Image image =
                (ContentPart.Image) request.messages().getFirst().parts().getFirst();
        assertThat(((MediaSource.Inline) image.source()).base64()).hasSize(40_000_000);
        assertThat(RequestPeek.of(Buffer.buffer(body))).isEqualTo(new RequestPeek("m", false));
    }

    @Test
    void escapesInADataUrlAreRead() {
        UnifiedRequest request = RequestReaderTest.read("""
                {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":
                {"url":"data:image\\/jpeg;base64,\\/9j\\/4AAQ"}}]}]}""");

        ContentPart.Image image =
                (ContentPart.Image) request.messages().getFirst().parts().getFirst();
        assertThat(image.source()).isEqualTo(new MediaSource.Inline("image/jpeg", "/9j/4AAQ"));
    }

    @Test
    void aBodyInsideALargerBufferIsReadWhereItLies() {
        Buffer larger =
                Buffer.buffer("xx").appendBytes(Golden.request("minimal")).appendString("yy");
        Buffer slice = larger.slice(2, larger.length() - 2);

        assertThat(RequestReader.read(slice).model()).isEqualTo("small");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheRequest() {
        Buffer marked = Buffer.buffer(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF})
                .appendBytes("{\"x\":[1, 2],\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                        .getBytes(StandardCharsets.UTF_8));

        UnifiedRequest request = RequestReader.read(marked);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.extras().get("x")).isEqualTo("[1, 2]");
    }

    @Test
    void numbersThatNoTypeHoldsAreRefused() {
        for (String number :
                new String[] {"1e99999999999", "-1e-99999999999", "9".repeat(2_000), "1." + "0".repeat(900)}) {
            for (String field : new String[] {"temperature", "max_tokens", "seed", "x"}) {
                readOrRefuse(RequestReaderTest.minimalWith("\"" + field + "\":" + number)
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void readOrRefuse(byte[] body) {
        try {
            assertThat(RequestReader.read(Buffer.buffer(body)).messages()).isNotEmpty();
        } catch (FaultException refusal) {
            assertThat(refusal.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
            assertThat(refusal.fault().message()).isNotBlank();
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        return changed;
    }

    private static byte[] inserted(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(40, bytes.length - from) + 1);
        int at = random.nextInt(bytes.length + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + length);
        out.write(bytes, 0, at);
        out.write(bytes, from, length);
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    private static byte[] trimmed(byte[] text) {
        int length = text.length;
        while (length > 0 && text[length - 1] != '}') {
            length--;
        }
        return Arrays.copyOf(text, length);
    }
}
