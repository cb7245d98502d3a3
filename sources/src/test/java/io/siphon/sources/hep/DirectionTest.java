package io.siphon.sources.hep;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DirectionTest {

    private static final HepPeer PROXY = new HepPeer("10.0.0.1", 5060, "10.0.0.9", 9060);

    @Test
    void whatComesFromTheAgentsAddressGoesOut() {
        assertThat(of("10.0.0.1", 5060, "192.0.2.1", 5060)).isEqualTo("out");
        assertThat(of("192.0.2.1", 5060, "10.0.0.1", 5060)).isEqualTo("in");
        assertThat(of("10.0.0.1", 40_000, "192.0.2.1", 5060)).isEqualTo("out");
    }

    @Test
    void ofAMessageToItselfThePortDecides() {
        assertThat(of("10.0.0.1", 5060, "10.0.0.1", 5080)).isEqualTo("out");
        assertThat(of("10.0.0.1", 5080, "10.0.0.1", 5060)).isEqualTo("in");
        assertThat(of("10.0.0.1", 5060, "10.0.0.1", 5060)).isEqualTo("in");
    }

    @Test
    void ipv6SignallingReportedOverIpv4IsKnownByItsPort() {
        assertThat(of("::1", 5060, "::1", 5160)).isEqualTo("out");
        assertThat(of("::1", 5160, "::1", 5060)).isEqualTo("in");
    }

    @Test
    void betweenStrangersItIsUnknown() {
        assertThat(of("192.0.2.1", 5061, "192.0.2.2", 5062)).isNull();
        assertThat(of("192.0.2.1", 5060, "192.0.2.2", 5060)).isNull();
    }

    private static String of(String source, int sourcePort, String destination, int port) {
        return Direction.of(PROXY, source, sourcePort, destination, port);
    }
}
