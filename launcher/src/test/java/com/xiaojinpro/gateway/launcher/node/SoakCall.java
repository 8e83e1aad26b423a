package com.xiaojinpro.gateway.launcher.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One streamed call of a client that behaves as chance has it, and what came of it. Used by one thread. */
final class SoakCall {
    private static final Pattern CONTENT = Pattern.compile("\"delta\":\\{[^}]*\"content\":\"([^\"]*)\"");
    private static final int SOCKET_BUFFER = 16 * 1024;

    /** What the client does with its answer. */
    enum Reader {
        READS,
        READS_SLOWLY,
        LEAVES
    }

    /** What the client got. The last two must never come. */
    enum Verdict {
        WHOLE,
        ERROR_IN_THE_STREAM,
        REFUSED,
        LEFT,
        /** It looks finished and is not what was said. */
        WRONG,
        /** It just ends. */
        CUT
    }

    private final int port;
    private final String name;
    private final Reader reader;
    private final Random chance;
    private final StringBuilder seen = new StringBuilder();

    SoakCall(int port, String name, Reader reader, Random chance) {
        this.port = port;
        this.name = name;
        this.reader = reader;
        this.chance = chance;
    }

    /**
     * Calls and reads.
     *
     * @param whole what the whole answer says
     */
    Verdict run(String whole) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(SOCKET_BUFFER);
            socket.connect(new InetSocketAddress("127.0.0.1", port), 20_000);
            socket.setSoTimeout(30_000);
            ask(socket);
            if (!read(socket)) {
                return Verdict.LEFT;
            }
        }
        return verdict(whole);
    }

    /** What was read, for the failure message. */
    String seen() {
        return seen.toString();
    }

    private void ask(Socket socket) throws IOException {
        String body =
                "{\"model\":\"soak\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + name + "\"}]}";
        String request = "POST /v1/chat/completions HTTP/1.1\r\nhost: soak\r\nconnection: close\r\n"
                + "content-type: application/json\r\nauthorization: Bearer " + TestGateway.KEY
                + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Returns whether the answer was read to its end. */
    private boolean read(Socket socket) throws IOException {
        int leaveAt = reader == Reader.LEAVES ? chance.nextInt(6_000) : Integer.MAX_VALUE;
        byte[] buffer = new byte[reader == Reader.READS_SLOWLY ? 256 : 8 * 1024];
        InputStream in = socket.getInputStream();
        int count;
        while (seen.length() < leaveAt && (count = in.read(buffer)) >= 0) {
            seen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            if (reader == Reader.READS_SLOWLY) {
                LockSupport.parkNanos(2_000_000);
            }
        }
        if (reader == Reader.LEAVES && chance.nextBoolean()) {
            socket.setSoLinger(true, 0);
        }
        return reader != Reader.LEAVES;
    }

    private Verdict verdict(String whole) {
        String text = seen.toString();
        boolean error = text.contains("\"error\":{");
        if (!text.startsWith("HTTP/1.1 200")) {
            return text.startsWith("HTTP/1.1 5") && error ? Verdict.REFUSED : Verdict.CUT;
        }
        StringBuilder said = new StringBuilder();
        Matcher content = CONTENT.matcher(text);
        while (content.find()) {
            said.append(content.group(1));
        }
        boolean done = text.contains("data: [DONE]");
        if (error) {
            return !done && whole.startsWith(said.toString()) ? Verdict.ERROR_IN_THE_STREAM : Verdict.WRONG;
        }
        if (done) {
            return whole.contentEquals(said) ? Verdict.WHOLE : Verdict.WRONG;
        }
        return Verdict.CUT;
    }
}
