package io.siphon.udf.payload;

import io.siphon.sources.hep.HepPacket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointsTest {

    private final Endpoints endpoints = new Endpoints();

    @Test
    void writesAddressesAsKamailioDoes() {
        assertThat(endpoints.source(packet(17, "127.0.0.21"), "UDP"))
                .isEqualTo("udp:127.0.0.21:5160");
        assertThat(endpoints.destination(packet(6, "127.0.0.21"), "TCP"))
                .isEqualTo("tcp:127.0.0.10:0");
        assertThat(endpoints.source(packet(132, "127.0.0.21"), ""))
                .isEqualTo("sctp:127.0.0.21:5160");
    }

    @Test
    void putsIpv6IntoBrackets() {
        assertThat(endpoints.source(packet(17, "2001:db8::1"), "UDP"))
                .isEqualTo("udp:[2001:db8::1]:5160");
    }

    @Test
    void asksViaWhatTransport22Is() {
        assertThat(Endpoints.transport(22, "TLS")).isEqualTo("tls");
        assertThat(Endpoints.transport(22, "WS")).isEqualTo("ws");
        assertThat(Endpoints.transport(22, "wss")).isEqualTo("wss");
        assertThat(Endpoints.transport(22, "")).isEqualTo("tls");
        assertThat(Endpoints.transport(22, "TCP")).isEqualTo("tls");
    }

    @Test
    void asksViaWhenHepDoesNotSay() {
        assertThat(Endpoints.transport(0, "TCP")).isEqualTo("tcp");
        assertThat(Endpoints.transport(0, "")).isEqualTo("any");
        assertThat(Endpoints.transport(0, "PIGEON")).isEqualTo("any");
    }

    @Test
    void asksViaOnlyWhereItDecides() {
        assertThat(Endpoints.asksVia(packet(17, "127.0.0.21"))).isFalse();
        assertThat(Endpoints.asksVia(packet(22, "127.0.0.21"))).isTrue();
        for (int number = 0; number < 256; number++) {
            boolean decides =
                    !Endpoints.transport(number, "WS").equals(Endpoints.transport(number, ""));
            assertThat(Endpoints.asksVia(packet(number, "127.0.0.21"))).isEqualTo(decides);
        }
    }

    @Test
    void isEmptyWithoutAnAddress() {
        assertThat(endpoints.source(packet(17, ""), "UDP")).isEmpty();
    }

    @Test
    void givesTheSameTextAgain() {
        assertThat(endpoints.of("udp", "192.0.2.1", 5060))
                .isSameAs(endpoints.of("udp", new String("192.0.2.1"), 5060));
    }

    @Test
    void neverMixesUpTwoAddresses() {
        for (int port = 0; port < 65536; port++) {
            assertThat(endpoints.of("udp", "192.0.2.1", port)).isEqualTo("udp:192.0.2.1:" + port);
            assertThat(endpoints.of("tcp", "192.0.2.1", port)).isEqualTo("tcp:192.0.2.1:" + port);
        }
    }

    @Test
    void anAddressHasNeitherProtocolNorPort() {
        assertThat(Endpoints.address("udp:192.0.2.1:5060")).isEqualTo("192.0.2.1");
        assertThat(Endpoints.address("tls:[2001:db8::1]:5061")).isEqualTo("2001:db8::1");
        assertThat(Endpoints.address("")).isEmpty();
        assertThat(Endpoints.address("proxy")).isEqualTo("proxy");
    }

    private static HepPacket packet(int transport, String sourceIp) {
        return new HepPacket(
                0,
                0,
                3,
                transport,
                sourceIp,
                5160,
                "127.0.0.10",
                0,
                "",
                "1",
                1,
                null,
                null,
                new byte[0],
                null,
                null);
    }
}
