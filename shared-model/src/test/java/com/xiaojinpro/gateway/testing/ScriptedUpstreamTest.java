package com.xiaojinpro.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptedUpstreamTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aStreamArrivesAsItWasScripted() throws Exception {
        upstream.on(
                "m",
                Script.stream().header("x-a", "1").comment("hi").event("{}").done());
        HttpResponse<String> response = client.send(post("m"), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("x-a")).contains("1");
        assertThat(response.body()).isEqualTo(": hi\n\ndata: {}\n\ndata: [DONE]\n\n");
        RecordedRequest request = upstream.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/x");
        assertThat(request.target()).isEqualTo("/v1/x?a=b");
        assertThat(request.header("X-Mine")).isEqualTo("yes");
        assertThat(request.bodyText()).contains("\"model\":\"m\"");
        upstream.exchanges().getFirst().awaitPlayed();
    }

    @Test
    void theScriptsOfAModelAnswerOneRequestEach() throws Exception {
        upstream.on("m", Script.json(503, "{}"), Script.json("{\"a\":1}"));
        assertThat(status("m")).isEqualTo(503);
        assertThat(status("m")).isEqualTo(200);
        assertThat(status("m")).isEqualTo(200);
        assertThat(status("other")).isEqualTo(501);
        assertThat(upstream.requestsFor("m")).isEqualTo(3);
    }

    @Test
    void aModelInThePathIsFound() throws Exception {
        upstream.on("gemini-x", Script.json("{}"));
        URI uri = URI.create(upstream.url() + "/v1beta/models/gemini-x:streamGenerateContent?alt=sse");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void nothingPassesAGateBeforeItOpens() throws Exception {
        Gate gate = new Gate();
        upstream.on("m", Script.stream().event("1").pause(gate).event("2"));
        try (InputStream body = client.send(post("m"), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            assertThat(new String(body.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
            gate.awaitReached();
            assertThat(body.available()).isZero();
            assertThat(upstream.awaitExchange().played()).isFalse();
            gate.open();
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: 2\n\n");
        }
    }

    @Test
    void aClientThatLeavesIsNoticed() {
        upstream.on("m", Script.silence());
        CompletableFuture<HttpResponse<String>> call =
                client.sendAsync(post("m"), HttpResponse.BodyHandlers.ofString());
        UpstreamExchange exchange = upstream.awaitExchange();
        assertThat(exchange.disconnected()).isFalse();
        assertThat(upstream.openConnections()).isEqualTo(1);
        long before = System.nanoTime();
        call.cancel(true);
        assertThat(exchange.awaitDisconnected()).isGreaterThanOrEqualTo(before);
        upstream.awaitOpenConnections(0);
        assertThat(exchange.played()).isFalse();
    }

    @Test
    void aCutEndsWithinAChunk() {
        upstream.on("m", Script.stream().event("1").cut());
        String raw = raw("m");
        assertThat(raw).contains("data: 1").doesNotContain("\r\n0\r\n\r\n");
        assertThatThrownBy(() -> client.send(post("m"), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aCutBodyIsShorterThanItsLength() {
        upstream.on("m", Script.json("{\"a\":").cut());
        assertThatThrownBy(() -> client.send(post("m"), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aResetIsAReset() throws Exception {
        upstream.on("m", Script.stream().head().reset());
        try (Socket socket = open("m")) {
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void everyByteIsAChunkOfItsOwn() {
        upstream.on("m", Script.stream().event("é").oneByteAtATime().crlf());
        String raw = raw("m");
        String body = raw.substring(raw.indexOf("\r\n\r\n") + 4);
        assertThat(body).startsWith("1\r\nd\r\n1\r\na\r\n").endsWith("1\r\n\r\r\n1\r\n\n\r\n0\r\n\r\n");
    }

    @Test
    void linesMayEndWithCrLfOrCr() throws Exception {
        upstream.on(
                "m",
                Script.stream().event("1").crlf(),
                Script.stream().event("1").cr());
        assertThat(text("m")).isEqualTo("data: 1\r\n\r\n");
        assertThat(text("m")).isEqualTo("data: 1\r\r");
    }

    @Test
    void aBodyMayBeCompressed() throws Exception {
        upstream.on(
                "m",
                Script.stream().gzip().event("1").event("2"),
                Script.json("{}").gzip());
        for (String expected : List.of("data: 1\n\ndata: 2\n\n", "{}")) {
            HttpResponse<byte[]> response = client.send(post("m"), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
            byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(expected);
        }
    }

    @Test
    void aReaderThatStopsHoldsTheAnswerBack() throws Exception {
        long events = 100_000;
        upstream.on("m", Script.stream().repeat("x".repeat(1_000), events));
        try (Socket socket = open("m")) {
            UpstreamExchange exchange = upstream.awaitExchange();
            long taken = exchange.awaitBlocked(Duration.ofMillis(100));
            assertThat(taken).isPositive().isLessThan(events * 1_000);
            assertThat(exchange.played()).isFalse();
            long rest = socket.getInputStream().readAllBytes().length;
            assertThat(rest).isGreaterThan(events * 1_000);
            exchange.awaitPlayed();
            exchange.awaitWritten(events * 1_000);
        }
    }

    @Test
    void aBodyMayEndWithTheConnection() {
        upstream.on("m", Script.stream().event("1").closeDelimited());
        assertThat(raw("m")).endsWith("\r\n\r\ndata: 1\n\n").doesNotContain("transfer-encoding");
    }

    @Test
    void theSameChatAnswersBothForms() throws Exception {
        OpenAiScript chat = OpenAiScript.chat("m")
                .reasoning("hm")
                .text("He\"y")
                .tool(0, "call_1", "f")
                .arguments(0, "{\"a\":")
                .arguments(0, "1}")
                .finish("tool_calls")
                .usage(10, 4, 5, 2);
        upstream.answer("m", chat::answer);
        assertThat(text("m"))
                .contains("\"content\":\"He\\\"y\"")
                .contains("\"reasoning_content\":\"hm\"")
                .contains("\"arguments\":\"{\\\"a\\\":1}\"")
                .contains("\"finish_reason\":\"tool_calls\"")
                .contains("\"cached_tokens\":4");
        String stream = client.send(request("{\"model\":\"m\",\"stream\":true}"), HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(stream).contains("\"arguments\":\"1}\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void theSameMessageAnswersBothForms() throws Exception {
        AnthropicScript message = AnthropicScript.message("m", 12, 3)
                .thinking("c2ln", "let me ", "see")
                .text("Hel", "lo")
                .tool("toolu_1", "f", "{\"a\"", ":1}")
                .finish("tool_use", 9);
        upstream.answer("m", message::answer);
        assertThat(text("m"))
                .contains("\"thinking\":\"let me see\",\"signature\":\"c2ln\"")
                .contains("\"text\":\"Hello\"")
                .contains("\"input\":{\"a\":1}")
                .contains("\"input_tokens\":12")
                .contains("\"cache_read_input_tokens\":3")
                .contains("\"output_tokens\":9");
        String stream = client.send(request("{\"model\":\"m\",\"stream\":true}"), HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(stream)
                .startsWith("event: message_start\n")
                .contains("\"index\":2,\"content_block\":{\"type\":\"tool_use\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    private int status(String model) throws Exception {
        return client.send(post(model), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private String text(String model) throws Exception {
        return client.send(post(model), HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpRequest post(String model) {
        return request("{\"messages\":[{\"model\":\"no\"}],\"model\":\"" + model + "\",\"stream\":false}");
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(upstream.url() + "/v1/x?a=b"))
                .header("x-mine", "yes")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private Socket open(String model) throws IOException {
        Socket socket = new Socket("127.0.0.1", upstream.port());
        String body = "{\"model\":\"" + model + "\"}";
        socket.getOutputStream()
                .write(("POST /v1/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The bytes of an answer as the socket gives them, until the upstream ends the connection. */
    private String raw(String model) {
        try (Socket socket = open(model)) {
            upstream.awaitExchange().awaitPlayed();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
