package io.siphon.bench.e2e;

import io.siphon.bench.lab.Kamailio;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.Sipp;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.TraceMode;
import io.siphon.bench.lab.TraceTable;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** SIPp as a third party that places two calls and joins them (RFC 3725), live. */
@Timeout(600)
class ThirdPartyE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NUMBER_A = "+442071801001";
    private static final String NUMBER_B = "+442071816002";

    @Test
    void theCallsOfAThirdPartyAreOneConversation() throws Exception {
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon = SiphonProcess.started(StoreUnderTest.in(postgres));
                // apart: to SIPp the Call-IDs of both calls are the same
                Sipp calleeA = Sipp.callee("uas_ok");
                Sipp calleeB = Sipp.callee("uas_ok");
                Kamailio kamailio =
                        Kamailio.tracing(TraceMode.HEP3)
                                .to(siphon.hep())
                                .into(TraceTable.in(postgres, "kamailio"))
                                .route(NUMBER_A, calleeA.sip())
                                .route(NUMBER_B, calleeB.sip())
                                .start()) {
            UdpEndpoint twin = UdpEndpoint.free("127.0.0.1");
            try (Sipp b = Sipp.thirdParty("b", NUMBER_B, kamailio.sip(), twin);
                    Sipp a = Sipp.thirdParty("a", NUMBER_A, kamailio.sip(), twin)) {
                String first = a.awaitCalls().get(0).callId();
                String second = "other///" + first;
                b.awaitCalls();

                StoreUnderTest store = StoreUnderTest.in(postgres);
                List<List<String>> legs =
                        List.of(
                                List.of(first, "answered", first, "1"),
                                List.of(second, "answered", first, "2"));
                Await.until(
                        "both legs in " + first,
                        PATIENCE,
                        () ->
                                store.rows(
                                        "SELECT call_id, outcome, conversation_id, leg FROM calls"
                                                + " ORDER BY leg, call_id"),
                        legs::equals);
                assertThat(
                                store.rows(
                                        "SELECT first_call_id, second_call_id, reason, state FROM"
                                                + " call_links ORDER BY reason"))
                        .containsExactly(
                                List.of(first, second, "call_id", "confirmed"),
                                List.of(first, second, "sdp_media", "confirmed"));
            }
            siphon.stop();
        }
    }
}
