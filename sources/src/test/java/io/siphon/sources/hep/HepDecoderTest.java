package io.siphon.sources.hep;

import io.siphon.sources.Bytes;
import io.siphon.sources.hep.HepException.Reason;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import static io.siphon.sources.Bytes.hex;
import static io.siphon.sources.Bytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** HEP 3 and what surrounds it, as its senders speak it (docs/senders.md). Packets are theirs. */
class HepDecoderTest {

    /** 79 s after the packets that follow: 0x6b0398bd is 1795397821. */
    private static final long RECEIVED = 1_795_397_900_000_000L;

    private static final HepPeer PEER = new HepPeer("192.0.2.7", 5060, "192.0.2.9", 9060);

    private static final String KAMAILIO =
            """
            0000 0001 0007 02
            0000 0002 0007 11
            0000 0003 000a 7f000015
            0000 0004 000a 7f00000a
            0000 0007 0008 1428
            0000 0008 0008 13c4
            0000 0009 000a 6b0398bd
            0000 000a 000a 0007bb8c
            0000 000b 0007 01
            0000 000c 000a 000007d3
            """;
    private static final String OPTIONS = "OPTIONS sip:lab.example.org SIP/2.0\r\n\r\n";

    private final HepDecoder decoder =
            new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofMinutes(10)));

    @Test
    void readsKamailio() {
        HepPacket packet = decode(hex(KAMAILIO).and(payload(OPTIONS)).frame());

        assertThat(packet)
                .usingRecursiveComparison()
                .isEqualTo(
                        new HepPacket(
                                1_795_397_821_506_764L,
                                RECEIVED,
                                3,
                                17,
                                "127.0.0.21",
                                5160,
                                "127.0.0.10",
                                5060,
                                "192.0.2.7",
                                "2003",
                                HepProtocol.SIP,
                                null,
                                "in",
                                OPTIONS.getBytes(StandardCharsets.US_ASCII),
                                null,
                                null));
    }

    @Test
    void takesChunksInAnyOrder() {
        HepPacket packet =
                decode(
                        Bytes.hex("")
                                .and(payload(OPTIONS)) // heplify and OpenSIPS: not last
                                .andHex("0000 0008 0008 0bb8  0000 0007 0008 0fa0")
                                .andHex("0000 0006 0016 20010db8000000000000000000000002")
                                .andHex("0000 0005 0016 20010db8000000000000000000000001")
                                .andHex("0000 000b 0007 01  0000 0001 0007 0a")
                                .frame());

        assertThat(packet.sourceIp()).isEqualTo("2001:db8::1");
        assertThat(packet.destinationIp()).isEqualTo("2001:db8::2");
        assertThat(packet.sourcePort()).isEqualTo(4000);
        assertThat(packet.destinationPort()).isEqualTo(3000);
        assertThat(new String(packet.payload(), StandardCharsets.US_ASCII)).isEqualTo(OPTIONS);
    }

    /** Of a proxy between both; some senders then say no family, or that of one side. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0000 0001 0007 02", "0000 0001 0007 0a", "0000 0001 0007 1e"})
    void takesAddressesOfTwoFamilies(String family) {
        HepPacket packet =
                decode(
                        hex(family)
                                .andHex("0000 0003 000a 7f000001")
                                .andHex("0000 0006 0016 20010db8000000000000000000000002")
                                .frame());
        assertThat(packet.error()).isNull();
        assertThat(packet.sourceIp()).isEqualTo("127.0.0.1");
        assertThat(packet.destinationIp()).isEqualTo("2001:db8::2");
    }

    @ParameterizedTest
    @CsvSource({
        "07d20000, 2002", // sngrep
        "00650000, 101", // sipgrep
        "000007d3, 2003",
        "ffffffff, 4294967295",
        "00010001, 65537",
        "00000000, 0",
    })
    void putsTheCaptureIdsByteOrderRight(String wire, String node) {
        assertThat(decode(hex("0000 000c 000a" + wire).frame()).node()).isEqualTo(node);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 17, 22, 132, 255})
    void passesAnyTransport(int transport) {
        byte[] frame = hex("0000 0002 0007 %02x".formatted(transport)).frame();
        assertThat(decode(frame).transport()).isEqualTo(transport);
    }

    @Test
    void takesPortZeroAndPortsAboveTheSignBit() {
        HepPacket packet = decode(hex("0000 0007 0008 0000  0000 0008 0008 ffff").frame());
        assertThat(packet.sourcePort()).isZero();
        assertThat(packet.destinationPort()).isEqualTo(65535);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 8, 34, 35, 54, 96, 100, 200, 255})
    void passesAnyProtocolType(int protocol) {
        byte[] frame = hex("0000 000b 0007 %02x".formatted(protocol)).frame();
        assertThat(decode(frame).protocol()).isEqualTo(protocol);
    }

    @Test
    void takesSipForGrantedWhereNoTypeWasSent() {
        assertThat(decode(payloadFrame(OPTIONS)).protocol()).isEqualTo(HepProtocol.SIP);
        assertThat(decode(payloadFrame("?")).protocol()).isEqualTo(HepProtocol.NONE);
    }

    @Test
    void readsHeplifysGreetingAsAPacketOfNoProtocol() {
        byte[] greeting =
                hex("48455033 0078")
                        .andHex("0000 0001 0007 00  0000 0002 0007 00")
                        .andHex("0000 0007 0008 0000  0000 0008 0008 0000")
                        .andHex("0000 0009 000a 00000000  0000 000a 000a 00000000")
                        .andHex("0000 000b 0007 00  0000 000c 000a 00001771")
                        .andHex("0000 000e 000d 68657050617373")
                        .andHex("0000 000f 000c 48455033030a") // the magic, within a payload
                        .andHex("0000 0012 0008 0000  0000 0013 000e 6c61622d65646765")
                        .array();

        HepPacket packet = decode(greeting);

        assertThat(packet.error()).isNull();
        assertThat(packet.protocol()).isEqualTo(HepProtocol.NONE);
        assertThat(packet.timeMicros()).isEqualTo(RECEIVED); // no row of 1970
        assertThat(packet.sourceIp()).isEmpty();
        assertThat(packet.node()).isEqualTo("lab-edge");
        assertThat(packet.payload()).hasSize(6);
        assertThat(decoder.counts().timeAbsent).isEqualTo(1);
        assertThat(decoder.counts().timeReplaced).isZero();
    }

    @Test
    void readsOpensipsCorrelationThatHasNoPayload() {
        String json = "{\"sip-callid\":\"a@b\",\"sip-callid\":\"c@d\"}";
        HepPacket packet =
                decode(
                        hex("0000 000b 0007 60")
                                .and(HepChunk.EXTRA_CORRELATION.encode(json))
                                .frame());

        assertThat(packet.protocol()).isEqualTo(96);
        assertThat(packet.payload()).isEmpty();
        assertThat(packet.correlationId()).isNull();
        assertThat(HepChunks.of(packet).text(HepChunk.EXTRA_CORRELATION)).isEqualTo(json);
    }

    @Test
    void unpacksZlibAndGzip() {
        byte[] zlib = HepChunk.COMPRESSED_PAYLOAD.encode(zlib(OPTIONS.getBytes()));
        byte[] gzip = HepChunk.COMPRESSED_PAYLOAD.encode(gzip(OPTIONS.getBytes()));

        assertThat(decode(hex(KAMAILIO).and(zlib).frame()).payload()).asString().isEqualTo(OPTIONS);
        assertThat(decode(hex(KAMAILIO).and(gzip).frame()).payload()).asString().isEqualTo(OPTIONS);
        assertThat(decoder.counts().inflated).isEqualTo(2);
    }

    @Test
    void unpacksAWholeFrameOfHeplify() {
        byte[] frame = hex(KAMAILIO).and(payload(OPTIONS)).frame();

        HepPacket packet = decode(gzip(frame));

        assertThat(packet.version()).isEqualTo(3);
        assertThat(packet.payload()).asString().isEqualTo(OPTIONS);
        assertThatFails(gzip(gzip(frame)), Reason.NOT_HEP); // once is enough
    }

    @Test
    void refusesWhatUnpacksToMoreThanADatagram() {
        byte[] bomb = zlib(new byte[16 << 20]); // 16 MiB from 16 kB
        assertThat(bomb).hasSizeLessThan(20_000);

        assertThatFails(packed(bomb), Reason.TOO_LARGE);
        assertThatFails(packed(gzip(new byte[16 << 20])), Reason.TOO_LARGE);
        assertThatFails(gzip(new byte[16 << 20]), Reason.TOO_LARGE);
        assertThatFails(packed(zlib(new byte[65_536])), Reason.TOO_LARGE);
        assertThatFails(packed(gzip(new byte[65_536])), Reason.TOO_LARGE);
        assertThat(decode(packed(zlib(new byte[65_535]))).payload()).hasSize(65_535);
        assertThat(decode(packed(gzip(new byte[65_535]))).payload()).hasSize(65_535);
    }

    private static byte[] packed(byte[] payload) {
        return Bytes.hex("").and(HepChunk.COMPRESSED_PAYLOAD.encode(payload)).frame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "789c", "789c7d52d96e", "1f8b08", "00112233445566"})
    void refusesWhatDoesNotUnpack(String hex) {
        byte[] body = Bytes.hex(hex).array();
        assertThatFails(
                Bytes.hex("").and(HepChunk.COMPRESSED_PAYLOAD.encode(body)).frame(),
                Reason.BAD_COMPRESSION);
    }

    @Test
    void keepsTheDraftsMeaningOfChunk10() {
        // Until 2013 0x10 was a correlation id of four octets, beside the payload.
        HepPacket packet = decode(hex("0000 0010 000a 0000002a").and(payload(OPTIONS)).frame());

        assertThat(packet.payload()).asString().isEqualTo(OPTIONS);
        assertThat(HepChunks.of(packet).number(HepChunk.COMPRESSED_PAYLOAD, -1)).isEqualTo(42);
    }

    @Test
    void knowsHeplifysProtobuf() {
        byte[] bytes = hex("08 02 10 11 1a 0a 3132372e302e302e3231").array();
        assertThatFails(bytes, Reason.PROTOBUF);
    }

    @Test
    void takesLengthsAboveTheSignBit() {
        String large = OPTIONS + "x".repeat(65_000);
        HepPacket packet = decode(payloadFrame(large));
        assertThat(packet.payload()).hasSize(large.length());
    }

    @Test
    void keepsGenericChunksThatHaveNoComponent() {
        HepPacket packet =
                decode(
                        hex(KAMAILIO)
                                .andHex("0000 000d 0008 003c") // keep-alive timer
                                .andHex("0000 000e 000b 6d79686570") // auth key
                                .andHex("0000 0012 0008 0064") // VLAN
                                .andHex("0000 0014 000e 0000deadbeef0001") // MAC
                                .andHex("0000 0018 0007 b8") // TOS
                                .andHex("0000 0020 0008 01a4") // MOS
                                .frame());

        HepChunks chunks = HepChunks.of(packet);
        assertThat(chunks).hasSize(6);
        assertThat(chunks.number(HepChunk.KEEPALIVE_TIMER, -1)).isEqualTo(60);
        assertThat(chunks.text(HepChunk.AUTH_KEY)).isEqualTo("myhep");
        assertThat(chunks.number(HepChunk.VLAN, -1)).isEqualTo(100);
        assertThat(chunks.number(HepChunk.SOURCE_MAC, -1)).isEqualTo(0xdeadbeef0001L);
        assertThat(chunks.number(HepChunk.IP_TOS, -1)).isEqualTo(184);
        assertThat(chunks.number(HepChunk.MOS, -1)).isEqualTo(420);
    }

    @Test
    void prefersTheNodesNameAndKeepsItsNumber() {
        HepPacket packet =
                decode(hex("0000 0013 000d 6173742d6c6162  0000 000c 000a 00001b59").frame());

        assertThat(packet.node()).isEqualTo("ast-lab");
        assertThat(HepChunks.of(packet).number(HepChunk.CAPTURE_ID, -1)).isEqualTo(7001);
        assertThat(decode(hex("0000 0013 0006").frame()).node()).isEqualTo("192.0.2.7");
        assertThat(decode(hex("0000 0013 0009 61 00 00").frame()).node()).isEqualTo("a");
    }

    @Test
    void readsTheCorrelationId() {
        byte[] frame =
                Bytes.hex("").and(HepChunk.CORRELATION_ID.encode("1-5716@127.0.0.21")).frame();
        assertThat(decode(frame).correlationId()).isEqualTo("1-5716@127.0.0.21");
        assertThat(decode(hex("0000 0011 0006").frame()).correlationId()).isNull();
    }

    @Test
    void keepsVendorChunksApartFromGenericOnes() {
        HepPacket packet =
                decode(
                        hex(KAMAILIO)
                                .andHex("0002 0002 0007 ff") // not the transport
                                .andHex("0004 0003 000a 08080808") // not the source
                                .andHex("0003 000b 0007 63") // not the protocol
                                .andHex("0008 0080 000a 61626364") // Genesys: conversation id
                                .andHex("ffff 0009 0006")
                                .and(payload(OPTIONS))
                                .frame());

        assertThat(packet.transport()).isEqualTo(17);
        assertThat(packet.sourceIp()).isEqualTo("127.0.0.21");
        assertThat(packet.protocol()).isEqualTo(HepProtocol.SIP);
        HepChunks chunks = HepChunks.of(packet);
        assertThat(chunks).hasSize(5);
        assertThat(chunks.find(HepVendor.KAMAILIO, 2).number()).isEqualTo(255);
        assertThat(chunks.find(HepVendor.GENESYS, 0x80).text()).isEqualTo("abcd");
        assertThat(chunks.find(0xffff, 9).body()).isEmpty();
        assertThat(chunks.find(HepVendor.GENERIC, 2)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEP3", "EEP3", "EEP1"})
    void takesEveryMagicOfTheFrame(String magic) {
        HepPacket packet = decode(hex(KAMAILIO).and(payload(OPTIONS)).frame(magic));
        assertThat(packet.version()).isEqualTo(3);
        assertThat(packet.node()).isEqualTo("2003");
    }

    @Test
    void letsTheLastOfAChunkCount() {
        HepPacket packet =
                decode(
                        hex("0000 0007 0008 0001  0000 0007 0008 0002")
                                .andHex("0000 0005 0016 20010db8000000000000000000000001")
                                .andHex("0000 0003 000a 7f000001")
                                .frame());
        assertThat(packet.sourcePort()).isEqualTo(2);
        assertThat(packet.sourceIp()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "0000 0007 0007 05, 5", // one octet where two are usual
        "0000 0007 000a 00001428, 5160", // four
        "0000 0007 0006, 0", // none
    })
    void readsNumbersOfAnyWidth(String chunk, int port) {
        assertThat(decode(hex(chunk).frame()).sourcePort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000 0007 0009 010000", // port 65536
                "0000 0009 000b 0100000000", // seconds beyond 32 bits
                "0000 0003 0009 7f0000", // IPv4 of three octets
                "0000 0003 0016 00000000000000000000000000000001", // of sixteen
                "0000 0005 000a 7f000001", // IPv6 of four
            })
    void refusesChunksThatCannotHoldTheirValue(String chunk) {
        assertThatFails(hex(chunk).frame(), Reason.BAD_CHUNK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000 000f 0000 41", // no length at all
                "0000 000f 0005 41", // shorter than its header
                "0000 000f 0008 41", // beyond the frame
                "0000 000f ffff 41",
                "0000 000f 0007 41 00", // bytes left that are no chunk
                "00",
                "0000 000f 00",
            })
    void refusesLengthsThatDoNotAddUp(String chunks) {
        assertThatFails(hex(chunks).frame(), Reason.BAD_LENGTH);
    }

    @ParameterizedTest
    @CsvSource({
        "48455033, TOO_SHORT",
        "4845503300, TOO_SHORT",
        "484550330000, BAD_LENGTH",
        "484550330005, BAD_LENGTH",
        "484550330007, BAD_LENGTH", // the datagram was cut
        "48455033ffff0000, BAD_LENGTH",
        "484550, NOT_HEP",
        "48455034 0006, NOT_HEP",
    })
    void refusesFramesThatAreNotWhole(String hex, Reason reason) {
        assertThatFails(hex(hex).array(), reason);
    }

    @Test
    void takesAFrameWithoutChunks() {
        assertThat(decode(Bytes.hex("").frame()).protocol()).isEqualTo(HepProtocol.NONE);
    }

    @Test
    void ignoresAndCountsBytesBehindTheFrame() {
        byte[] frame = hex(KAMAILIO).and(payload(OPTIONS)).frame();
        HepPacket packet = decode(Bytes.hex("").and(frame).andHex("0d0a00").array());
        assertThat(packet.payload()).asString().isEqualTo(OPTIONS);
        assertThat(decoder.counts().trailing).isEqualTo(1);
    }

    // rtpengine 13 and later; homer issue 909 has 2976689512 for 1756196017
    @Test
    void repairsByteSwappedTime() {
        long received = 1_756_196_020_000_000L;
        HepPacket packet = decode(time("b16cad68", "40e20100"), received);

        assertThat(packet.timeMicros()).isEqualTo(1_756_196_017_123_456L);
        assertThat(decoder.counts().timeRepaired).isEqualTo(1);
        assertThat(decoder.counts().timeReplaced).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "6b000000, 00000000", // days before
        "6b03a000, 00000000", // half an hour ahead
        "6b0398bd, 000f4240", // a million microseconds
        "bd98036b, ffffffff", // the seconds would do when swapped, the microseconds not
        "00000001, 00000000",
        "ffffffff, ffffffff",
    })
    void replacesImplausibleTime(String seconds, String micros) {
        HepPacket packet = decode(time(seconds, micros), RECEIVED);
        assertThat(packet.timeMicros()).isEqualTo(RECEIVED);
        assertThat(decoder.counts().timeReplaced).isEqualTo(1);
        assertThat(decoder.counts().timeRepaired).isZero();
    }

    @Test
    void believesTimeWithinTheWindow() {
        long second = 1_000_000;
        ClockWindow window = new ClockWindow(2 * second, second);
        assertThat(window.holds(8 * second, 10 * second)).isTrue();
        assertThat(window.holds(8 * second - 1, 10 * second)).isFalse();
        assertThat(window.holds(11 * second, 10 * second)).isTrue();
        assertThat(window.holds(11 * second + 1, 10 * second)).isFalse();
    }

    @Test
    void usesTheTimeOfReceiptWhereNoneWasSent() {
        assertThat(decode(payloadFrame(OPTIONS)).timeMicros()).isEqualTo(RECEIVED);
        assertThat(decode(time("00000000", "00000005"), RECEIVED).timeMicros()).isEqualTo(RECEIVED);
        assertThat(decoder.counts().timeAbsent).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "0d0a0d0a, KEEPALIVE",
        "00, KEEPALIVE",
        "00000000, KEEPALIVE",
        "0001 0000 2112a442 000102030405060708090a0b, STUN",
        "0101 0000 2112a442 000102030405060708090a0b, STUN", // begins as HEP 1 would
        "474554202f20485454502f312e310d0a, HTTP", // GET / HTTP/1.1
        "485454502f312e3120323030204f4b0d0a, HTTP", // HTTP/1.1 200 OK
        "ffffffff, NOT_HEP",
        "80c80006, NOT_HEP", // RTCP as it is
        "41, NOT_HEP",
        "1f8b, BAD_COMPRESSION",
    })
    void tellsWhatIsNoPacket(String hex, Reason reason) {
        assertThatFails(hex(hex).array(), reason);
    }

    @Test
    void saysWhatItGotAndWhatItExpected() {
        assertThatThrownBy(() -> decodeOrThrow(hex("48455033 0014 0000").array()))
                .hasMessage("bad-length: frame says 20 bytes, expected 6..8")
                .hasNoCause()
                .extracting(Throwable::getStackTrace)
                .isEqualTo(new StackTraceElement[0]);
    }

    @Test
    void keepsWhatItCannotDecode() {
        byte[] datagram = hex("48455033 0014 0000").array();

        HepPacket packet = decode(datagram);

        assertThat(packet.error()).isEqualTo("bad-length: frame says 20 bytes, expected 6..8");
        assertThat(packet.payload()).isEqualTo(datagram);
        assertThat(packet.version()).isZero();
        assertThat(packet.protocol()).isEqualTo(HepProtocol.NONE);
        assertThat(packet.timeMicros()).isEqualTo(RECEIVED);
        assertThat(packet.sourceIp()).isEqualTo("192.0.2.7");
        assertThat(packet.sourcePort()).isEqualTo(5060);
        assertThat(packet.destinationIp()).isEqualTo("192.0.2.9");
        assertThat(packet.destinationPort()).isEqualTo(9060);
        assertThat(packet.agent()).isEqualTo("192.0.2.7");
        assertThat(packet.node()).isEqualTo("192.0.2.7");
        assertThat(decoder.counts().failures(Reason.BAD_LENGTH)).isEqualTo(1);
        assertThat(decoder.counts().failures(Reason.NOT_HEP)).isZero();
    }

    @Test
    void readsOnlyItsSlice() {
        byte[] frame = hex(KAMAILIO).and(payload(OPTIONS)).frame();
        byte[] within = text("INVITE ").and(frame).andText("HEP3").array();

        HepPacket packet = decoder.decodeOrKeep(within, 7, frame.length, PEER, RECEIVED);

        assertThat(packet).usingRecursiveComparison().isEqualTo(decode(frame));
        assertThatThrownBy(() -> decoder.decode(within, 7, within.length, PEER, RECEIVED))
                .isInstanceOf(IndexOutOfBoundsException.class); // a fault of the caller
    }

    private HepPacket decode(byte[] datagram) {
        return decode(datagram, RECEIVED);
    }

    private HepPacket decode(byte[] datagram, long received) {
        return decoder.decodeOrKeep(datagram, 0, datagram.length, PEER, received);
    }

    private HepPacket decodeOrThrow(byte[] datagram) throws HepException {
        return decoder.decode(datagram, 0, datagram.length, PEER, RECEIVED);
    }

    private void assertThatFails(byte[] datagram, Reason reason) {
        ThrowingCallable decoding = () -> decodeOrThrow(datagram);
        assertThatThrownBy(decoding)
                .isInstanceOfSatisfying(
                        HepException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageStartingWith(reason.text() + ": ");
    }

    private static byte[] time(String seconds, String micros) {
        return hex("0000 0009 000a" + seconds + "0000 000a 000a" + micros).frame();
    }

    private static byte[] payload(String text) {
        return HepChunk.PAYLOAD.encode(text);
    }

    private static byte[] payloadFrame(String text) {
        return Bytes.hex("").and(payload(text)).frame();
    }

    private static byte[] zlib(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
