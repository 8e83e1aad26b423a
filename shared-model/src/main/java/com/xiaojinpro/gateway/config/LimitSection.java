package com.xiaojinpro.gateway.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The section {@code [limits]}, the sections {@code [tenants.NAME]} and the tables {@code limits} of tenants and keys. A
 * limit is a whole number, or a table of it and of what happens while its count cannot be reached.
 */
final class LimitSection {
    private static final long MOST = 1L << 50;
    private static final String CLOSED = "closed";
    private static final List<String> FAIL = List.of("open", CLOSED);

    private LimitSection() {}

    static GatewayConfig.Quotas read(TomlSettings limits, TomlSettings tenants) {
        long outputEstimate = limits.integer("output_estimate", 1024, 1, 1 << 20);
        Map<String, LimitTable> ofTenants = new LinkedHashMap<>();
        for (String name : tenants.keys()) {
            Names.check(tenants, name, name);
            ofTenants.put(name, table(tenants.table(name).table("limits")));
        }
        return new GatewayConfig.Quotas(outputEstimate, ofTenants);
    }

    static LimitTable table(TomlSettings table) {
        Map<String, Long> amounts = new LinkedHashMap<>();
        Set<String> closed = new HashSet<>();
        String fail = table.word("fail", "open", FAIL);
        for (String name : LimitTable.NAMES) {
            if (!table.has(name)) {
                table.absent(name);
                continue;
            }
            boolean detailed = table.isTable(name);
            TomlSettings from = detailed ? table.table(name) : table;
            String key = detailed ? "limit" : name;
            if (detailed && !from.has(key)) {
                from.required(key, "a whole number");
            }
            amounts.put(name, from.integer(key, 0, 0, MOST));
            if (detailed ? from.word("fail", fail, FAIL).equals(CLOSED) : fail.equals(CLOSED)) {
                closed.add(name);
            }
        }
        return new LimitTable(amounts, closed);
    }
}
