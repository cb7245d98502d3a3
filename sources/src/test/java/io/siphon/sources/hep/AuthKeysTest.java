package io.siphon.sources.hep;

import io.siphon.sources.Bytes;
import io.siphon.sources.Captures;
import io.siphon.sources.pcap.Datagram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuthKeysTest {

    private static final byte[] PAYLOAD = HepChunk.PAYLOAD.encode("OPTIONS sip:a SIP/2.0\r\n\r\n");

    private final AuthKeys keys = new AuthKeys(List.of("sesame", "changed"));

    @Test
    void takesEachOfItsKeysWhereverTheChunkStands() {
        assertThat(admit(Bytes.hex("").and(key("sesame")).and(PAYLOAD).frame())).isTrue();
        assertThat(admit(Bytes.hex("").and(PAYLOAD).and(key("changed")).frame())).isTrue();
        assertThat(admit(Bytes.hex("").and(PAYLOAD).and(key("changed")).frame("EEP3"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sesam", "sesame\0", "Sesame", "sesamesesame", "\0\0\0\0\0\0"})
    void takesNoOther(String wrong) {
        assertThat(admit(Bytes.hex("").and(key(wrong)).and(PAYLOAD).frame())).isFalse();
    }

    @Test
    void aPacketWithSeveralKeysIsNoWayToTryThem() {
        assertThat(admit(Bytes.hex("").and(key("a")).and(key("sesame")).frame())).isFalse();
        assertThat(admit(Bytes.hex("").and(key("sesame")).and(key("a")).frame())).isFalse();
        assertThat(admit(Bytes.hex("").and(key("sesame")).and(key("changed")).frame())).isTrue();
    }

    /** A vendor's chunk 0x0e is something else; so is the text of a key in a payload. */
    @Test
    void aKeyElsewhereIsNone() {
        byte[] vendors = HepChunk.encode(HepVendor.GENESYS, 0x0e, "sesame".getBytes());
        assertThat(admit(Bytes.hex("").and(vendors).frame())).isFalse();
        assertThat(admit(Bytes.hex("").and(HepChunk.PAYLOAD.encode(key("sesame"))).frame()))
                .isFalse();
        assertThat(admit(Bytes.hex("").and(PAYLOAD).frame())).isFalse();
    }

    @Test
    void whatHasNoPlaceForAKeyHasNone() {
        assertThat(admit("OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes())).isFalse();
        for (String name : List.of("kam-hep1-basic", "kam-hep2-ipv6", "kam-sipdup-func-xheaders")) {
            for (Datagram datagram : Captures.datagrams(name)) {
                assertThat(admit(datagram.payload())).isFalse();
            }
        }
    }

    @Test
    void findsTheKeyWithinAFrameThatIsGzippedWhole() throws IOException {
        assertThat(admit(gzip(Bytes.hex("").and(PAYLOAD).and(key("sesame")).frame()))).isTrue();
        assertThat(admit(gzip(Bytes.hex("").and(PAYLOAD).and(key("wrong")).frame()))).isFalse();
        assertThat(admit(gzip(new byte[8 << 20]))).isFalse();
        assertThat(admit(Bytes.hex("1f8b").array())).isFalse();
    }

    /** Behind what is no chunk there is no key; before it there may be one. */
    @Test
    void neverReadsBeyondTheFrame() {
        byte[] frame = Bytes.hex("").and(PAYLOAD).and(key("sesame")).frame();
        for (int length = 0; length < frame.length; length++) {
            assertThat(admit(Arrays.copyOf(frame, length))).isFalse();
        }
        byte[] trailing = Bytes.hex("").and(frame).and(key("a")).array();
        assertThat(admit(trailing)).isTrue();
        byte[] broken = Bytes.hex("").and(key("sesame")).andHex("0000 000f 0000").frame();
        assertThat(admit(broken)).isTrue();
        byte[] brokenBefore = Bytes.hex("").andHex("0000 000f 0000").and(key("sesame")).frame();
        assertThat(admit(brokenBefore)).isFalse();
    }

    /** What real senders write as key, and every packet of them, greetings included. */
    @ParameterizedTest
    @CsvSource({
        "agent-sngrep-v3auth-tcp, sngrepSecret",
        "agent-captagent-v3-zlib, myhep",
        "heplify-v3-tcp-media, hepPass"
    })
    void takesWhatAgentsSend(String name, String key) {
        AuthKeys right = new AuthKeys(List.of(key));
        for (Datagram datagram : Captures.datagrams(name)) {
            byte[] bytes = datagram.payload();
            assertThat(right.admit(bytes, 0, bytes.length)).isTrue();
            assertThat(admit(bytes)).isFalse();
        }
    }

    @Test
    void aKeyIsNeverEmptyAndNeverPrinted() {
        assertThatThrownBy(() -> new AuthKeys(List.of("sesame", "")))
                .hasMessage("expected one key or more, none of them empty");
        assertThatThrownBy(() -> new AuthKeys(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(keys).hasToString("2 keys");
    }

    private boolean admit(byte[] bytes) {
        byte[] within = Bytes.hex("ffff").and(bytes).andHex("ffff").array();
        return keys.admit(within, 2, 2 + bytes.length);
    }

    private static byte[] key(String key) {
        return HepChunk.AUTH_KEY.encode(key.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
