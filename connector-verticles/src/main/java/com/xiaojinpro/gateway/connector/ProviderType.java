package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.config.ProviderConfig;

/**
 * A kind of provider, found through {@link java.util.ServiceLoader}. To add one: a package with a type and a codec, a line
 * in {@code META-INF/services}, fixtures, an example in {@code conf/xjp.toml}. Nothing else changes.
 */
public interface ProviderType {
    /** The word of {@code type = "..."} in the configuration. */
    String name();

    /** Reads the provider's settings; every problem is reported to them, none is thrown. */
    Provider create(ProviderConfig config);

    /** The same, for types that need something which providers share. */
    default Provider create(ProviderConfig config, ConnectorServices services) {
        return create(config);
    }
}
