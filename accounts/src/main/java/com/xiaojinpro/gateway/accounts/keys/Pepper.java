package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes secrets for the database with HMAC-SHA-256: who has the database alone cannot even test a guess. Thread-safe.
 */
public final class Pepper {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;
    private final ThreadLocal<Mac> mac;

    public Pepper(Secret value) {
        this.key = new SecretKeySpec(value.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.mac = ThreadLocal.withInitial(this::mac);
    }

    /**
     * The configured one, or that of the data directory, which is made at the first time. Blocks.
     *
     * @throws IOException where it can neither be read nor be kept
     */
    public static Pepper of(@Nullable Secret configured, Path dataDirectory) throws IOException {
        if (configured != null) {
            return new Pepper(configured);
        }
        Path file = dataDirectory.resolve("pepper");
        if (!Files.exists(file)) {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            try {
                new PrivateFile(file).create(HexFormat.of().formatHex(bytes));
            } catch (FileAlreadyExistsException otherWasFaster) {
                // Its pepper is the pepper.
            }
        }
        String kept = Files.readString(file).strip();
        if (kept.isEmpty()) {
            throw new IOException(file + " is empty; without it, a new pepper is made, and keys made before are void");
        }
        return new Pepper(new Secret(kept));
    }

    /** What is kept of a secret. */
    public byte[] hash(String id, String secret) {
        return mac.get().doFinal((id + '_' + secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a hash is that of a secret; takes as long for every wrong one. */
    public boolean matches(byte[] hash, String id, String secret) {
        return MessageDigest.isEqual(hash, hash(id, secret));
    }

    /** Tells two peppers apart, and nothing else. */
    String fingerprint() {
        return HexFormat.of().formatHex(hash("pepper", "fingerprint"), 0, 8);
    }

    private Mac mac() {
        try {
            Mac created = Mac.getInstance(ALGORITHM);
            created.init(key);
            return created;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
