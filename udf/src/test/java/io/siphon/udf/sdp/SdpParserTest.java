package io.siphon.udf.sdp;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class SdpParserTest {

    @Test
    void readsAnOfferOfAPhone() {
        Sdp sdp =
                parse(
                        "v=0",
                        "o=- 53891 1 IN IP4 192.0.2.5",
                        "s=call",
                        "c=IN IP4 192.0.2.5",
                        "t=0 0",
                        "m=audio 6004 RTP/AVP 8 0 101 99",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-16",
                        "a=sendonly");

        assertThat(sdp.connection()).isEqualTo("192.0.2.5");
        assertThat(sdp.media()).hasSize(1);
        Media audio = sdp.media()[0];
        assertThat(audio.type()).isEqualTo("audio");
        assertThat(audio.ip()).isEqualTo("192.0.2.5");
        assertThat(audio.port()).isEqualTo(6004);
        assertThat(audio.rtcpPort()).isEqualTo(6005);
        assertThat(audio.transport()).isEqualTo("RTP/AVP");
        assertThat(audio.direction()).isEqualTo("sendonly");
        assertThat(audio.codecs())
                .containsExactly(
                        new Codec(8, "PCMA", 8000),
                        new Codec(0, "PCMU", 8000),
                        new Codec(101, "telephone-event", 8000),
                        new Codec(99, "99", 0));
        assertThat(sdp.codecNames()).isEqualTo("PCMA,PCMU,telephone-event,99");
    }

    /** As phones of Linksys and Cisco have it; RFC 3551, 3 and 4.5.6. */
    @Test
    void anAnnexOfAStaticTypeIsThatCodec() {
        Media audio =
                parse(
                                "v=0",
                                "m=audio 4000 RTP/AVP 18 4 0 8 96 3",
                                "a=rtpmap:18 G729a/8000",
                                "a=rtpmap:4 G723.1/8000",
                                "a=rtpmap:0 pcmu/8000",
                                "a=rtpmap:8 G729A/8000",
                                "a=rtpmap:96 G729AB/8000",
                                "a=rtpmap:3 GSM-EFR/8000")
                        .media()[0];
        assertThat(audio.codecs())
                .extracting(Codec::name)
                .containsExactly("G729", "G723", "pcmu", "G729A", "G729AB", "GSM-EFR");
        for (String name : new String[] {"G729A", "G729ab", "g729B", "G729"}) {
            audio =
                    parse("v=0", "m=audio 4 RTP/AVP 18", "a=rtpmap:18 " + name + "/8000")
                            .media()[0];
            assertThat(audio.codecs()).containsExactly(new Codec(18, "G729", 8000));
        }
        audio = parse("v=0", "m=audio 4 RTP/AVP 18", "a=rtpmap:18 G729E/8000").media()[0];
        assertThat(audio.codecs()[0].name()).isEqualTo("G729E");
    }

    @Test
    void readsAnOfferOfABrowser() {
        Sdp sdp =
                parse(
                        "v=0",
                        "t=0 0",
                        "a=group:BUNDLE 0 1",
                        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
                        "c=IN IP6 2001:db8::7",
                        "a=rtcp:9 IN IP4 0.0.0.0",
                        "a=rtcp-mux",
                        "a=rtpmap:111 opus/48000/2",
                        "a=rtpmap:63 red/48000/2",
                        "m=video 5004/2 RTP/AVPF 96",
                        "c=IN IP4 233.252.0.1/127",
                        "a=rtcp:5010",
                        "a=recvonly",
                        "a=rtpmap:96 VP8/90000");

        assertThat(sdp.connection()).isEmpty();
        Media audio = sdp.media()[0];
        assertThat(audio.ip()).isEqualTo("2001:db8::7");
        assertThat(audio.rtcpPort()).isEqualTo(9);
        assertThat(audio.direction()).isEqualTo("sendrecv");
        assertThat(audio.codecs()[0]).isEqualTo(new Codec(111, "opus", 48000));
        Media video = sdp.media()[1];
        assertThat(video.ip()).isEqualTo("233.252.0.1");
        assertThat(video.port()).isEqualTo(5004);
        assertThat(video.rtcpPort()).isEqualTo(5010);
        assertThat(video.direction()).isEqualTo("recvonly");
    }

    @Test
    void readsIceAndSources() {
        Media audio =
                parse(
                                "v=0",
                                "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
                                "c=IN IP4 0.0.0.0",
                                "a=rtpmap:63 red/48000/2",
                                "a=fmtp:63 111/111",
                                "a=candidate:1 1 UDP 21 198.51.100.1 4000 typ host",
                                "a=candidate:1 1 udp 21 198.51.100.1 4000 typ host generation 0",
                                "a=candidate:2 2 udp 20 2001:DB8::0:1 4001 typ srflx raddr 10.0.0.1 rport 9",
                                "a=candidate:3 1 tcp 19 198.51.100.1 9 typ host",
                                "a=candidate:4 1 udp 18 x.local 4002 typ host",
                                "a=candidate:5 3 udp 17 198.51.100.1 4003 typ host",
                                "a=candidate:6 1 udp 17 198.51.100.1 70000 typ host",
                                "a=candidate:7 1 udp 17 198.51.100.1",
                                "a=candidate:",
                                "a=ssrc:4294967295 cname:x",
                                "a=ssrc:4294967295 msid:y",
                                "a=ssrc:4294967296 cname:x",
                                "a=ssrc:x")
                        .media()[0];

        assertThat(audio.candidates())
                .containsExactly(
                        new Candidate("198.51.100.1", 4000, 1),
                        new Candidate("2001:db8::1", 4001, 2));
        assertThat(audio.ssrcs()).containsExactly(4294967295L);
        assertThat(audio.codecs()[1]).isEqualTo(new Codec(63, "red", 48000, 111));
    }

    @Test
    void aBundleOnlyMediumGoesWhereTheFirstOfItsGroupGoes() {
        Sdp sdp =
                parse(
                        "v=0",
                        "c=IN IP4 192.0.2.1",
                        "a=group:LS 0 1",
                        "a=group:BUNDLE 1 0 missing",
                        "m=audio 4000 RTP/AVP 0",
                        "a=mid:0",
                        "m=audio 4002 RTP/AVP 8",
                        "a=mid:1",
                        "a=rtcp:4009 IN IP4 192.0.2.9",
                        "m=video 0 RTP/AVP 31",
                        "a=mid:2",
                        "a=bundle-only");

        assertThat(sdp.media()[0].bundle()).isEqualTo(1);
        assertThat(sdp.media()[1].bundle()).isEqualTo(1);
        assertThat(sdp.media()[1].rtcpIp()).isEqualTo("192.0.2.9");
        assertThat(sdp.media()[2].bundle()).as("in no group").isEqualTo(-1);
        assertThat(sdp.media()[2].isRefused()).isTrue();
        Sdp offered =
                parse(
                        "v=0",
                        "a=group:BUNDLE v a",
                        "m=video 0 RTP/AVP 31",
                        "a=bundle-only",
                        "a=mid:v",
                        "m=audio 4000 RTP/AVP 0",
                        "a=rtcp-mux",
                        "a=mid:a");
        assertThat(offered.media()[0].port()).isEqualTo(4000);
        assertThat(offered.media()[0].rtcpPort()).isEqualTo(4000);
    }

    @Test
    void namesOfCodecsHaveNoSeparators() {
        assertThat(parse("v=0", "m=audio 4 RTP/AVP 96", "a=rtpmap:96 a,b>c/8000").codecNames())
                .isEqualTo("a_b_c");
    }

    @Test
    void inheritsDirectionOfTheSession() {
        Sdp sdp =
                parse(
                        "v=0",
                        "a=inactive",
                        "m=audio 2 RTP/AVP 0",
                        "m=audio 4 RTP/AVP 0",
                        "a=sendrecv");

        assertThat(sdp.media()[0].direction()).isEqualTo("inactive");
        assertThat(sdp.media()[1].direction()).isEqualTo("sendrecv");
    }

    @Test
    void keepsRefusedMedia() {
        Media refused = parse("v=0", "m=video 0 RTP/AVP 31").media()[0];

        assertThat(refused.port()).isZero();
        assertThat(refused.rtcpPort()).isZero();
        assertThat(refused.codecs()).containsExactly(new Codec(31, "H261", 90000));
    }

    @Test
    void takesNoCodecsFromFax() {
        Media fax = parse("v=0", "m=image 49170 udptl t38").media()[0];

        assertThat(fax.type()).isEqualTo("image");
        assertThat(fax.codecs()).isEmpty();
    }

    @Test
    void skipsDamagedLinesWithTheirAttributes() {
        Sdp sdp =
                parse(
                        "v=0",
                        "=",
                        "nonsense",
                        "c=IN",
                        "m=audio 70000 RTP/AVP 0",
                        "a=sendonly",
                        "m=audio -5 RTP/AVP 0",
                        "m=audio",
                        "c=IN IP4 203.0.113.9",
                        "m=audio 4000 RTP/AVP 8 -3 128 x 999999999999999999999",
                        "a=rtpmap:",
                        "a=rtpmap:8",
                        "a=rtpmap:8 /",
                        "a=rtpmap:x PCMU/8000",
                        "a=rtpmap:8 PCMA/99999999999999",
                        "a=rtcp:0");

        assertThat(sdp.connection()).isEmpty();
        assertThat(sdp.media()).hasSize(1);
        assertThat(sdp.media()[0].ip()).isEmpty();
        assertThat(sdp.media()[0].rtcpPort()).isEqualTo(4001);
        assertThat(sdp.media()[0].direction()).isEqualTo("sendrecv");
        assertThat(sdp.media()[0].codecs()).containsExactly(new Codec(8, "PCMA", 0));
    }

    @Test
    void readsBareLineEnds() {
        for (String lineEnd : new String[] {"\n", "\r", "\r\n"}) {
            byte[] octets =
                    String.join(lineEnd, "v=0", "c=IN IP4 192.0.2.1", "m=audio 2 RTP/AVP 0")
                            .getBytes(UTF_8);
            Sdp sdp = SdpParser.parse(octets, 0, octets.length, new SdpParser.LeftOut());
            assertThat(sdp.connection()).isEqualTo("192.0.2.1");
            assertThat(sdp.media()).hasSize(1);
        }
    }

    @Test
    void boundsWhatItKeeps() {
        StringBuilder text = new StringBuilder("v=0\r\n");
        for (int i = 0; i < 1000; i++) {
            text.append("m=audio 4000 RTP/AVP").append(" 0".repeat(200)).append("\r\n");
            text.append("a=candidate:1 1 udp 1 192.0.2.1 ").append(i + 1).append("\r\n");
            text.append("a=group:BUNDLE ").append("x ".repeat(200)).append("\r\n");
        }
        text.insert(5, "a=group:BUNDLE a\r\n".repeat(20));
        byte[] octets = text.toString().getBytes(UTF_8);
        SdpParser.LeftOut leftOut = new SdpParser.LeftOut();
        Sdp sdp = SdpParser.parse(octets, 0, octets.length, leftOut);

        assertThat(leftOut)
                .hasToString(
                        "got 1000 m= lines, expected up to 32 and 20 groups, expected up to 8");
        assertThat(sdp.media()).hasSize(SdpParser.MAX_MEDIA);
        assertThat(sdp.media()[0].codecs()).hasSize(64);
        assertThat(Arrays.stream(sdp.media()).mapToInt(m -> m.candidates().length).sum())
                .isEqualTo(SdpParser.MAX_MEDIA);
    }

    @Test
    void countsCandidatesThatItDoesNotKeep() {
        StringBuilder text = new StringBuilder("v=0\r\nm=audio 4000 RTP/AVP 0\r\n");
        for (int i = 0; i < 150; i++) {
            text.append("a=candidate:1 1 udp 1 192.0.2.1 ").append(i + 1).append("\r\n");
        }
        byte[] octets = text.toString().getBytes(UTF_8);
        SdpParser.LeftOut leftOut = new SdpParser.LeftOut();
        Sdp sdp = SdpParser.parse(octets, 0, octets.length, leftOut);

        assertThat(sdp.media()[0].candidates()).hasSize(SdpParser.MAX_CANDIDATES);
        assertThat(leftOut).hasToString("got 150 candidates, expected up to 128");
        SdpParser.parse(octets, 0, 40, leftOut);
        assertThat(leftOut).hasToString("got 150 candidates, expected up to 128");
    }

    @Test
    void isNullForAnythingElse() {
        assertThat(parse("")).isNull();
        assertThat(parse("<html>", "a=b")).isNull();
    }

    private static Sdp parse(String... lines) {
        byte[] octets = (String.join("\r\n", lines) + "\r\n").getBytes(UTF_8);
        return SdpParser.parse(octets, 0, octets.length, new SdpParser.LeftOut());
    }
}
