package io.siphon.sources.hep;

import io.siphon.sources.Mutator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class SipStartSearchTest {

    private static final String MESSAGE = "PRACK sip:b@example.org SIP/2.0\r\nVia : x\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "te>", "te>\n", "SIP/2.0 ", "sip:x SIP/2.0\r\n", "ACK "})
    void findsAMessageWhateverStandsBefore(String before) {
        assertThat(find(before + MESSAGE)).isEqualTo(before.length());
        assertThat(find(before + "SIP/2.0 200 OK\nv: x\n")).isEqualTo(before.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0 200 OK\r\n\r\n", // no header behind it
                "SIP/2.0 200 OK",
                "SIP/2.0/UDP 192.0.2.1\r\nVia: x",
                "x SIP/2.0\r\nVia: x",
                "INVITE  SIP/2.0\r\nVia: x",
                "INVITE sip:x SIP/2.0 \r\nVia: x",
                "sip:x SIP/2.0\r\nVia: x",
                " SIP/2.0\r\n: x",
            })
    void takesNothingElseForOne(String text) {
        assertThat(find(text)).isEqualTo(-1);
    }

    /** As a request line, the rest of a body would be its method. */
    @ParameterizedTest
    @ValueSource(strings = {"half a line of text", "the rest ", "20", "word "})
    void aRestIsNoMethod(String before) {
        byte[] bytes = (before + MESSAGE).getBytes(StandardCharsets.US_ASCII);
        assertThat(SipStartLine.at(bytes, 0, bytes.length)).isFalse();
        assertThat(SipStartSearch.findBehindText(bytes, 0, bytes.length))
                .isEqualTo(before.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INVITE sip:a b SIP/2.0\r\n",
                "X-INFO sip:a SIP/2.0\r\n",
                "BINFO sip:a SIP/2.0\r\n",
                "unknown sip:a SIP/2.0\r\n"
            })
    void othersAreMethods(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        assertThat(SipStartLine.at(bytes, 0, bytes.length)).isTrue();
    }

    @Test
    void looksOnlyWhereItIsAsked() {
        byte[] bytes = ("SIP/2.0 200 OK\r\nv: x\r\n" + MESSAGE).getBytes(StandardCharsets.US_ASCII);
        assertThat(SipStartSearch.find(bytes, 1, bytes.length)).isEqualTo(22);
        assertThat(SipStartSearch.find(bytes, 1, 22 + 33)).isEqualTo(-1);
    }

    /** Lines that are as long as they look like beginnings. */
    @Test
    @Timeout(10)
    void isDoneSoonWithAnything() {
        for (String part :
                new String[] {
                    "SIP/2.0", "SIP/2.0 200 ", "SIP/2.0\r", " SIP/2.0\r\n", "ACK x SIP/2.0\r"
                }) {
            assertThat(find(part.repeat((1 << 16) / part.length()))).isEqualTo(-1);
        }
    }

    @Test
    void findsWhatBeginsLikeSipOrNothing() {
        Mutator mutator = new Mutator(7);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            String before = "te>\n".repeat(random.nextInt(4));
            byte[] bytes = mutator.mutate((before + MESSAGE).getBytes(StandardCharsets.US_ASCII));
            int found = SipStartSearch.find(bytes, 0, bytes.length);
            assertThat(found).isBetween(-1, bytes.length - 1);
            assertThat(found < 0 || SipStartLine.known(bytes, found, bytes.length)).isTrue();
        }
    }

    private static int find(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return SipStartSearch.find(bytes, 0, bytes.length);
    }
}
