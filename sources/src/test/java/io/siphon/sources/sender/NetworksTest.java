package io.siphon.sources.sender;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.7/24, 192.0.2.200, true", // the network that the address is of
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7/32, 192.0.2.7, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::1, 2001:db8::1, true",
        "[2001:db8::1]/128, 2001:db8::1, true",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false", // say 0.0.0.0/0 as well
        "::ffff:192.0.2.0/120, 192.0.2.9, true",
        "::ffff:192.0.2.0/120, 192.0.3.9, false",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "::ffff:0:0/96, 203.0.113.9, true",
        "192.0.2.0/24, ::ffff:192.0.2.9, true", // as an IPv6 socket has it
        "::1, ::1, true",
        "fe80::/10, fe80::1%1, true",
    })
    void containsWhatIsWithin(String network, String address, boolean expected)
            throws UnknownHostException {
        assertThat(Networks.of(List.of(network)).contain(InetAddress.getByName(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host.example",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "192.0.2/24",
                "/24",
                "2001:db8::/129",
                "192.0.2.0/24/8",
                "*",
                "192.0.2.0/+8",
                "::ffff:192.0.2.0/129"
            })
    void namesWhatIsNone(String entry) {
        assertThatThrownBy(() -> Networks.of(List.of("192.0.2.0/24", entry)))
                .hasMessageStartingWith("got " + entry + ", expected an address or CIDR, like ");
    }

    @Test
    void severalInOneTextAreSeveral() throws UnknownHostException {
        Networks networks = Networks.of(List.of("192.0.2.1, 192.0.2.2;192.0.2.3 192.0.2.4", ""));
        for (int last = 1; last <= 4; last++) {
            assertThat(networks.contain(InetAddress.getByName("192.0.2." + last))).isTrue();
        }
        assertThat(networks.contain(InetAddress.getByName("192.0.2.5"))).isFalse();
        assertThat(Networks.of(List.of("", " ")).isEmpty()).isTrue();
    }
}
