package io.siphon.sources.hep;

import io.siphon.sources.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static io.siphon.sources.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

class Hep12Test {

    /** 0x6b039d78 of the packets that follow is 1795399032. */
    private static final long RECEIVED = 1_795_399_040_000_000L;

    private static final HepPeer PEER = new HepPeer("192.0.2.7", 5060, "192.0.2.9", 9060);
    private static final String INVITE = "INVITE sip:+442071812000@lab.example.org SIP/2.0\r\n";
    private static final String V1 = "01100211 1428 13c4 7f000015 7f00000a";
    private static final String V2 = "02100211 1428 13c4 7f000015 7f00000a";
    private static final String V6 =
            "02280a11 148c 13c4"
                    + "00000000000000000000000000000001 20010db8000000000000000000000002";

    private final HepDecoder decoder =
            new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofMinutes(10)));

    @Test
    void readsVersion1() {
        HepPacket packet = decode(hex(V1).andText(INVITE));

        assertThat(packet.version()).isEqualTo(1);
        assertThat(packet.timeMicros()).isEqualTo(RECEIVED); // has none of its own
        assertThat(packet.transport()).isEqualTo(17);
        assertThat(packet.sourceIp()).isEqualTo("127.0.0.21");
        assertThat(packet.sourcePort()).isEqualTo(5160);
        assertThat(packet.destinationIp()).isEqualTo("127.0.0.10");
        assertThat(packet.destinationPort()).isEqualTo(5060);
        assertThat(packet.agent()).isEqualTo("192.0.2.7");
        assertThat(packet.node()).isEqualTo("192.0.2.7");
        assertThat(packet.protocol()).isEqualTo(HepProtocol.SIP);
        assertThat(packet.correlationId()).isNull();
        assertThat(packet.payload()).asString().isEqualTo(INVITE);
        assertThat(packet.chunks()).isNull();
        assertThat(decoder.counts().timeAbsent).isEqualTo(1);
    }

    @Test
    void readsVersion2WithIpv6() {
        HepPacket packet = decode(hex(V6).andHex("789d036b fed10500 d107 0000").andText(INVITE));

        assertThat(packet.version()).isEqualTo(2);
        assertThat(packet.timeMicros()).isEqualTo(1_795_399_032_381_438L);
        assertThat(packet.sourceIp()).isEqualTo("::1");
        assertThat(packet.destinationIp()).isEqualTo("2001:db8::2");
        assertThat(packet.node()).isEqualTo("2001");
        assertThat(packet.payload()).asString().isEqualTo(INVITE);
    }

    @ParameterizedTest
    @CsvSource({
        "789d036b fed10500 d107 0000", // 12 octets, little endian: Kamailio, captagent
        "6b039d78 0005d1fe 07d1 0000", // 12, big endian
        "789d036b fed10500 d107", // 10, little endian
        "6b039d78 0005d1fe 07d1", // 10, big endian
        "789d036b fed10500 d107 d7d9", // sngrep's garbage in the padding
        "789d036b fed10500 d107 4142", // garbage that could be a method's
    })
    void tellsTheFourTimeHeadersApart(String time) {
        HepPacket packet = decode(hex(V2).andHex(time).andText(INVITE));

        assertThat(packet.timeMicros()).isEqualTo(1_795_399_032_381_438L);
        assertThat(packet.node()).isEqualTo("2001");
        assertThat(packet.payload()).asString().isEqualTo(INVITE);
        assertThat(decoder.counts().timeRepaired).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SIP/2.0 200 OK\r\n", "\r\nACK sip:a SIP/2.0\r\n", "PING sip:a SIP/2.0"})
    void findsAnySipMessageBehindEitherHeader(String message) {
        HepPacket padded = decode(hex(V2).andHex("789d036b fed10500 d1070000").andText(message));
        HepPacket packed = decode(hex(V2).andHex("789d036b fed10500 d107").andText(message));
        assertThat(padded.payload()).asString().isEqualTo(message);
        // Line ends before a message may pass for padding; nothing of the message is lost.
        assertThat(packed.payload()).asString().isEqualToIgnoringNewLines(message);
    }

    @Test
    void takesThePaddedHeaderWhereTheMessageSaysNothing() {
        HepPacket packet = decode(hex(V2).andHex("789d036b fed10500 d1070000").andText("?"));
        assertThat(packet.payload()).asString().isEqualTo("?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "05", "11", "1c", "ff"})
    void doesNotBelieveTheLengthOctet(String length) {
        HepPacket packet =
                decode(
                        hex("02" + length + "0211 1428 13c4 7f000015 7f00000a")
                                .andHex("789d036b fed10500 d1070000")
                                .andText(INVITE));
        assertThat(packet.payload()).asString().isEqualTo(INVITE);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 23, 24, 26, 28, 30})
    void knowsIpv6OfOtherSystems(int family) {
        HepPacket packet =
                decode(
                        hex("0128%02x11 148c 13c4".formatted(family))
                                .andHex("00000000000000000000000000000001")
                                .andHex("20010db8000000000000000000000002")
                                .andText(INVITE));
        assertThat(packet.destinationIp()).isEqualTo("2001:db8::2");
    }

    @Test
    void replacesImplausibleTime() {
        HepPacket packet = decode(hex(V2).andHex("00000001 00000001 d1070000").andText(INVITE));
        assertThat(packet.timeMicros()).isEqualTo(RECEIVED);
        assertThat(decoder.counts().timeReplaced).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "01, too-short",
        "02, too-short",
        "0110, too-short",
        "011002, too-short",
        "0110ff, not-hep",
        "01100211142813c47f0000157f0000, too-short",
        "02100211142813c47f0000157f00000a789d036bfed10500d1, too-short",
    })
    void refusesWhatIsNotWhole(String hex, String reason) {
        assertThat(decode(hex(hex)).error()).startsWith(reason + ": ");
    }

    @Test
    void takesAnEmptyMessage() {
        assertThat(decode(hex(V1)).payload()).isEmpty();
        assertThat(decode(hex(V2).andHex("789d036b fed10500 d107")).payload()).isEmpty();
        assertThat(decode(hex(V2).andHex("789d036b fed10500 d107 0000")).payload()).isEmpty();
    }

    private HepPacket decode(Bytes datagram) {
        byte[] bytes = datagram.array();
        return decoder.decodeOrKeep(bytes, 0, bytes.length, PEER, RECEIVED);
    }
}
