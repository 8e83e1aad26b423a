package com.xiaojinpro.gateway.connector.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written as an address is looked at as an address, whatever the notation. */
class EgressFilterTest {
    private final EgressFilter filter = new EgressFilter(List.of("10.7.0.0/16", "fd12::/16"));

    // H92: whatever the notation.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "0.0.0.0",
                "10.0.0.1",
                "10.8.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "2001:db8::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void aPrivateAddressIsRefused(String address) throws UnknownHostException {
        assertThat(filter.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "2606:4700:4700::1111",
                "10.7.3.4",
                "fd12::7"
            })
    void aPublicOrAllowedAddressIsReached(String address) throws UnknownHostException {
        assertThat(filter.allows(InetAddress.getByName(address))).isTrue();
    }
}
