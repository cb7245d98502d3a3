package io.siphon.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.21, 127.0.0.21",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "[::1], ::1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // one group alone is not shortened
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", // the longest run is
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", // the first of two
        "fe80::, fe80::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    })
    void writesAnAddressInOneWay(String given, String normalized) {
        assertThat(IpText.normalized(given)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.00004",
                "[1.2.3.4]",
                ":",
                ":::",
                "1:",
                "1::2::3",
                ":1::2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "localhost",
                "[::1",
            })
    void knowsWhatIsNoAddress(String text) {
        assertThat(IpText.parse(text)).isNull();
    }

    @Test
    void agreesWithTheJdk() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] address = new byte[16];
            for (int j = 0; j < 16; j += 2) {
                if (random.nextBoolean()) {
                    address[j] = (byte) random.nextInt();
                    address[j + 1] = (byte) random.nextInt();
                }
            }
            String text = IpText.of(address, 0, 16);
            assertThat(IpText.parse(text)).as(text).isEqualTo(address);
            assertThat(InetAddress.getByName(text).getAddress()).as(text).endsWith(address[15]);
            assertThat(InetAddress.getByName(text)).isEqualTo(InetAddress.getByAddress(address));
        }
    }
}
