package io.siphon.sources.pcap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import static io.siphon.sources.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

/** Packets that show only by their inside what they are in. */
class InnerPacketsTest {

    private static final String UDP = "0fa0 13c4 000d 0000 68656c6c6f";
    private static final String IPV4 = "4500 0021 0001 0000 40 11 0000 7f000001 7f000002" + UDP;
    private static final String OF_IPV6 = "60000000 000d 11 40";
    private static final String IPV6 =
            OF_IPV6 + "20010db8000000000000000000000001 20010db8000000000000000000000002" + UDP;
    private static final String TEREDO =
            OF_IPV6 + "200100005ef5796500000000a1b2c3d4 20010db8000000000000000000000002" + UDP;
    private static final String RTP = "80 08 0101 45000021 00000001";
    private static final String BUBBLE =
            "60000000 0000 3b 15 fe80000000000000ffffffffffffffff 200100005ef5796500000000a1b2c3d4";

    private final List<Datagram> datagrams = new ArrayList<>();
    private final Frames frames = new Frames(payload -> datagrams.add(payload.datagram()));

    @ParameterizedTest
    @CsvSource({
        "000651ff, " + IPV4,
        "00064040 000651ff, " + IPV6,
        "000651ff, 020000000001 020000000002 0800 " + IPV4, // a pseudowire without control word
        "000651ff 00000000, 020000000001 020000000002 0800 " + IPV4, // with it
        "000651ff 00000007, 020000000001 020000000002 86dd " + IPV6,
        "000651ff, 4c0000000001 020000000002 0800 " + IPV4, // addresses that begin like IP
        "000651ff, 450000210001 020000000002 8100 0064 0800 " + IPV4,
        "000651ff, 600000000001 020000000002 86dd " + IPV6,
        "000651ff, f60000000001 020000000002 0800 " + IPV4,
        "000651ff, 020000000001 020000000002 8100 0064 8847 000651ff " + IPV4,
        "000651ff, 020000000001 020000000002 8864 1100 0001 0023 0021 " + IPV4,
    })
    void findsWhatIsBehindLabels(String labels, String inside) {
        accept(LinkType.ETHERNET, "020000000001 020000000002 8847" + labels + inside);
        accept(LinkType.MPLS, labels + inside);
        udp(4000, 6635, labels + inside);
        assertThat(datagrams).hasSize(3).allSatisfy(InnerPacketsTest::isHello);
    }

