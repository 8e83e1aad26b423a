package com.xiaojinpro.gateway.ingress.auth;

import java.util.List;

/**
 * Whose key a call came with.
 *
 * @param keyName names the key in logs and metrics; not the key
 * @param tenant whose key it is, by the tenant's one name; empty for none
 * @param models model names, or prefixes with {@code *}, the key may use; empty allows all
 * @param keyId what the key is known by for ever, whatever its name and secret; empty for a key of the configuration
 * @param tenantModels what the tenant's keys may use, beside their own list; empty allows all
 */
public record Principal(
        String keyName,
        String tenant,
        List<String> models,
        String keyId,
        List<String> tenantModels,
        Limits keyLimits,
        Limits tenantLimits) {
    public Principal {
        models = List.copyOf(models);
        tenantModels = List.copyOf(tenantModels);
    }

    /** A key of the configuration. */
    public Principal(String keyName, String tenant, List<String> models) {
        this(keyName, tenant, models, "", List.of(), Limits.NONE, Limits.NONE);
    }

    /** Whether the key may use a model: its own list and its tenant's must allow it. */
    public boolean mayUse(String model) {
        return allows(models, model) && allows(tenantModels, model);
    }

    private static boolean allows(List<String> allowed, String model) {
        if (allowed.isEmpty()) {
            return true;
        }
        for (String one : allowed) {
            if (one.endsWith("*") ? model.startsWith(one.substring(0, one.length() - 1)) : model.equals(one)) {
                return true;
            }
        }
        return false;
    }
}
