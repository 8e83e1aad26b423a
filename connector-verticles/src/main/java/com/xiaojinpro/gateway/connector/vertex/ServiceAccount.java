package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The grant of a service account: a statement signed with its private key is exchanged for a token (RFC 7523, RS256). Signing
 * takes about a millisecond, once an hour.
 */
final class ServiceAccount implements TokenGrant {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final Duration LIFETIME = Duration.ofHours(1);
    /** Clocks differ; a statement from the future is refused (H99). */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final String email;
    private final String keyId;
    private final String tokenUrl;
    private final PrivateKey key;

    private ServiceAccount(String email, String keyId, String tokenUrl, PrivateKey key) {
        this.email = email;
        this.keyId = keyId;
        this.tokenUrl = tokenUrl;
        this.key = key;
    }

    /**
     * @param pem the private key in PKCS#8, as it stands in the file
     * @throws GeneralSecurityException where it is no such key; the message holds nothing of it
     */
    static ServiceAccount of(String email, String keyId, String tokenUrl, String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s+", "");
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not base64");
        }
        PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        return new ServiceAccount(email, keyId, tokenUrl, key);
    }

    @Override
    public Ask ask(Instant now) {
        Buffer form = Form.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion(now.minus(SKEW)));
        return new Ask(HttpMethod.POST, tokenUrl, Form.HEADERS, form);
    }

    private String assertion(Instant issued) {
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":" + JsonText.quoted(keyId) + "}";
        String claims = "{\"iss\":" + JsonText.quoted(email) + ",\"scope\":\"" + SCOPE + "\",\"aud\":"
                + JsonText.quoted(tokenUrl) + ",\"iat\":" + issued.getEpochSecond() + ",\"exp\":"
                + issued.plus(LIFETIME).getEpochSecond() + "}";
        String signed =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read can sign", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return email;
    }
}
