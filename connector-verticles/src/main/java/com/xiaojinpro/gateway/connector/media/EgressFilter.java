package com.xiaojinpro.gateway.connector.media;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Which addresses the gateway connects to on behalf of a client: those of the public internet. It looks at addresses, never
 * at names, and so after every lookup; whoever connects must connect to the address it has looked at. Immutable.
 *
 * <p>Refused are the ranges of the IANA special-purpose registries (RFC 6890): this host, loopback, private, shared,
 * link-local with the metadata services of the clouds, unique local, multicast, reserved, and the IPv6 ranges that carry
 * an IPv4 address inside.
 */
final class EgressFilter {
    private static final List<IpSubnetFilterRule> SPECIAL = rules(List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4"));
    private static final List<IpSubnetFilterRule> GLOBAL_IPV6 = rules(List.of("2000::/3"));
    private static final List<IpSubnetFilterRule> SPECIAL_IPV6 =
            rules(List.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"));

    private final List<IpSubnetFilterRule> allowed;

    /**
     * @param allowed networks in CIDR form that are reached although they are not public
     */
    EgressFilter(List<String> allowed) {
        this.allowed = rules(allowed);
    }

    boolean allows(InetAddress address) {
        if (matches(allowed, address)) {
            return true;
        }
        if (address instanceof Inet4Address) {
            return !matches(SPECIAL, address);
        }
        return matches(GLOBAL_IPV6, address) && !matches(SPECIAL_IPV6, address);
    }

    private static boolean matches(List<IpSubnetFilterRule> networks, InetAddress address) {
        InetSocketAddress place = new InetSocketAddress(address, 0);
        for (IpSubnetFilterRule network : networks) {
            if (network.matches(place)) {
                return true;
            }
        }
        return false;
    }

    private static List<IpSubnetFilterRule> rules(List<String> networks) {
        return networks.stream()
                .map(network -> new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT))
                .toList();
    }
}
