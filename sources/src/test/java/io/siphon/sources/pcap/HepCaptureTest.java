package io.siphon.sources.pcap;

import io.siphon.sources.Captures;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes over UDP in fragments and over TCP in segments; all captures: HepCapturesTest. */
class HepCaptureTest {

    @Test
    void readsDatagramsLargerThanAnyFrame() {
        List<Datagram> datagrams = Captures.datagrams("kam-hep3-fragmented");
        assertThat(datagrams).hasSize(84);
        assertThat(datagrams.stream().mapToInt(d -> d.payload().length).max()).hasValue(12_101);
    }

    @Test
    void cutsFramesOutOfTcp() {
        List<Datagram> datagrams = Captures.datagrams("heplify-v3-tcp-media");
        assertThat(datagrams).hasSize(67);
        assertThat(datagrams)
                .allSatisfy(d -> assertThat(d.payload()).startsWith('H', 'E', 'P', '3'))
                .allSatisfy(d -> assertThat(d.sourcePort()).isEqualTo(37_482));
    }
}
