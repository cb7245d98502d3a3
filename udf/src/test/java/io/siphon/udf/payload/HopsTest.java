package io.siphon.udf.payload;

import io.siphon.sources.hep.HepPacket;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class HopsTest {

    private final Hops hops =
            new Hops(
                    Trunks.of(Map.of("carrier", "192.0.2.0/24", "pbx", "198.51.100.7:5060")),
                    Set.of("2001:db8::10"));

    @Test
    void whatComesFromALocalAddressGoesOut() {
        assertThat(between("2001:db8::10", "2001:db8::1").direction()).isEqualTo("out");
        assertThat(between("2001:db8::1", "2001:db8::10").direction()).isEqualTo("in");
    }

    @Test
    void whatAProxySendsToItselfGoesOut() {
        assertThat(between("2001:db8::10", "2001:db8::10").direction()).isEqualTo("out");
    }

    @Test
    void betweenStrangersTheDirectionIsUnknown() {
        assertThat(between("192.0.2.1", "192.0.2.2").direction()).isEmpty();
        assertThat(between("", "").direction()).isEmpty();
    }

    @Test
    void whatTheAgentSaysCounts() {
        assertThat(hops.of(packet("10.0.0.1", 5060, "192.0.2.1", 5060, "in"), "").direction())
                .isEqualTo("in");
    }

    @Test
    void theTrunkIsThatOfTheSourceElseOfTheDestination() {
        assertThat(between("192.0.2.1", "198.51.100.7").trunk()).isEqualTo("carrier");
        assertThat(between("10.0.0.1", "198.51.100.7").trunk()).isEqualTo("pbx");
        assertThat(between("10.0.0.1", "10.0.0.2").trunk()).isEmpty();
    }

    private Hop between(String source, String destination) {
        return hops.of(packet(source, 5060, destination, 5060, null), "UDP");
    }

    private static HepPacket packet(
            String source, int sourcePort, String destination, int destinationPort, String dir) {
        return new HepPacket(
                1,
                1,
                3,
                17,
                source,
                sourcePort,
                destination,
                destinationPort,
                "10.0.0.1",
                "n",
                1,
                null,
                dir,
                new byte[0],
                null,
                null);
    }
}
