package io.siphon.bench.lab;

import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The lab itself works: RTCP goes through rtpengine, which tells of it by HEP. */
@Timeout(600)
class MediaE2ECase {

    @Test
    void rtpengineReportsTheRtcpOfACall() throws Exception {
        MediaQuality atCaller = new MediaQuality(26, 80, 40);
        MediaQuality atCallee = new MediaQuality(0, 16, 20);
        try (PostgresServer postgres = PostgresServer.started();
                CaptureSocket capture = CaptureSocket.open();
                RtpEngine engine = RtpEngine.start(capture.endpoint());
                MediaCall call = new MediaCall();
                Kamailio kamailio =
                        Kamailio.tracing(TraceMode.HEP3)
                                .to(capture.endpoint())
                                .into(TraceTable.in(postgres, "kamailio"))
                                .media(engine.control())
                                .route(MediaCall.PREFIX, call.callee())
                                .start()) {
            SippCall placed = call.talk(kamailio.sip(), Duration.ofSeconds(3), atCaller, atCallee);

            assertThat(call.packetsHeardByCaller()).isGreaterThan(100);
            assertThat(call.packetsHeardByCallee()).isGreaterThan(100);
            List<HepPacket> rtcp =
                    Await.until(
                            "RTCP over HEP",
                            Duration.ofSeconds(60),
                            () -> rtcp(capture),
                            packets -> packets.size() >= 10);
            assertThat(rtcp)
                    .allSatisfy(
                            packet -> {
                                assertThat(packet.correlationId()).isEqualTo(placed.callId());
                                assertThat(packet.node())
                                        .isEqualTo(String.valueOf(RtpEngine.CAPTURE_ID));
                                MediaQuality quality =
                                        packet.sourceIp().equals(Sipp.CALLER_IP)
                                                ? atCaller
                                                : atCallee;
                                JsonNode block =
                                        new ObjectMapper()
                                                .readTree(packet.payload())
                                                .path("report_blocks")
                                                .path(0);
                                assertThat(block.path("fraction_lost").asInt())
                                        .isEqualTo(quality.fractionLost());
                                assertThat(block.path("ia_jitter").asInt())
                                        .isEqualTo(quality.jitter());
                            });
        }
    }

    private static List<HepPacket> rtcp(CaptureSocket capture) {
        return capture.packets().stream()
                .filter(packet -> packet.protocol() == HepProtocol.RTCP_JSON)
                .toList();
    }
}
