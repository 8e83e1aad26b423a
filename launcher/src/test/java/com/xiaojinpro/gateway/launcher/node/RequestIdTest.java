package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is answered to a client has an id by which it can be asked for. */
class RequestIdTest {
    private static final Pattern ID = Pattern.compile("\r\nx-request-id: (req_[0-9a-z]{24})\r\n");
    private static final String KEY = "authorization: Bearer " + TestGateway.KEY + "\r\n";

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start(Topology.ONE_LOOP, "max_body_bytes = 2048", """
                [providers.echo]
                type = "echo"
                [models.echo]
                primary = { provider = "echo", model = "echo" }
                """);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200, POST, /v1/chat/completions, true, '{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'",
        "200, POST, /v1/chat/completions, true, '{\"model\":\"echo\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'",
        "200, GET, /v1/models, true, ''",
        "200, GET, /v1/models/echo, true, ''",
        "200, GET, /healthz, false, ''",
        "400, POST, /v1/chat/completions, true, '{'",
        "400, POST, /v1/messages, true, '{}'",
        "401, POST, /v1/chat/completions, false, '{}'",
        "401, POST, /v1/messages/count_tokens, false, '{}'",
        "401, GET, /v1/models, false, ''",
        "404, POST, /v1/chat/completions, true, '{\"model\":\"no-such-model\",\"messages\":[]}'",
        "404, GET, /v1/models/no-such-model, true, ''",
        "404, GET, /nothing/here, true, ''",
        "405, GET, /v1/chat/completions, true, ''"
    })
    void everyAnswerHasOne(int status, String method, String path, boolean key, String body) throws Exception {
        String answer = send(method + " " + path + " HTTP/1.1\r\nhost: test\r\n" + (key ? KEY : "")
                + "connection: close\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(id(answer)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"content-length: 3000", "content-encoding: br"})
    void soHasOneWhoseBodyIsNotRead(String header) throws Exception {
        String answer = send("POST /v1/chat/completions HTTP/1.1\r\nhost: test\r\n" + KEY + header + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(id(answer)).isNotNull();
    }

    @Test
    void soHasOneThatIsNoHttp() throws Exception {
        for (String head : new String[] {
            "GET / HTTP/1.1\r\nbroken header", "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nhost: test"
        }) {
            String answer = send(head + "\r\n\r\n");
            assertThat(answer).matches("(?s)HTTP/1\\.[01] 4.*");
            assertThat(id(answer)).isNotNull();
        }
    }

    @Test
    void noTwoAreTheSame() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ids.add(id(send("GET /nothing HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")));
        }
        assertThat(ids).hasSize(20);
    }

    private static String id(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end + 2).toLowerCase(Locale.ROOT);
        Matcher found = ID.matcher(head);
        return found.find() ? found.group(1) : null;
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new AssertionError("no whole answer: " + head);
                }
                head.append((char) next);
            }
            return head.toString();
        }
    }
}
