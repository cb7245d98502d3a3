package io.siphon.udf.stream;

import io.siphon.udf.call.SipFixture;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sdp.Sdp;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class MediaSocketsTest {

    @Test
    void announcesEachMediumOfAnOffer() {
        SipFixture invite = sip("INVITE", 0, "");
        invite.sdp = sdp("192.0.2.1", 4000, 4001, "192.0.2.1", 4002, 4003);

        assertThat(rtp(invite))
                .extracting(MediaSocket::socket)
                .containsExactly("udp:192.0.2.1:4000", "udp:192.0.2.1:4002");
        assertThat(rtp(invite)).extracting(MediaSocket::announcer).containsOnly("caller");
        assertThat(rtp(invite)).extracting(MediaSocket::callId).containsOnly("call-1");
    }

    @Test
    void writesIpv6AsPacketsHaveIt() {
        SipFixture invite = sip("INVITE", 0, "");
        invite.sdp = sdp("2001:0DB8:0:0::0001", 4000, 4001);

        assertThat(rtp(invite))
                .extracting(MediaSocket::socket)
                .containsExactly("udp:[2001:db8::1]:4000");
    }

    @Test
    void passesOverRefusedMediaAndNames() {
        SipFixture invite = sip("INVITE", 0, "");
        invite.sdp = sdp("192.0.2.1", 0, 0, "media.example.org", 4000, 4001);

        assertThat(rtp(invite)).isEmpty();
    }

    @Test
    void knowsWhoAnnounces() {
        assertThat(announcer(sip("INVITE", 200, "t"))).isEqualTo("callee");
        assertThat(announcer(sip("INVITE", 183, "t"))).isEqualTo("callee");
        assertThat(announcer(sip("ACK", 0, "t"))).isEqualTo("caller");
        assertThat(announcer(sip("INVITE", 0, "t"))).isEmpty();
        assertThat(announcer(sip("UPDATE", 0, "t"))).isEmpty();
    }

    @Test
    void passesOverWhatDoesNotNegotiate() {
        assertThat(rtp(withSdp(sip("OPTIONS", 200, "t")))).isEmpty();
        assertThat(rtp(sip("INVITE", 0, ""))).isEmpty();
    }

    @Test
    void announcesWhereRtcpGoes() {
        SipFixture invite = sip("INVITE", 0, "");
        invite.sdp = sdp("192.0.2.1", 4000, 4001);
        assertThat(rtcp(invite)).containsExactly("udp:192.0.2.1:4001");

        invite.sdp = sdp("192.0.2.1", 4000, 4000);
        assertThat(rtcp(invite)).containsExactly("udp:192.0.2.1:4000", "udp:192.0.2.1:4001");
    }

    private static List<MediaSocket> rtp(SipFixture message) {
        return StreamHarness.announced(MediaSockets.ofRtp(), message.build());
    }

    private static List<String> rtcp(SipFixture message) {
        return StreamHarness.announced(MediaSockets.ofRtcp(), message.build()).stream()
                .map(MediaSocket::socket)
                .toList();
    }

    private static String announcer(SipFixture message) {
        return rtp(withSdp(message)).get(0).announcer();
    }

    private static SipFixture withSdp(SipFixture message) {
        message.sdp = sdp("192.0.2.1", 4000, 4001);
        return message;
    }

    private static SipFixture sip(String method, int status, String toTag) {
        SipFixture message = new SipFixture();
        message.method = method;
        message.status = status;
        message.toTag = toTag;
        return message;
    }

    /** One audio medium for each address, port and RTCP port. */
    private static Sdp sdp(Object... sockets) {
        Media[] media = new Media[sockets.length / 3];
        for (int i = 0; i < media.length; i++) {
            media[i] =
                    new Media(
                            "audio",
                            (String) sockets[3 * i],
                            (int) sockets[3 * i + 1],
                            (int) sockets[3 * i + 2],
                            "RTP/AVP",
                            "sendrecv",
                            new Codec[] {new Codec(8, "PCMA", 8000)});
        }
        return new Sdp("192.0.2.1", media);
    }
}
