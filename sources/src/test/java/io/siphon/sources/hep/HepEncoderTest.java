package io.siphon.sources.hep;

import io.siphon.sources.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static io.siphon.sources.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HepEncoderTest {

    private static final long TIME = 1_795_399_032_381_438L;
    private static final long RECEIVED = TIME + 5_000;
    private static final HepPeer PEER = HepPeer.of("192.0.2.7");

    private final HepDecoder decoder =
            new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofMinutes(10)));
    private final HepEncoder encoder = new HepEncoder();

    @Test
    void writesVersion1AsKamailioDoes() {
        assertThat(encoder.encode(packet(1, "127.0.0.21", "127.0.0.10", "192.0.2.7")))
                .isEqualTo(hex("01100211 1428 13c4 7f000015 7f00000a").andText("OPTIONS").array());
    }

    @Test
    void writesVersion2AsKamailioDoes() {
        assertThat(encoder.encode(packet(2, "::1", "::1", "2001")))
                .isEqualTo(
                        hex("02280a11 1428 13c4")
                                .andHex("00000000000000000000000000000001")
                                .andHex("00000000000000000000000000000001")
                                .andHex("789d036b fed10500 d107 0000")
                                .andText("OPTIONS")
                                .array());
    }

    @Test
    void writesVersion3AsKamailioDoes() {
        assertThat(encoder.encode(packet(3, "127.0.0.21", "127.0.0.10", "2003")))
                .isEqualTo(
                        hex("0000 0001 0007 02  0000 0002 0007 11")
                                .andHex("0000 0003 000a 7f000015  0000 0004 000a 7f00000a")
                                .andHex("0000 0007 0008 1428  0000 0008 0008 13c4")
                                .andHex("0000 0009 000a 6b039d78  0000 000a 000a 0005d1fe")
                                .andHex("0000 000b 0007 01  0000 000c 000a 000007d3")
                                .andHex("0000 000f 000d")
                                .andText("OPTIONS")
                                .frame());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2003",
                "4294967295",
                "0",
                "edge-1",
                "4294967296",
                "131072",
                "007",
                "192.0.2.7"
            })
    void bringsEveryNodeThrough(String node) {
        HepPacket packet = packet(3, "127.0.0.21", "127.0.0.10", node);
        assertThat(again(packet)).usingRecursiveComparison().isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bringsAllOfAPacketThrough(boolean compressing) {
        byte[] chunks =
                Bytes.hex("")
                        .and(HepChunk.AUTH_KEY.encode("secret"))
                        .and(HepChunk.encode(HepVendor.GENESYS, 3, new byte[] {1, 2, 3, 4}))
                        .and(HepChunk.CAPTURE_ID.encode(7001)) // kept behind the others
                        .array();
        HepPacket packet =
                new HepPacket(
                        TIME,
                        RECEIVED,
                        3,
                        22,
                        "2001:db8::1",
                        65535,
                        "192.0.2.1", // of the other family: HEP 3 does not mind
                        0,
                        "192.0.2.7",
                        "ast-lab",
                        HepProtocol.RTCP_JSON,
                        "1-5716@127.0.0.21",
                        null,
                        "{\"ssrc\":1}".repeat(100).getBytes(StandardCharsets.US_ASCII),
                        chunks,
                        null);

        byte[] frame = new HepEncoder(compressing).encode(packet);

        assertThat(frame.length < 500).isEqualTo(compressing);
        assertThat(decoder.decodeOrKeep(frame, 0, frame.length, PEER, RECEIVED))
                .usingRecursiveComparison()
                .isEqualTo(packet);
    }

    @Test
    void bringsNumbersOfTwoOctetsThrough() {
        HepPacket one = packet(3, "127.0.0.21", "127.0.0.10", "7");
        HepPacket wide =
                new HepPacket(
                        TIME,
                        RECEIVED,
                        3,
                        300,
                        "",
                        0,
                        "",
                        0,
                        one.agent(),
                        one.node(),
                        65_535,
                        null,
                        null,
                        one.payload(),
                        null,
                        null);
        assertThat(again(wide)).usingRecursiveComparison().isEqualTo(wide);
    }

    @Test
    void bringsANodeThatIsCalledAsItsAddressThroughBesideACaptureId() {
        byte[] chunks = HepChunk.CAPTURE_ID.encode(7001);
        HepPacket one = packet(3, "127.0.0.21", "127.0.0.10", "192.0.2.7");
        HepPacket both =
                new HepPacket(
                        TIME,
                        RECEIVED,
                        3,
                        17,
                        "",
                        0,
                        "",
                        0,
                        one.agent(),
                        one.node(),
                        1,
                        null,
                        null,
                        one.payload(),
                        chunks,
                        null);
        assertThat(again(both)).usingRecursiveComparison().isEqualTo(both);
    }

    @Test
    void saysWhatAVersionCannotHold() {
        assertThatThrownBy(() -> encoder.encode(packet(1, "127.0.0.1", "::1", "")))
                .hasMessage("addresses '127.0.0.1' and '::1', expected two of one family in HEP 1");
        assertThatThrownBy(() -> encoder.encode(packet(2, "", "", "")))
                .hasMessage("addresses '' and '', expected two of one family in HEP 2");
        assertThatThrownBy(() -> encoder.encode(packet(3, "localhost", "::1", "")))
                .hasMessage("address 'localhost', expected IPv4 or IPv6");
        assertThatThrownBy(() -> encoder.encode(packet(4, "::1", "::1", "")))
                .hasMessage("HEP version 4, expected 0, 1, 2 or 3");
        HepPacket offTheWire =
                new HepPacket(
                        TIME,
                        RECEIVED,
                        0,
                        17,
                        "",
                        0,
                        "",
                        0,
                        "",
                        "",
                        HepProtocol.RTCP,
                        null,
                        null,
                        new byte[8],
                        null,
                        null);
        assertThatThrownBy(() -> encoder.encode(offTheWire, 3))
                .hasMessage("PROTOCOL_TYPE 65541, expected 0..65535");
        HepPacket large = packet(3, "::1", "::1", "").withPayload(new byte[65_500]);
        assertThatThrownBy(() -> encoder.encode(large))
                .hasMessageMatching("frame of \\d+ bytes, expected at most 65535");
        assertThat(new HepEncoder(true).encode(large)).hasSizeLessThan(500);
    }

    private HepPacket again(HepPacket packet) {
        byte[] bytes = encoder.encode(packet);
        return decoder.decodeOrKeep(bytes, 0, bytes.length, PEER, RECEIVED);
    }

    private static HepPacket packet(int version, String source, String destination, String node) {
        return new HepPacket(
                TIME,
                RECEIVED,
                version,
                17,
                source,
                5160,
                destination,
                5060,
                "192.0.2.7",
                node,
                HepProtocol.SIP,
                null,
                null,
                "OPTIONS".getBytes(StandardCharsets.US_ASCII),
                null,
                null);
    }
}
