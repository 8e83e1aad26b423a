package com.xiaojinpro.gateway.ingress.idempotency;

import com.xiaojinpro.gateway.json.HeapBytes;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256: of what a request asks, or of whose key it is. */
final class Fingerprint {
    private static final int BYTES = 32;

    private final byte[] hash;

    private Fingerprint(byte[] hash) {
        this.hash = hash;
    }

    /** Of a request: its method, its path and its body, decompressed. */
    static Fingerprint of(String method, String path, Buffer body) {
        MessageDigest digest = digest(method, path);
        HeapBytes bytes = HeapBytes.of(body);
        digest.update(bytes.array(), bytes.offset(), bytes.length());
        return new Fingerprint(digest.digest());
    }

    /** Of texts, each apart from the next. */
    static Fingerprint of(String... texts) {
        return new Fingerprint(digest(texts).digest());
    }

    static Fingerprint read(DataInputStream in) throws IOException {
        byte[] hash = new byte[BYTES];
        in.readFully(hash);
        return new Fingerprint(hash);
    }

    void write(DataOutputStream out) throws IOException {
        out.write(hash);
    }

    String hex() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint print && Arrays.equals(print.hash, hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    private static MessageDigest digest(String... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
