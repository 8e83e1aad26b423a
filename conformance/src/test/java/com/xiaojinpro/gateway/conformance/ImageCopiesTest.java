package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.ingress.anthropic.AnthropicMessagesProtocol;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.responses.ResponsesProtocol;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An inline image of one MiB passes without being decoded. In the model it stays where it lies in the
 * client's request; an encoder of another protocol writes it from there into its own, which is the one copy; where client and
 * provider speak the same protocol, the client's bytes are sent as they lie. Measured by what the thread allocates: a copy more, or a decoded image, would break the bounds.
 */
class ImageCopiesTest {
    private static final int IMAGE_BYTES = 1 << 20;
    private static final String BASE64 = base64();

    /** Everything but the image: parsers, the model, a small request. */
    private static final long REST = 200_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ConfiguredProviders PROVIDERS = providers();

    /** A client and what it sends. */
    enum Client {
        CHAT(
                new OpenAiChatProtocol(),
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,%s\"}}]}],\"x\":1}",
                "openai"),
        MESSAGES(
                new AnthropicMessagesProtocol(),
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":"
                        + "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"%s\"}}]}]}",
                "anthropic"),
        RESPONSES(
                new ResponsesProtocol(),
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":"
                        + "\"data:image/png;base64,%s\"}]}]}",
                "responses");

        private final ClientProtocol protocol;
        private final Buffer body;
        private final String own;

        Client(ClientProtocol protocol, String template, String own) {
            this.protocol = protocol;
            this.body = Buffer.buffer(template.formatted(BASE64));
            this.own = own;
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aReaderLeavesTheImageWhereItLies(Client client) {
        assertThat(allocated(() -> client.protocol.read(client.body))).isLessThan(REST);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anEncoderOfAnotherProtocolWritesItOnce(Client client) {
        UnifiedRequest request = client.protocol.read(client.body);
        for (String name : PROVIDERS.providers().keySet()) {
            if (!name.equals(client.own)) {
                assertThat(allocated(() -> encoded(name, request))).as(name).isBetween(1L * BASE64.length(), most(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void whereTheProtocolIsTheSameItStaysWhereItLies(Client client) {
        UnifiedRequest request = client.protocol.read(client.body);
        assertThat(allocated(() -> encoded(client.own, request))).isLessThan(REST);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void itArrivesAsItWasSent(Client client) {
        UnifiedRequest request = client.protocol.read(client.body);
        for (String name : PROVIDERS.providers().keySet()) {
            assertThat(encoded(name, request).toString()).as(name).containsOnlyOnce(BASE64);
        }
    }

    @Test
    void theMeasureSeesACopy() {
        byte[] bytes = new byte[BASE64.length()];
        assertThat(allocated(bytes::clone)).isBetween(1L * BASE64.length(), most(1));
    }

    private static long most(int copies) {
        // A request in another protocol may be a little longer, and room is made for that.
        return copies * (BASE64.length() + BASE64.length() / 16L) + REST;
    }

    /** The least of several runs: classes are loaded in the first. */
    private static long allocated(Supplier<Object> work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Object result = work.get();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            assertThat(result).isNotNull();
        }
        return least;
    }

    private static Buffer encoded(String provider, UnifiedRequest request) {
        HttpCodec codec = (HttpCodec) PROVIDERS.providers().get(provider);
        return codec.encode(request, new Target(provider, "m", null, null, Timeouts.DEFAULT), CallContext.NONE)
                .body();
    }

    private static String base64() {
        byte[] image = new byte[IMAGE_BYTES];
        new Random(1).nextBytes(image);
        byte[] head = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        System.arraycopy(head, 0, image, 0, head.length);
        return Base64.getEncoder().encodeToString(image);
    }

    private static ConfiguredProviders providers() {
        ConfiguredProviders providers = new ConfiguredProviders();
        new ConfigReader(Map.of(), path -> {
                    throw new IOException("there are no files");
                })
                .read("""
                        [providers.openai]
                        type = "openai"
                        api = "chat"
                        api_key = "k-12345678"
                        [providers.responses]
                        type = "openai"
                        api = "responses"
                        api_key = "k-12345678"
                        [providers.anthropic]
                        type = "anthropic"
                        api_key = "k-12345678"
                        [providers.gemini]
                        type = "gemini"
                        api_key = "k-12345678"
                        """, "images.toml", providers);
        return providers;
    }
}
