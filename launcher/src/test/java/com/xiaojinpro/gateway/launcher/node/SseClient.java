package com.xiaojinpro.gateway.launcher.node;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client on a bare socket, so that a test decides when it reads and how it leaves. One request a connection. */
public final class SseClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final StringBuilder seen = new StringBuilder();

    private SseClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static SseClient post(int port, String path, String json) throws IOException {
        return post(port, path, TestGateway.KEY, json);
    }

    /** Sends a request with a key of the test's choice. */
    public static SseClient post(int port, String path, String key, String json) throws IOException {
        return post(port, path, key, "", json);
    }

    /**
     * Sends a request with more headers.
     *
     * @param headers lines, each with its end
     */
    public static SseClient post(int port, String path, String key, String headers, String json) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port), 5_000);
        socket.setSoTimeout(20_000);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST " + path + " HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\nauthorization: Bearer "
                        + key + "\r\n" + headers + "connection: close\r\ncontent-length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        return new SseClient(socket);
    }

    public static String chat(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    static SseClient chat(TestGateway gateway, String model) throws IOException {
        return post(gateway.port(), "/v1/chat/completions", chat(model, true));
    }

    static SseClient messages(TestGateway gateway, String model) throws IOException {
        return post(
                gateway.port(),
                "/v1/messages",
                chat(model, true).replace("{\"model\"", "{\"max_tokens\":100,\"model\""));
    }

    /** Reads until the text has been seen. */
    public SseClient awaitText(String text) throws IOException {
        while (seen.indexOf(text) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new AssertionError("the answer ended before '" + text + "': " + seen);
            }
            seen.append((char) b);
        }
        return this;
    }

    /** Reads to the end of the connection; a reset is an end too. */
    public String readAll() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketException reset) {
            // What came before it is what the client got.
        }
        return seen.append(rest.toString(StandardCharsets.UTF_8)).toString();
    }

    public String seen() {
        return seen.toString();
    }

    /** Leaves without a word, by a reset. */
    public void leave() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
