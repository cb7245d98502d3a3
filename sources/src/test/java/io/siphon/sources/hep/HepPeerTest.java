package io.siphon.sources.hep;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

import static org.assertj.core.api.Assertions.assertThat;

class HepPeerTest {

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:0:0:0:10, 2001:db8::10",
        "0:0:0:0:0:0:0:1, ::1",
        "192.0.2.1, 192.0.2.1",
        "fe80::1%1, fe80::1",
    })
    void anAddressHasTheTextThatItHasElsewhere(String given, String text) throws Exception {
        assertThat(HepPeer.ip(InetAddress.getByName(given))).isEqualTo(text);
    }
}
