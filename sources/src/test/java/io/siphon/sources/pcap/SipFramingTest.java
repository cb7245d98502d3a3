package io.siphon.sources.pcap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class SipFramingTest {

    private static final String LONG =
            "MESSAGE sip:a@b SIP/2.0\r\nX: "
                    + "x".repeat(30_000)
                    + "\r\n"
                    + "Y: y\r\n".repeat(1000)
                    + "Content-Length: 20000\r\n\r\n"
                    + "z\n".repeat(10_000);

    /** Counted, not timed: an octet is not searched again when the next one has come. */
    @Test
    void octetsThatComeOneByOneAreNotSearchedAgain() {
        byte[] bytes = LONG.getBytes(StandardCharsets.US_ASCII);
        SipFraming framing = new SipFraming();
        for (int end = 1; end < bytes.length; end++) {
            assertThat(framing.next(bytes, 0, end)).isEqualTo(SipFraming.MORE);
        }
        assertThat(framing.next(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(framing.looked()).isLessThan(2L * bytes.length);
    }

    @Test
    void aStartLineThatNeverEndsIsNotSearchedAgain() {
        byte[] bytes = "a".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        SipFraming framing = new SipFraming();
        int end = 1;
        while (framing.next(bytes, 0, end) == SipFraming.MORE) {
            end++;
        }
        assertThat(end).isEqualTo(4096);
        assertThat(framing.looked()).isLessThanOrEqualTo(2L * end);
    }

    @Test
    void endsWhereItEndsWhateverThePortions() {
        String one = "OPTIONS sip:a SIP/2.0\r\nContent-Length: 3\r\n\r\nabc";
        String two = "SIP/2.0 200 OK\nl: 0\n\n";
        byte[] bytes = (one + two).getBytes(StandardCharsets.US_ASCII);
        for (int portion = 1; portion <= bytes.length; portion++) {
            SipFraming framing = new SipFraming();
            int from = 0;
            int end = 0;
            while (from < bytes.length) {
                end = Math.min(bytes.length, end + portion);
                int next = framing.next(bytes, from, end);
                while (next > from) {
                    assertThat(next).isIn(one.length(), bytes.length);
                    from = next;
                    next = from < end ? framing.next(bytes, from, end) : SipFraming.MORE;
                }
                assertThat(next).isEqualTo(SipFraming.MORE);
            }
        }
    }

    @Test
    void afterWhatIsNoSipAnotherMessageBegins() {
        byte[] bytes = "x\r\nBYE sip:a SIP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        SipFraming framing = new SipFraming();
        assertThat(framing.next(bytes, 0, 1)).isEqualTo(SipFraming.MORE);
        assertThat(framing.next(bytes, 0, 3)).isEqualTo(SipFraming.NONE);
        assertThat(framing.next(bytes, 3, bytes.length)).isEqualTo(bytes.length);
    }

    /** RFC 3261, 7.3.1; wherever the segments are cut. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length:\r\n 3\r\n",
                "Content-Length: \r\n\t\r\n  3 \r\n",
                "l :\n 3\n",
                "Content-Length: 3\r\n \r\n",
                "Subject: x\r\n Content-Length: 9\r\nContent-Length: 3\r\n",
                "Subject:\r\n 9\r\nContent-Length: 3\r\nX:\r\n 4\r\n",
            })
    void readsAContentLengthThatIsFolded(String headers) {
        String message = "MESSAGE sip:a SIP/2.0\r\n" + headers + "\r\n";
        byte[] bytes = (message + "abcBYE sip:a").getBytes(StandardCharsets.US_ASCII);
        int stop = message.length() + 3;
        assertThat(SipFraming.end(bytes, 0, bytes.length)).isEqualTo(stop);
        SipFraming framing = new SipFraming();
        for (int end = 1; end < stop; end++) {
            assertThat(framing.next(bytes, 0, end)).isEqualTo(SipFraming.MORE);
        }
        assertThat(framing.next(bytes, 0, stop)).isEqualTo(stop);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length:\r\n",
                "Content-Length:\r\n \r\n",
                "Content-Length:\r\nX: y\r\n",
                "Content-Length:\r\n x\r\n",
                "Content-Length:\r\nContent-Length: 3\r\n",
                "l: 1048577\r\n",
            })
    void aContentLengthWithoutANumberIsNonsense(String headers) {
        byte[] bytes =
                ("MESSAGE sip:a SIP/2.0\r\n" + headers + "\r\nabc")
                        .getBytes(StandardCharsets.US_ASCII);
        SipFraming framing = new SipFraming();
        assertThat(framing.next(bytes, 0, bytes.length)).isEqualTo(SipFraming.NONE);
        byte[] other = "BYE sip:a SIP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(framing.next(other, 0, other.length)).isEqualTo(other.length);
    }
}
