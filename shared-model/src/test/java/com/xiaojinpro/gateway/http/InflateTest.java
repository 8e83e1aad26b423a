package com.xiaojinpro.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflateTest {
    private static final byte[] PLAIN =
            "a body that says the same again and again. ".repeat(400).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 100_000})
    void gzipInPiecesOfAnySizeComesOutWhole(int piece) throws IOException {
        assertThat(inPieces(new Inflate("gzip", 1 << 20), gzip(PLAIN), piece)).isEqualTo(PLAIN);
        assertThat(inPieces(new Inflate("X-GZIP", 1 << 20), gzip(PLAIN), piece)).isEqualTo(PLAIN);
    }

    /** Some senders mean the raw form by this name, some the one with a zlib head. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothFormsOfDeflateComeOutWhole(boolean raw) throws IOException {
        assertThat(inPieces(new Inflate("deflate", 1 << 20), deflate(PLAIN, raw), 50))
                .isEqualTo(PLAIN);
    }

    /** H120: a small body must not become a huge one. */
    @Test
    void moreThanTheLimitIsTooLarge() throws IOException {
        byte[] bomb = gzip(new byte[4 << 20]);
        Inflate inflate = new Inflate("gzip", 100_000);
        assertThatThrownBy(() -> inPieces(inflate, bomb, 16)).isInstanceOf(Inflate.TooLargeException.class);
    }

    /** H120: the decompressor itself stops where a single piece holds more than the limit. */
    @Test
    void onePieceThatHoldsMoreThanTheLimitIsRefused() throws IOException {
        byte[] bomb = gzip(new byte[4 << 20]);
        Inflate inflate = new Inflate("gzip", 100_000);
        assertThatThrownBy(() -> inPieces(inflate, bomb, bomb.length)).isInstanceOf(Inflate.TooLargeException.class);
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() throws IOException {
        assertThat(inPieces(new Inflate("gzip", PLAIN.length), gzip(PLAIN), 1 << 20))
                .isEqualTo(PLAIN);
    }

    @Test
    void oneByteMoreThanTheLimitIsTooLarge() throws IOException {
        byte[] compressed = gzip(PLAIN);
        Inflate inflate = new Inflate("gzip", PLAIN.length - 1);
        assertThatThrownBy(() -> inPieces(inflate, compressed, 16)).isInstanceOf(Inflate.TooLargeException.class);
    }

    @Test
    void bytesThatAreNotCompressedAreRefused() {
        Buffer garbage = Buffer.buffer("{\"model\":\"m\",\"messages\":[]}");
        Inflate inflate = new Inflate("gzip", 1 << 20);
        assertThatThrownBy(() -> inflate.inflate(garbage))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(Inflate.TooLargeException.class);
    }

    @Test
    void onlyTheCodingsItUndoesAreSupported() {
        assertThat(Inflate.supports("gzip")).isTrue();
        assertThat(Inflate.supports(" X-Gzip ")).isTrue();
        assertThat(Inflate.supports("DEFLATE")).isTrue();
        assertThat(Inflate.supports("br")).isFalse();
        assertThat(Inflate.supports("gzip, br")).isFalse();
        assertThat(Inflate.supports(null)).isFalse();
    }

    private static byte[] inPieces(Inflate inflate, byte[] compressed, int piece) {
        Buffer out = Buffer.buffer();
        for (int at = 0; at < compressed.length; at += piece) {
            int end = Math.min(compressed.length, at + piece);
            out.appendBuffer(inflate.inflate(Buffer.buffer(compressed).slice(at, end)));
        }
        return out.getBytes();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain, boolean raw) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate =
                new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, raw))) {
            deflate.write(plain);
        }
        return out.toByteArray();
    }
}
