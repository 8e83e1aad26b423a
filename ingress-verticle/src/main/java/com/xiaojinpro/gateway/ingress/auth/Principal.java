package com.xiaojinpro.gateway.ingress.auth;

import java.util.List;

/**
 * Whose key a call came with.
 *
 * @param keyName names the key in logs and metrics; not the key
 * @param tenant empty for none
 * @param models model names, or prefixes with {@code *}, the key may use; empty allows all
 */
public record Principal(String keyName, String tenant, List<String> models) {
    public Principal {
        models = List.copyOf(models);
    }

    /** Whether the key may use a model. */
    public boolean mayUse(String model) {
        if (models.isEmpty()) {
            return true;
        }
        for (String allowed : models) {
            if (allowed.endsWith("*")
                    ? model.startsWith(allowed.substring(0, allowed.length() - 1))
                    : model.equals(allowed)) {
                return true;
            }
        }
        return false;
    }
}
