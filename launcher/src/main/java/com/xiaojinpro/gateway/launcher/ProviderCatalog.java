package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.ProviderTypes;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The provider packages of this installation, and the providers one reading of a configuration makes of them. */
final class ProviderCatalog implements ProviderTypes {
    private final Map<String, ProviderType> types;
    private final Map<String, Provider> created = new LinkedHashMap<>();

    ProviderCatalog(Iterable<ProviderType> types) {
        this.types = new TreeMap<>();
        types.forEach(type -> this.types.put(type.name(), type));
    }

    /** Every package on the class path. */
    static ProviderCatalog installed() {
        return new ProviderCatalog(ServiceLoader.load(ProviderType.class));
    }

    @Override
    public Collection<String> names() {
        return types.keySet();
    }

    @Override
    public void read(ProviderConfig provider) {
        ProviderType type = types.get(provider.type());
        if (type == null) {
            throw new IllegalArgumentException("no provider type " + provider.type());
        }
        created.put(provider.name(), type.create(provider));
    }

    /** The providers made so far, by name. */
    Map<String, Provider> created() {
        return created;
    }
}
