package com.xiaojinpro.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests off a connection, one after the other. */
final class RequestReader {
    private final InputStream in;
    private final OutputStream out;

    RequestReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next request, or null where the client has left between two. */
    @Nullable
    RecordedRequest next(IntSupplier number) throws IOException {
        String line = line();
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ", 3);
        if (words.length < 3) {
            throw new IOException("not a request line: " + line);
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        while (!(line = required(line())).isEmpty()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return new RecordedRequest(
                number.getAsInt(), words[0], words[1], Map.copyOf(headers), body(headers), System.nanoTime());
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunks();
        }
        List<String> length = headers.get("content-length");
        return length == null ? new byte[0] : exactly(Integer.parseInt(length.getFirst()));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = required(line());
            int extension = size.indexOf(';');
            int count = Integer.parseInt(extension < 0 ? size : size.substring(0, extension), 16);
            if (count == 0) {
                while (!required(line()).isEmpty()) {
                    // Trailers are of no interest.
                }
                return body.toByteArray();
            }
            body.writeBytes(exactly(count));
            required(line());
        }
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the request ends early");
        }
        return bytes;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static String required(@Nullable String line) throws IOException {
        if (line == null) {
            throw new EOFException("the request ends early");
        }
        return line;
    }
}
