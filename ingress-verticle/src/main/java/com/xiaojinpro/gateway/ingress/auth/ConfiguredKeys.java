package com.xiaojinpro.gateway.ingress.auth;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.LimitTable;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the configuration. Only their HMAC-SHA-256 under a pepper of this process is kept, and a presented key is
 * found by its own: comparing tells nothing about how much of a guess was right. Immutable, thread-safe.
 */
public final class ConfiguredKeys implements KeyStore {
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecretKeySpec PEPPER = pepper();
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(ConfiguredKeys::mac);

    private final Map<ByteBuffer, Principal> principals = new HashMap<>();

    /** Keys of tenants without limits. */
    public ConfiguredKeys(List<GatewayConfig.Key> keys) {
        this(keys, Map.of());
    }

    /**
     * @param tenants the limits of tenants by their names
     */
    public ConfiguredKeys(List<GatewayConfig.Key> keys, Map<String, LimitTable> tenants) {
        Map<String, Limits> ofTenants = new HashMap<>();
        tenants.forEach((name, table) -> ofTenants.put(name, ConfiguredLimits.of(table)));
        for (GatewayConfig.Key key : keys) {
            String tenant = key.tenant() == null ? "" : key.tenant();
            Limits ofTenant = ofTenants.getOrDefault(tenant, Limits.NONE);
            principals.put(
                    hash(key.value().reveal()),
                    new Principal(
                            key.name(),
                            tenant,
                            key.models(),
                            "",
                            List.of(),
                            ConfiguredLimits.of(key.limits()),
                            ofTenant));
        }
    }

    @Override
    public Future<@Nullable Principal> find(String presentedKey) {
        return Future.succeededFuture(principals.get(hash(presentedKey)));
    }

    private static ByteBuffer hash(String key) {
        return ByteBuffer.wrap(MAC.get().doFinal(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static SecretKeySpec pepper() {
        byte[] pepper = new byte[32];
        new SecureRandom().nextBytes(pepper);
        return new SecretKeySpec(pepper, ALGORITHM);
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(PEPPER);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
