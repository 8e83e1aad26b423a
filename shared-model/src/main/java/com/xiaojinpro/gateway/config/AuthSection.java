package com.xiaojinpro.gateway.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The section {@code [auth]} with its {@code [[auth.keys]]}. */
final class AuthSection {
    private static final int SHORTEST_KEY = 8;
    private static final int SHORTEST_PEPPER = 32;

    private AuthSection() {}

    static GatewayConfig.Auth read(TomlSettings section, boolean database) {
        Secret pepper = section.secret("pepper");
        if (pepper != null && pepper.reveal().length() < SHORTEST_PEPPER) {
            section.problem(
                    "pepper", "is shorter than " + SHORTEST_PEPPER + " characters; a long random value was meant");
        }
        List<GatewayConfig.Key> keys = new ArrayList<>();
        Map<String, String> pathOfName = new HashMap<>();
        Map<Secret, String> pathOfValue = new HashMap<>();
        List<TomlSettings> tables = section.tables("keys", "an array of tables, written [[auth.keys]],");
        for (TomlSettings table : tables) {
            String name = table.required("name", "a name for logs and metrics");
            if (name != null) {
                Names.check(table, "name", name);
                unique(table, "name", pathOfName.putIfAbsent(name, table.path("name")), "names");
            }
            Secret value = secret(table);
            if (value != null) {
                unique(table, "key", pathOfValue.putIfAbsent(value, table.path("key")), "keys");
            }
            String tenant = table.string("tenant");
            if (tenant != null) {
                Names.check(table, "tenant", tenant);
            }
            List<String> models = table.strings("models");
            for (String model : models) {
                if (!Patterns.valid(model)) {
                    table.problem("models", "'" + model + "' is not a pattern; " + Patterns.MEANT);
                }
            }
            LimitTable limits = LimitSection.table(table.table("limits"));
            if (name != null && value != null) {
                keys.add(new GatewayConfig.Key(name, value, tenant, models, limits));
            }
        }
        if (tables.isEmpty() && !section.has("keys") && !database) {
            section.problem("keys", "no client could connect; at least one [[auth.keys]], or a [database], was meant");
        }
        return new GatewayConfig.Auth(keys, pepper);
    }

    private static @Nullable Secret secret(TomlSettings table) {
        if (!table.has("key")) {
            table.required("key", "the secret clients send (${ENV}, file:PATH or the value)");
            return null;
        }
        Secret value = table.secret("key");
        if (value == null) {
            return null;
        }
        if (value.reveal().length() < SHORTEST_KEY) {
            table.problem("key", "is shorter than " + SHORTEST_KEY + " characters; a long random value was meant");
        }
        if (!value.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            table.problem("key", "cannot be sent in a header; printable ASCII without spaces was meant");
        }
        return value;
    }

    private static void unique(TomlSettings table, String key, @Nullable String other, String what) {
        if (other != null) {
            table.problem(key, "is the same as " + other + "; different " + what + " were meant");
        }
    }
}
