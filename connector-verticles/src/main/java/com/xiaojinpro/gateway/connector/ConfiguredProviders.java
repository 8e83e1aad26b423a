package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.ProviderTypes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The providers of one configuration, made as it is read. Every type that a service file names can be configured. Used by
 * one thread while reading; the map afterwards is a copy.
 */
public final class ConfiguredProviders implements ProviderTypes {
    private final Map<String, ProviderType> types = new TreeMap<>();
    private final Map<String, Provider> providers = new LinkedHashMap<>();

    private final ConnectorServices services;

    /** Providers of a node by itself. */
    public ConfiguredProviders() {
        this(ConnectorServices.LOCAL);
    }

    public ConfiguredProviders(ConnectorServices services) {
        this.services = services;
        for (ProviderType type : ServiceLoader.load(ProviderType.class, ProviderType.class.getClassLoader())) {
            types.put(type.name(), type);
        }
    }

    @Override
    public Collection<String> names() {
        return types.keySet();
    }

    @Override
    public void read(ProviderConfig config) {
        ProviderType type = types.get(config.type());
        if (type != null) {
            providers.put(config.name(), type.create(config, services));
        }
    }

    /** The providers read so far, by their configured names. */
    public Map<String, Provider> providers() {
        return Map.copyOf(providers);
    }
}
