package com.xiaojinpro.gateway.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.util.List;

/** The section {@code [media]}. */
final class MediaSection {
    private static final int DAY_MS = 86_400_000;

    private MediaSection() {}

    static GatewayConfig.Media read(TomlSettings section) {
        GatewayConfig.Media defaults = GatewayConfig.Media.DEFAULT;
        List<String> allow = section.strings("allow");
        for (String network : allow) {
            if (!isNetwork(network)) {
                section.problem("allow", "'" + network + "' is not a network; one such as 10.1.0.0/16 was meant");
            }
        }
        return new GatewayConfig.Media(
                section.bool("fetch", defaults.fetch()),
                (int) section.integer("max_bytes", defaults.maxBytes(), 1024, 1 << 28),
                section.millis("timeout_ms", defaults.timeout(), 1, DAY_MS),
                allow);
    }

    private static boolean isNetwork(String network) {
        // Digits first: a name would be looked up.
        if (!network.matches("[0-9a-fA-F:.]+/[0-9]{1,3}")) {
            return false;
        }
        try {
            return new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT) != null;
        } catch (RuntimeException wrong) {
            return false;
        }
    }
}