    @Test
    void passesOverWhatNoIpIs() {
        accept(LinkType.MPLS, "000651ff 10000000 0021 4500"); // an associated channel
        accept(LinkType.MPLS, "000651ff 00000000 020000000001 020000000002 88cc 0207");
        accept(LinkType.MPLS, "00065040");
        accept(LinkType.ENC, "02000000 00000100");
        accept(LinkType.PPP_DIRECTION, "");
        accept(LinkType.NFLOG, "02");
        accept(LinkType.NFLOG, "02 00 0005 0000 0100 2500 0900 4500");
        accept(LinkType.NFLOG, "02 00 0005 0300 0900 4500");
        accept(LinkType.RAW, ip(97, "2000 020000000001 020000000002 0800" + IPV4));
        accept(LinkType.RAW, ip(97, "30"));
        accept(LinkType.RAW, ip(115, "00000000 c8030014 00000000"));
        accept(LinkType.RAW, ip(115, "00000007 020000000001"));
        accept(LinkType.RAW, ip(47, "2081 880b 0000 0001 00000001")); // an acknowledgement
        accept(LinkType.RAW, ip(47, "3001 880b 0021 0001 00000001"));
        accept(LinkType.RAW, ip(47, "3001 0800 0021 0001 00000001" + IPV4));
        accept(LinkType.RAW, ip(47, "3001 880b 0008 0001 00000001 00fd 9000 1234")); // encrypted
        assertThat(datagrams).isEmpty();
        assertThat(frames.counts.passedOver).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000 0800" + IPV4,
                "0000 86dd" + IPV6,
                "b000 0800 00000000 00000001 00000001" + IPV4,
                "2000 6558 00000001 020000000001 020000000002 0800" + IPV4,
                "0000 8847 000651ff" + IPV4,
            })
    void findsUdpInGreInUdp(String gre) {
        udp(50_000, 4754, gre);
        assertThat(datagrams).hasSize(1).allSatisfy(InnerPacketsTest::isHello);
    }

    /** To a server or relay, and from it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                TEREDO,
                "0000 f2f1 3fffffff " + TEREDO, // the origin
                "0001 00 00 1122334455667788 00" + TEREDO, // without a secret
                "0001 02 03 4142 010203 1122334455667788 01 0000 f2f1 3fffffff" + TEREDO,
                TEREDO + "0100", // a trailer (RFC 6081, 4)
            })
    void findsUdpInTeredo(String teredo) {
        udp(40_000, 3544, teredo);
        udp(3544, 40_000, teredo);
        assertThat(datagrams).hasSize(2).allSatisfy(InnerPacketsTest::isHello);
        assertThat(datagrams.get(0).sourceIp()).isEqualTo("2001:0:5ef5:7965::a1b2:c3d4");
    }

    @Test
    void aBubbleOfTeredoHoldsNothing() {
        udp(40_000, 3544, BUBBLE);
        assertThat(datagrams).isEmpty();
        assertThat(frames.counts.passedOver).isEqualTo(1);
    }

    /** SIP and media may use such a port, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0d0a0d0a",
                "0000",
                "0001 ff ff",
                "0001 00 00 1122334455667788 00",
                "0000 f2f1 3fffffff",
                "80 00 0800 45000021 00000001 4500", // RTP like GRE
                RTP,
                RTP + IPV4,
                "ff0001ff 45000021 00000000 00000000 00000000 00000000 00000000", // of another
                // length
                "0000 0800 4500 0021 00000000 00000000 00000000 00000000",
                "0000 86dd 60000000 0001 00000000 00000000 00000000 00000000 00000000",
                "0000 6558 020000000001 020000000002 0806 4500",
                "0000 1234 4500 0021",
                "0001 0800" + IPV4, // version 1
                "60000000 0020 11 40 2001000000000000 0000000000000000 0000000000000000 0000000000000000",
                IPV6, // of no address of Teredo's
            })
    void takesAnotherPayloadOnThePortOfATunnelAsItIs(String payload) {
        int[][] ports = {{40_000, 6635}, {40_000, 4754}, {40_000, 3544}, {3544, 40_000}};
        for (int[] pair : ports) {
            udp(pair[0], pair[1], payload);
        }
        assertThat(datagrams)
                .hasSize(4)
                .allSatisfy(d -> assertThat(d.payload()).isEqualTo(hex(payload).array()));
    }

    @Test
    void takesSipOnThePortOfATunnelAsItIs() {
        for (String start : List.of("ACK sip:a@192.0.2.1", "INVITE sip:a", "`/ sip:a", "E sip:a")) {
            byte[] sip =
                    (start + " SIP/2.0\r\nCall-ID: 1\r\n\r\n").getBytes(StandardCharsets.UTF_8);
            for (int port : new int[] {6635, 4754, 3544, 1701}) {
                udp(port, port, HexFormat.of().formatHex(sip));
                assertThat(datagrams.remove(0).payload()).isEqualTo(sip);
            }
        }
    }

    @Test
    void readsOfACutTunnelWhatIsThere() {
        for (String tunnel : List.of("000651ff" + IPV4, "0000 0800" + IPV4)) {
            byte[] whole =
                    hex(udpPacket(4000, tunnel.startsWith("0006") ? 6635 : 4754, tunnel)).array();
            byte[] cut = Arrays.copyOf(whole, whole.length - 3);
            frames.accept(new PcapRecord(7, LinkType.RAW.number(), whole.length, cut));
            assertThat(datagrams.remove(0).payload()).asString().isEqualTo("he");
        }
    }

    @Test
    void putsIpv6FragmentsTogetherThatBeginWithAnotherExtension() {
        String ip = "2c 40 00000000000000000000000000000001 00000000000000000000000000000001";
        for (String first : List.of("3c", "00", "2b")) {
            accept(
                    LinkType.RAW,
                    "60000000 0020"
                            + ip
                            + first
                            + "00 0001 0000002a"
                            + "3c00 010400000000 1100 010400000000 0fa0 13c4 000d 0000");
            assertThat(datagrams).isEmpty();
            accept(LinkType.RAW, "60000000 000d" + ip + first + "00 0018 0000002a 68656c6c6f");
            assertThat(datagrams).hasSize(1).allSatisfy(InnerPacketsTest::isHello);
            datagrams.clear();
        }
    }

    /** No stack overflows, however many there are. */
    @Test
    void goesThroughAnyNumberOfExtensions() {
        String ip = "2c 40 00000000000000000000000000000001 00000000000000000000000000000001";
        String options = "3c00 010400000000".repeat(8000);
        accept(LinkType.RAW, "60000000 fa08" + ip + "3c00 0001 0000002a" + options);
        accept(
                LinkType.RAW,
                "60000000 001d" + ip + "3c00 fa00 0000002a" + "1100 010400000000" + UDP);
        assertThat(datagrams).hasSize(1);
    }

    private static void isHello(Datagram datagram) {
        assertThat(datagram.payload()).asString().isEqualTo("hello");
        assertThat(datagram.sourcePort()).isEqualTo(4000);
    }

    private void udp(int source, int destination, String payload) {
        accept(LinkType.RAW, udpPacket(source, destination, payload));
    }

    private static String udpPacket(int source, int destination, String payload) {
        int length = 8 + hex(payload).array().length;
        return ip(17, "%04x %04x %04x 0000".formatted(source, destination, length) + payload);
    }

    private static String ip(int protocol, String payload) {
        int length = 20 + hex(payload).array().length;
        return "4500 %04x 0001 0000 40 %02x 0000 0a000001 0a000002".formatted(length, protocol)
                + payload;
    }

    private void accept(LinkType link, String hex) {
        byte[] data = hex(hex).array();
        frames.accept(new PcapRecord(7, link.number(), data.length, data));
    }
}
