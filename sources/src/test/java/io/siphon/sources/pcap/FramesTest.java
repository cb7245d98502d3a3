package io.siphon.sources.pcap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import static io.siphon.sources.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

class FramesTest {

    /** 127.0.0.1:4000 to 127.0.0.2:5060, "hello", and two octets of padding. */
    private static final String UDP = "0fa0 13c4 000d 0000 68656c6c6f";

    private static final String IPV4 =
            "4500 0021 0001 0000 40 11 0000 7f000001 7f000002" + UDP + "0000";
    private static final String IPV6 =
            "60000000 000d 11 40"
                    + "20010db8000000000000000000000001 20010db8000000000000000000000002"
                    + UDP;
    private static final String ETHERNET = "020000000001 020000000002";

    private final List<Datagram> datagrams = new ArrayList<>();
    private final List<TcpSegment> segments = new ArrayList<>();
    private final Frames frames =
            new Frames(
                    new Frames.Sink() {
                        @Override
                        public void udp(WirePayload payload) {
                            datagrams.add(payload.datagram());
                        }

                        @Override
                        public void tcp(TcpSegment segment) {
                            segments.add(segment.copy());
                        }
                    });

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 020000000001 020000000002 0800",
        "ETHERNET, 020000000001 020000000002 8100 0064 0800", // VLAN
        "ETHERNET, 020000000001 020000000002 88a8 0064 8100 0065 0800", // VLAN in VLAN
        "LINUX_SLL, 0000 0304 0006 000000000000 0000 0800",
        "LINUX_SLL2, 0800 0000 00000001 0304 00 06 0000000000000000",
        "RAW, ''",
        "RAW_BSD, ''",
        "IPV4, ''",
        "NULL, 02000000",
        "LOOP, 00000002",
        "RAW, 4500 0035 0001 0000 40 04 0000 0a000001 0a000002", // IP in IP
        "RAW, 60000000 0023 04 40 00000000000000000000000000000001 00000000000000000000000000000002",
        "ETHERNET, 020000000001 020000000002 9100 0064 8100 0065 0800", // QinQ as it was before
        "ETHERNET, 020000000001 020000000002 002b aaaa 03 000000 0800", // SNAP
        "ETHERNET, 020000000001 020000000002 8847 00064140", // MPLS
        "ETHERNET, 020000000001 020000000002 8847 00064040 00065140", // two labels
        "ETHERNET, 020000000001 020000000002 8847 00064140 00000000 020000000001 020000000002 0800",
        "ETHERNET, 020000000001 020000000002 8864 1100 0001 0025 0021", // PPPoE
        "ETHERNET, 020000000001 020000000002 8926 40010002 0800", // VN-Tag
        "ETHERNET, 020000000001 020000000002 893f 000000010000 8100 0064 0800", // E-Tag, VLAN
        "ETHERNET, 020000000001 020000000002 88a8 0064 88e7 00000001 020000000001 020000000002 0800",
        "ETHERNET, 020000000001 020000000002 894f 0fc2 02 01 00000101", // service chain
        "RAW, 4500 004d 0001 0000 40 33 0000 0a000001 0a000002 04 04 0000 00000007 00000001"
                + " 000000000000000000000000", // authentication header
        "PPP_ETHERNET, 1100 0001 0025 0021",
        "PPP, 0021",
        "PPP, ff03 0021",
        "PPP, 21", // compressed protocol field
        "PPP_HDLC, ff03 0021",
        "PPP, 0281 00064140", // MPLS
        "CISCO_HDLC, 0f00 0800",
        "RAW_OPENBSD, ''",
        "PPP_DIRECTION, 01 0021",
        "ENC, 02000000 00000100 00000002",
        "MPLS, 00064140",
        "NFLOG, 02 00 0005 0800 0100 0800 0003 0500 0a00 02000000 2500 0900", // a prefix, padded
        "NFLOG, 02 00 0005 2500 0900",
    })
    void findsUdpBehindEveryLinkLayer(LinkType link, String header) {
        accept(link, header + IPV4);
        assertThat(datagrams)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Datagram(7, "127.0.0.1", 4000, "127.0.0.2", 5060, "hello".getBytes()));
    }

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 020000000001 020000000002 86dd",
        "LINUX_SLL2, 86dd 0000 00000001 0304 00 06 0000000000000000",
        "NULL, 1e000000",
        "IPV6, ''",
    })
    void findsIpv6(LinkType link, String header) {
        accept(link, header + IPV6);
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0).sourceIp()).isEqualTo("2001:db8::1");
        assertThat(datagrams.get(0).destinationIp()).isEqualTo("2001:db8::2");
        assertThat(datagrams.get(0).payload()).asString().isEqualTo("hello");
    }

    /** In an IPv4 packet of protocol 47, or a UDP datagram to port 4789. */
    @ParameterizedTest
    @CsvSource({
        "47, 0000 0800", // GRE with IP in it
        "47, b000 0800 00000000 00000001 00000001", // with checksum, key and sequence number
        "47, 0000 6558 020000000001 020000000002 0800", // with Ethernet in it
        "47, 0000 88be 020000000001 020000000002 0800", // ERSPAN I
        "47, 1000 88be 00000001 1001000100000000 020000000001 020000000002 8100 0064 0800", // II
        "47, 1000 22eb 00000001 200100010000000000000000 020000000001 020000000002 0800", // III
        "47, 1000 22eb 00000001 200100010000000000000001 0000000000000000"
                + " 020000000001 020000000002 0800",
        "17, 0fa0 12b5 0000 0000 08000000 00000100 020000000001 020000000002 0800", // VXLAN
        "17, 0fa0 2118 0000 0000 08000000 00000100 020000000001 020000000002 0800", // old port
        "17, 0fa0 17c1 0000 0000 00006558 00000100 020000000001 020000000002 0800", // Geneve
        "17, 0fa0 17c1 0000 0000 00000800 00000100", // with IP in it
        "17, 0fa0 17c1 0000 0000 02400800 00000100 0102800100000000", // with a critical option
        "17, 0868 0868 0000 0000 30ff 0021 00000001", // GTP-U
        "17, 0868 0868 0000 0000 32ff 0025 00000001 0001 00 00", // with sequence number
        "17, 0868 0868 0000 0000 34ff 002d 00000001 0000 00 85 01 0900 85 01 0000 00", // extended
        "17, 0fa0 9090 0000 0000 0100 0001 01 020000000001 020000000002 0800", // TZSP
        "17, 0fa0 9090 0000 0000 0101 0001 00 0a01c9 00 01 020000000001 020000000002 0800",
        "17, 0fa0 9090 0000 0000 0100 0001 01 020000000001 020000000002 8100 0064 0800",
        "17, 0fa0 12b6 0000 0000 0c000004 00000100 0186 02 03 00000101"
                + " 00000000000000000000000000000000 020000000001 020000000002 0800", // chain in
        // GPE
        "17, 06a5 06a5 0000 0000 0002 0001 0002 ff03 0021", // L2TP
        "17, 06a5 06a5 0000 0000 4802 002f 0001 0002 0001 0000 0021", // with length and numbers
        "17, 06a5 06a5 0000 0000 0202 0001 0002 0003 000000 ff03 0021", // with an offset
        "17, 06a5 06a5 0000 0000 0003 0000 00000007 020000000001 020000000002 0800", // L2TPv3
        "17, 06a5 06a5 0000 0000 0003 0000 00000007 1122334455667788 40000001"
                + " 020000000001 020000000002 8100 0064 0800", // with cookie and sublayer
        "115, 00000007 020000000001 020000000002 0800", // on IP
        "115, 00000007 11223344 020000000001 020000000002 0800",
        "115, 00000007 11223344 00000000 020000000001 020000000002 0800",
        "97, 3000 020000000001 020000000002 0800", // EtherIP
        "47, 3001 880b 0025 0001 00000001 0021", // PPTP
        "47, 3081 880b 0027 0001 00000001 00000001 ff03 0021", // with an acknowledgement
    })
    void findsUdpBehindEveryTunnel(int protocol, String header) {
        String outer = "4500 0000 0001 0000 40 %02x 0000 0a000001 0a000002".formatted(protocol);
        accept(LinkType.RAW, outer + header + IPV4);
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0).sourceIp()).isEqualTo("127.0.0.1");
        assertThat(datagrams.get(0).payload()).asString().isEqualTo("hello");
    }

    @Test
    void takesAnotherPayloadOnThePortOfVxlanAsItIs() {
        accept(
                LinkType.RAW,
                "4500 0000 0001 0000 40 11 0000 0a000001 0a000002 0fa0 12b5 0000 0000"
                        + "53 49 50 2f 32 2e 30 20 32 30 30");
        assertThat(datagrams.get(0).payload()).asString().isEqualTo("SIP/2.0 200");
    }

    /** The ports are those of media, too. */
    @ParameterizedTest
    @CsvSource({
        "9090, 80006558 00000100 020000000001 020000000002 0800", // RTP
        "9090, 01010001", // no field, no frame
        "9090, 0100 0001 0aff", // a field longer than what there is
        "9090, 0100 0001 00000000", // padding without end
        "9090, 0100 0012 01 0800", // 802.11
        "9090, 0104 0001 01", // keep-alive
        "17c1, 01006558 00000101", // reserved bits
        "17c1, 3f006558 00000100 0800", // options longer than what there is
        "17c1, 00806558 00000100 0800", // control
        "17c1, 000088cc 00000100 0800", // LLDP
        "0868, 30ff0021 00000001", // nothing in it
        "0868, 20ff0004 00000001 45000021", // GTP'
        "0868, 3001000a 00000001 4500", // echo
        "0868, 34ff0021 00000001 00000085 00000000", // an extension of no length
        "0868, 34ff0021 00000001 00000085 ff000000", // longer than what there is
        "0868, 30ff0004 00000001 80006558", // no IP
        "06a5, c8020014 00010000 00000000 00210021", // L2TP's control
        "06a5, 0002 0001 0002 ff03 c021 0101", // of PPP's own
        "06a5, 0003 0001 0002 ff03 0021 4500", // version 3
        "06a5, 0202 0001 0002 ffff 0021 4500", // an offset beyond what there is
        "06a5, 0003 0000 00000007 020000000001 020000000002 0807 45000021", // no known type
        "06a5, 8003 0000 00000007 020000000001 020000000002 0800 45000021", // control
    })
    void takesAnotherPayloadOnThePortOfATunnelAsItIs(String port, String payload) {
        accept(
                LinkType.RAW,
                "4500 0000 0001 0000 40 11 0000 0a000001 0a000002 0fa0 "
                        + port
                        + "0000 0000"
                        + payload);
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0).payload()).isEqualTo(hex(payload).array());
    }

    @Test
    void findsUdpInTunnelsWithinTunnels() {
        String tzsp =
                "4500 0000 0001 0000 40 11 0000 0a000001 0a000002"
                        + "0fa0 9090 0000 0000 0100 0001 01 020000000001 020000000002 0800";
        String geneve =
                "4500 0000 0001 0000 40 11 0000 0a000001 0a000002"
                        + "0fa0 17c1 0000 0000 00006558 00000100 020000000001 020000000002 0800";
        String gtp =
                "4500 0000 0001 0000 40 11 0000 0a000001 0a000002"
                        + "0868 0868 0000 0000 30ff 0021 00000001";
        accept(LinkType.ETHERNET, ETHERNET + "0800" + tzsp + geneve + gtp + IPV4);
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0).payload()).asString().isEqualTo("hello");
    }

    @Test
    void doesNotGoDownForEver() {
        String tunnel = "4500 0000 0001 0000 40 04 0000 0a000001 0a000002";
        accept(LinkType.RAW, tunnel.repeat(10) + IPV4);
        assertThat(datagrams).isEmpty();
        accept(LinkType.RAW, tunnel.repeat(9) + IPV4);
        assertThat(datagrams).hasSize(1);
    }

    @Test
    void findsMessagesOfSctp() {
        List<WirePayload> payloads = new ArrayList<>();
        Frames sctp =
                new Frames(
                        new Frames.Sink() {
                            @Override
                            public void udp(WirePayload payload) {}

                            @Override
                            public void sctp(WirePayload payload) {
                                payloads.add(payload);
                            }
                        });
        byte[] data =
                hex("4500 0000 0001 0000 40 84 0000 7f000001 7f000002 13c4 13c5 00000000 00000000"
                                + "0400 0006 0000 0000" // a heartbeat, padded
                                + "0003 0015 00000001 0000 0000 00000000 68656c6c6f 000000"
                                + "0003 0012 00000001 0000 0000 00000000 6f6b")
                        .array();
        sctp.accept(new PcapRecord(7, LinkType.RAW.number(), data.length, data));
        assertThat(payloads)
                .extracting(p -> new String(p.datagram().payload(), StandardCharsets.US_ASCII))
                .containsExactly("hello", "ok");
        assertThat(payloads.get(0).transport()).isEqualTo(132);
        assertThat(payloads.get(0).destinationPort()).isEqualTo(5061);
    }

    @Test
    void saysHowLongACutPayloadWas() {
        List<WirePayload> payloads = new ArrayList<>();
        byte[] whole = hex(IPV4).array();
        Frames cut = new Frames(payloads::add);
        cut.accept(new PcapRecord(7, LinkType.RAW.number(), 35, Arrays.copyOf(whole, 30)));
        assertThat(payloads.get(0).length()).isEqualTo(2);
        assertThat(payloads.get(0).wireLength()).isEqualTo(5);
        assertThat(cut.counts.cut).isEqualTo(1);
    }

    @Test
    void countsFragmentsOfWhichOneIsMissing() {
        String first = "4500 0024 %04x 2000 40 11 0000 7f000001 7f000002 0fa0 13c4 0025 0000";
        for (int id = 0; id < 300; id++) {
            accept(LinkType.RAW, first.formatted(id) + "4141414141414141");
        }
        assertThat(frames.counts.fragments).isEqualTo(300);
        assertThat(frames.counts.fragmentsLost).isEqualTo(300 - 256);
    }

    @Test
    void goesThroughIpv6Extensions() {
        accept(
                LinkType.RAW,
                "60000000 001d 00 40"
                        + "00000000000000000000000000000001 00000000000000000000000000000001"
                        + "3c00 000000000000" // hop by hop, then
                        + "1100 000000000000" // destination options
                        + UDP);
        assertThat(datagrams).hasSize(1);
    }

    @Test
    void passesOverPacketsThatIcmpQuotes() {
        accept(
                LinkType.RAW,
                "45c0 003d 0001 0000 40 01 0000 7f000002 7f000001 0303 0000 00000000" + IPV4);
        assertThat(datagrams).isEmpty();
        assertThat(frames.counts.passedOver).isEqualTo(1);
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        accept(LinkType.ETHERNET, ETHERNET + "0806" + "0001"); // ARP
        accept(LinkType.ETHERNET, ETHERNET);
        accept(LinkType.RAW, "");
        accept(LinkType.RAW, "45");
        accept(LinkType.RAW, "4f00 0021 0001 0000 40 11 0000 7f000001 7f000002 0fa0 13c4");
        accept(LinkType.RAW, "60000000 000d 11 40 20010db8000000000000000000000001");
        accept(LinkType.RAW, IPV4.substring(0, 58)); // cut in the UDP header
        frames.accept(new PcapRecord(7, 147, 60, hex(IPV4).array()));
        assertThat(datagrams).isEmpty();
        assertThat(frames.counts.passedOver).isEqualTo(8);
    }

    @Test
    void givesWhatACutFrameHas() {
        byte[] whole = hex(IPV4).array();
        frames.accept(new PcapRecord(7, LinkType.RAW.number(), 35, Arrays.copyOf(whole, 30)));
        assertThat(datagrams.get(0).payload()).asString().isEqualTo("he");
    }

    @Test
    void putsFragmentsTogetherInAnyOrder() {
        // 16, 16 and 5 octets of UDP header and 29 of payload
        List<String> parts =
                new ArrayList<>(
                        List.of(
                                "4500 0024 0042 2000 40 11 0000 7f000001 7f000002"
                                        + "0fa0 13c4 0025 0000 4141414141414141",
                                "4500 0024 0042 2002 40 11 0000 7f000001 7f000002"
                                        + "42424242424242424242424242424242",
                                "4500 0019 0042 0004 40 11 0000 7f000001 7f000002 4343434343"));
        for (int i = 0; i < 6; i++) {
            Collections.rotate(parts, 1);
            if (i == 3) {
                Collections.reverse(parts);
            }
            datagrams.clear();
            for (String part : parts) {
                assertThat(datagrams).isEmpty();
                accept(LinkType.RAW, part);
                accept(LinkType.RAW, parts.get(0)); // seen twice
            }
            assertThat(datagrams.get(0).payload())
                    .asString()
                    .isEqualTo("A".repeat(8) + "B".repeat(16) + "C".repeat(5));
            frames.accept(record(60_000_000L * (i + 1), "")); // time goes on
        }
    }

    @Test
    void putsIpv6FragmentsTogether() {
        String ip = "2c 40 00000000000000000000000000000001 00000000000000000000000000000001";
        accept(LinkType.RAW, "60000000 0018" + ip + "1100 0001 0000002a" + UDP + "414141");
        assertThat(datagrams).isEmpty();
        accept(LinkType.RAW, "60000000 000a" + ip + "1100 0010 0000002a" + "4242");
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0).payload()).asString().isEqualTo("hello");
    }

    @Test
    void doesNotMixFragmentsOfPacketsThirtySecondsApart() {
        String first =
                "4500 0024 0042 2000 40 11 0000 7f000001 7f000002"
                        + "0fa0 13c4 0011 0000 4141414141414141";
        String last = "4500 0015 0042 0002 40 11 0000 7f000001 7f000002 42";
        frames.accept(record(0, first));
        frames.accept(record(31_000_000, last));
        assertThat(datagrams).isEmpty();
        frames.accept(record(32_000_000, first));
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0).timeMicros()).isEqualTo(32_000_000);
    }

    @Test
    void findsTcpSegments() {
        accept(
                LinkType.RAW,
                "4500 002d 0001 0000 40 06 0000 7f000001 7f000002"
                        + "0fa0 2364 fffffffe 00000001 5018 0200 0000 0000 68656c6c6f");
        assertThat(segments)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new TcpSegment(
                                7,
                                new TcpFlow("127.0.0.1", 4000, "127.0.0.2", 9060),
                                -2,
                                1,
                                0x18,
                                "hello".getBytes(),
                                0,
                                5,
                                5));
    }

    private void accept(LinkType link, String hex) {
        byte[] data = hex(hex).array();
        frames.accept(new PcapRecord(7, link.number(), data.length, data));
    }

    private static PcapRecord record(long time, String hex) {
        byte[] data = hex(hex).array();
        return new PcapRecord(time, LinkType.RAW.number(), data.length, data);
    }
}
