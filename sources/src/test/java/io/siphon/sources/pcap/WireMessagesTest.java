package io.siphon.sources.pcap;

import io.siphon.sources.Bytes;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.hep.HepWireLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class WireMessagesTest {

    private static final String OPTIONS = "OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\n\r\n";

    private final List<HepPacket> packets = new ArrayList<>();
    private final WireMessages messages = new WireMessages(Wire.SETTINGS, packets::add);

    @Test
    void findsSipOnAnyPort() {
        udp(40_000, 40_001, OPTIONS.getBytes(StandardCharsets.US_ASCII));
        HepPacket packet = packets.get(0);
        assertThat(packet.payload()).asString().isEqualTo(OPTIONS);
        assertThat(Wire.text(packet.withPayload(new byte[0])))
                .isEqualTo(
                        "HepPacket[timeMicros=7, receivedMicros=7, version=0, transport=17,"
                                + " sourceIp=127.0.0.1, sourcePort=40000,"
                                + " destinationIp=127.0.0.2, destinationPort=40001, agent=,"
                                + " node=wire, protocol=1, correlationId=null, direction=null,"
                                + " error=null, clockOffsetMicros=0, lateMicros=0]");
    }

    /** What decodes SIP keeps the rest as undecodable, and reads the message. */
    @Test
    void keepsTheRestOfABodyWithTheMessageBehindIt() {
        String tail = "a=rtpmap:8 PCMA/8000\r\n" + OPTIONS;
        udp(5060, 5060, tail.getBytes(StandardCharsets.US_ASCII));
        udp(5060, 5060, ("more of a body" + OPTIONS).getBytes(StandardCharsets.US_ASCII));
        udp(40_000, 514, ("<134>Nov 30 proxy: " + OPTIONS).getBytes(StandardCharsets.US_ASCII));
        udp(40_000, 5432, ("Q\0\0\1INSERT ('" + OPTIONS).getBytes(StandardCharsets.US_ASCII));
        assertThat(packets).extracting(HepPacket::protocol).containsOnly(HepProtocol.SIP);
        assertThat(packets.get(0).payload()).asString().isEqualTo(tail);
        assertThat(messages.counts().sip).isEqualTo(2);
        assertThat(messages.counts().passedOver).isEqualTo(2);
    }

    @Test
    void readsPlainSipDuplicatesAsTheyTellOfThemselves() {
        String headers =
                "X-Siptrace-Fromip: udp:192.0.2.1:5060\r\nX-Siptrace-Toip: tcp:192.0.2.2:5061\r\n";
        udp(5060, 9060, OPTIONS.replace("Call", headers + "Call").getBytes(StandardCharsets.UTF_8));
        assertThat(packets.get(0).sourceIp()).isEqualTo("192.0.2.1");
        assertThat(packets.get(0).node()).isEqualTo("127.0.0.1");
        assertThat(packets.get(0).payload()).asString().isEqualTo(OPTIONS);
        assertThat(messages.counts().hep).isEqualTo(1);
    }

    @Test
    void keepsDamagedHepWithItsReason() {
        udp(4000, 9060, Bytes.text("HEP3").andHex("00ff 0000 0000").array());
        assertThat(packets.get(0).error()).startsWith("bad-length: ");
        assertThat(messages.counts().undecodable).isEqualTo(1);
    }

    @Test
    void keepsOfRtpTheHeader() {
        udp(
                16_384,
                16_385,
                Bytes.hex("92 00 0001 00000001 0000000a | 0000000b 0000000c | bede 0001 10ff0000")
                        .and(new byte[160])
                        .array());
        HepPacket packet = packets.get(0);
        assertThat(packet.protocol()).isEqualTo(HepProtocol.RTP);
        assertThat(packet.payload()).hasSize(12 + 8 + 8);
        assertThat(HepWireLength.of(packet)).isEqualTo(12 + 8 + 8 + 160);
    }

    /** An SBC with ICE-lite at 443 is reached through firewalls. */
    @ParameterizedTest
    @ValueSource(ints = {443, 80, 1023, 1024})
    void findsRtpOnPrivilegedPorts(int port) {
        byte[] rtp = Bytes.hex("80 00 0001 00000001 0000000a").and(new byte[160]).array();
        udp(port, 40_000, rtp);
        udp(40_000, port, rtp);
        assertThat(packets).extracting(HepPacket::protocol).containsOnly(HepProtocol.RTP);
        assertThat(packets).hasSize(2);
    }

    @Test
    void saysWhetherTheCaptureCutSip() {
        byte[] frame = frame(5060, 5060, OPTIONS.getBytes(StandardCharsets.US_ASCII));
        int link = LinkType.RAW.number();
        messages.accept(new PcapRecord(7, link, frame.length, frame));
        byte[] cut = Arrays.copyOf(frame, frame.length - 5);
        messages.accept(new PcapRecord(7, link, frame.length, cut));
        assertThat(packets.get(0).chunks()).isNull();
        assertThat(packets).extracting(HepWireLength::isCut).containsExactly(false, true);
        assertThat(HepWireLength.of(packets.get(1))).isEqualTo(OPTIONS.length());
        assertThat(packets.get(1).payload()).hasSize(OPTIONS.length() - 5);
    }

    /** Of HEP 1 and 2, and of plain SIP with trace headers; HEP 3 tells it itself. */
    @Test
    void saysWhetherTheCaptureCutSipThatAnAgentSent() {
        String headers =
                "X-Siptrace-Fromip: udp:192.0.2.1:5060\r\nX-Siptrace-Toip: tcp:192.0.2.2:5061\r\n";
        byte[] plain = OPTIONS.replace("Call", headers + "Call").getBytes(StandardCharsets.UTF_8);
        byte[] hep1 = Bytes.hex("01 10 02 11 13c4 13c4 c0000201 c0000202").andText(OPTIONS).array();
        for (byte[] payload : List.of(plain, hep1)) {
            packets.clear();
            byte[] frame = frame(5060, 9060, payload);
            int link = LinkType.RAW.number();
            messages.accept(new PcapRecord(7, link, frame.length, frame));
            byte[] cut = Arrays.copyOf(frame, frame.length - 5);
            messages.accept(new PcapRecord(7, link, frame.length, cut));
            assertThat(packets).extracting(HepPacket::sourceIp).containsOnly("192.0.2.1");
            assertThat(packets).extracting(HepWireLength::isCut).containsExactly(false, true);
            assertThat(HepWireLength.of(packets.get(1))).isEqualTo(OPTIONS.length());
        }
    }

    @Test
    void padsNoRtpPayload() {
        String header = "00 0001 00000001 0000000a ";
        udp(16_384, 16_385, Bytes.hex("a0" + header + "11223344 00000004").array());
        udp(16_384, 16_385, Bytes.hex("a0" + header + "00000004").array()); // padding alone
        udp(16_384, 16_385, Bytes.hex("a0" + header + "11223344 00000009").array()); // too much
        assertThat(packets)
                .extracting(HepWireLength::of, packet -> packet.payload().length)
                .containsExactly(tuple(12 + 4, 12), tuple(12, 12), tuple(12 + 8, 12));
        assertThat(packets)
                .extracting(packet -> packet.payload()[0] & 0xff)
                .containsExactly(0x80, 0x80, 0xa0);
    }

    @Test
    void keepsRtcpWhole() {
        byte[] compound = // sender report without blocks, source description
                Bytes.hex("80 c8 0006 00000001 0000000000000000 00000000 00000000 00000000")
                        .andHex("81 ca 0002 00000001 01016100")
                        .array();
        udp(16_385, 16_385, compound);
        assertThat(packets.get(0).protocol()).isEqualTo(HepProtocol.RTCP);
        assertThat(packets.get(0).payload()).isEqualTo(compound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80 c8 0007 00000001 0000000000000000 00000000 00000000 00000000", // longer
                "80 c8 0000 00000001 0000000000000000", // and then nonsense
                "40 00 0001 00000001 0000000a 00", // version 1
                "80 48 0001 00000001 0000000a 00", // type 72
                "9f 00 0001 00000001 0000000a 00", // 15 sources, none there
                "80 00 0001 00000001", // short
                "2a 2a",
            })
    void passesOverWhatIsNoMedia(String hex) {
        udp(16_384, 16_385, Bytes.hex(hex).array());
        assertThat(packets).isEmpty();
        assertThat(messages.counts().passedOver).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 53, 123, 161, 162, 500, 514, 520})
    void passesOverNamesAskedForAndSuch(int port) {
        byte[] query = Bytes.hex("8001 0100 0001 0000 0000 0000 0161 00 0001 0001").array();
        udp(40_000, port, query);
        udp(port, 40_000, query);
        assertThat(packets).isEmpty();
    }

    @Test
    void goesOnAfterARestartAnywhere() throws IOException {
        for (String file :
                List.of(
                        "kam-hep3-tcp.raw.pcap.zst",
                        "kam-hep3-fragmented.raw.pcap.zst",
                        "heplify-v3-tcp-media.hep.pcap")) {
            List<String> whole = Wire.texts(Wire.read(Captures.open(file)));
            assertThat(Wire.texts(readWithRestarts(file))).as(file).isEqualTo(whole);
        }
    }

    /** After each record everything is saved, and read on by another. */
    private List<HepPacket> readWithRestarts(String file) throws IOException {
        List<HepPacket> found = new ArrayList<>();
        WireMessages current = new WireMessages(Wire.SETTINGS, found::add);
        try (PcapFile pcap = PcapFile.read(Captures.open(file))) {
            for (PcapRecord record = pcap.next(); record != null; record = pcap.next()) {
                current.accept(record);
                ByteArrayOutputStream saved = new ByteArrayOutputStream();
                current.save(new DataOutputStream(saved));
                long frames = current.counts().frames;
                current = new WireMessages(Wire.SETTINGS, found::add);
                current.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
                assertThat(current.counts().frames).isEqualTo(frames);
            }
        }
        current.end();
        return found;
    }

    private void udp(int source, int destination, byte[] payload) {
        byte[] frame = frame(source, destination, payload);
        messages.accept(new PcapRecord(7, LinkType.RAW.number(), frame.length, frame));
    }

    private static byte[] frame(int source, int destination, byte[] payload) {
        return Bytes.hex("4500 %04x 0001 0000 40 11 0000".formatted(28 + payload.length))
                .andHex("7f000001 7f000002 %04x %04x".formatted(source, destination))
                .andHex("%04x 0000".formatted(8 + payload.length))
                .and(payload)
                .array();
    }
}
