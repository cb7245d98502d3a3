package io.siphon.udf.payload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrunksTest {

    @Test
    void theNarrowestMatchWins() {
        Trunks trunks =
                Trunks.of(
                        Map.of(
                                "any", "0.0.0.0/0",
                                "carrier", "192.0.2.0/24; 198.51.100.7",
                                "gateway", "192.0.2.9",
                                "tls", "192.0.2.9:5061"));
        assertThat(trunks.match("192.0.2.1", 5060)).isEqualTo("carrier");
        assertThat(trunks.match("198.51.100.7", 5060)).isEqualTo("carrier");
        assertThat(trunks.match("192.0.2.9", 5060)).isEqualTo("gateway");
        assertThat(trunks.match("192.0.2.9", 5061)).isEqualTo("tls");
        assertThat(trunks.match("203.0.113.1", 5060)).isEqualTo("any");
    }

    @Test
    void prefixesNeedNotEndAtABytesEnd() {
        Trunks trunks = Trunks.of(Map.of("a", "10.16.0.0/12", "b", "2001:db8:8000::/33"));
        assertThat(trunks.match("10.31.255.255", 1)).isEqualTo("a");
        assertThat(trunks.match("10.32.0.0", 1)).isEmpty();
        assertThat(trunks.match("2001:db8:ffff::1", 1)).isEqualTo("b");
        assertThat(trunks.match("2001:db8:7fff::1", 1)).isEmpty();
    }

    @Test
    void ipv6TakesAPortInBrackets() {
        Trunks trunks = Trunks.of(Map.of("a", "[2001:db8::1]:5060, [2001:db8::2]"));
        assertThat(trunks.match("2001:db8::1", 5060)).isEqualTo("a");
        assertThat(trunks.match("2001:db8::1", 5061)).isEmpty();
        assertThat(trunks.match("2001:db8::2", 9)).isEqualTo("a");
    }

    @Test
    void aYamlListIsTheSameAsText() {
        Trunks trunks = Trunks.of(Map.of("a", "['192.0.2.0/24', \"[2001:db8::1]:5060\"]"));
        assertThat(trunks.match("192.0.2.77", 1)).isEqualTo("a");
        assertThat(trunks.match("2001:db8::1", 5060)).isEqualTo("a");
    }

    @Test
    void remembersSocketsUpToABound() {
        Trunks trunks = Trunks.of(Map.of("a", "10.0.0.0/16", "b", "10.0.0.7:5060"));
        for (int n = 0; n < 60_000; n++) {
            String ip = "10.0." + n % 200 + ".7";
            int port = 5060 + n / 200;
            boolean exact = ip.equals("10.0.0.7") && port == 5060;
            assertThat(trunks.match(ip, port)).isEqualTo(exact ? "b" : "a");
        }
        assertThat(trunks.remembered()).isBetween(1, 10_000);
    }

    @Test
    void whatIsNoAddressMatchesNothing() {
        Trunks trunks = Trunks.of(Map.of("any", "0.0.0.0/0"));
        assertThat(trunks.match("", 5060)).isEmpty();
        assertThat(trunks.match("proxy.example.org", 5060)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.1:99999", "10.0.0.1:x", "1"})
    void anythingElseIsAnErrorThatNamesIt(String entry) {
        assertThatThrownBy(() -> Trunks.of(Map.of("carrier-a", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trunks.carrier-a: got " + entry);
    }
}
