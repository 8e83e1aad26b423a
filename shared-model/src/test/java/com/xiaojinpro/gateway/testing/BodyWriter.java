package com.xiaojinpro.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the answer to one request as its script wants it framed. Used by the thread that plays the script. */
final class BodyWriter {
    private static final int SLICE = 8 * 1024;
    /** How much more a length or a chunk announces than is sent, where the script cuts it. */
    private static final int MISSING = 4 * 1024;

    private final Script script;
    private final OutputStream out;
    private final UpstreamExchange exchange;
    private final Compression compression;
    private boolean headSent;

    BodyWriter(Script script, OutputStream out, UpstreamExchange exchange) {
        this.script = script;
        this.out = out;
        this.exchange = exchange;
        this.compression = new Compression(script.gzipped());
    }

    void head() throws IOException {
        if (headSent) {
            return;
        }
        headSent = true;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + script.status() + " Scripted\r\n");
        script.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        switch (script.framing()) {
            case LENGTH -> head.append("content-length: ").append(length()).append("\r\n");
            case CHUNKED -> head.append("transfer-encoding: chunked\r\n");
            case CLOSE -> {}
        }
        write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] plain) throws IOException {
        head();
        byte[] bytes = compression.add(script.lines(plain));
        for (int from = 0; from < bytes.length; ) {
            int to = (int) Math.min((long) from + script.pieceSize(), bytes.length);
            piece(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
    }

    private void piece(byte[] bytes) throws IOException {
        if (script.framing() != Script.Framing.CHUNKED) {
            write(bytes);
            return;
        }
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes(new byte[] {'\r', '\n'});
        write(chunk.toByteArray());
    }

    /** Leaves the other side inside a chunk, or short of the announced length. */
    void breakOff() throws IOException {
        head();
        if (script.framing() == Script.Framing.CHUNKED) {
            write((Integer.toHexString(MISSING) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    void end() throws IOException {
        head();
        byte[] trailer = compression.finish();
        if (trailer.length > 0) {
            piece(trailer);
        }
        if (script.framing() == Script.Framing.CHUNKED) {
            write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private long length() throws IOException {
        Compression dry = new Compression(script.gzipped());
        long length = 0;
        for (Step step : script.steps()) {
            switch (step) {
                case Step.Send send -> length += dry.add(script.lines(send.bytes())).length;
                case Step.Repeat repeat -> {
                    for (long i = 0; i < repeat.times(); i++) {
                        length += dry.add(script.lines(repeat.bytes())).length;
                    }
                }
                case Step.Stall stall -> length += MISSING;
                case Step.Cut cut -> length += MISSING;
                case Step.Reset reset -> length += MISSING;
                case Step.Head head -> {}
                case Step.Pause pause -> {}
            }
        }
        return length + dry.finish().length;
    }

    private void write(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += SLICE) {
            int count = Math.min(SLICE, bytes.length - from);
            exchange.writing(true);
            out.write(bytes, from, count);
            exchange.writing(false);
            exchange.wrote(count);
        }
    }

    /** The content coding of one body: gzip flushed after each addition, or none. */
    private static final class Compression {
        private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        private final @Nullable GZIPOutputStream gzip;

        Compression(boolean gzip) {
            try {
                this.gzip = gzip ? new GZIPOutputStream(compressed, 512, true) : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] add(byte[] plain) throws IOException {
            if (gzip == null) {
                return plain;
            }
            gzip.write(plain);
            gzip.flush();
            return take();
        }

        byte[] finish() throws IOException {
            if (gzip == null) {
                return new byte[0];
            }
            gzip.finish();
            return take();
        }

        private byte[] take() {
            byte[] bytes = compressed.toByteArray();
            compressed.reset();
            return bytes;
        }
    }
}
