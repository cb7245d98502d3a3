package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.CapturedPackets;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.SipParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** The calls of real senders' traffic. */
class CapturedCallsTest {

    /** Replies come back to another port than requests left from, or to port 0. */
    @Test
    void doesNotNeedTheSocketsOfAReplyToMirrorItsRequest() throws Exception {
        assertThat(finals("kam-hep3-tcp")).isEqualTo(expectedFinals("kam-hep3-tcp"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kam-hep3-two-agents", // every hop between them twice
                "kam-hep3-basic", // ACKs of stateless replies twice
                "kam-hep3-loss20", // retransmissions
                "osips349-hep3-udp",
            })
    void writesEachStepOfACallOnce(String capture) throws Exception {
        List<Call> rows = rows(capture);

        assertThat(rows)
                .extracting(row -> row.callId() + row.startedAt() + row.change())
                .doesNotHaveDuplicates();
        assertThat(finals(capture)).isEqualTo(expectedFinals(capture));
    }

    /** Kamailio puts the id that the script gave on the messages that it traced directly. */
    @Test
    void takesTheCorrelationIdThatOnlyRequestsHave() throws Exception {
        assertThat(rows("kam-hep3-func-corr-hlog"))
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(row.correlationId()).isEqualTo("corr-" + row.callId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kam-hep3-b2bua", "ast-hep3-b2bua-rtcp"})
    void linksTheLegsOfAB2buaByXCid(String capture) throws Exception {
        Set<String> legs = new TreeSet<>();
        Set<String> linked = new TreeSet<>();
        for (Call row : rows(capture)) {
            legs.add(row.callId());
            if (!row.correlationId().isEmpty() && !row.correlationId().equals(row.callId())) {
                linked.add(row.correlationId());
            }
        }

        assertThat(linked).hasSizeGreaterThan(2).isSubsetOf(legs);
    }

    /** The last word on each call. */
    private static Map<String, Integer> finals(String capture) throws Exception {
        Map<String, Integer> finals = new TreeMap<>();
        rows(capture).forEach(row -> finals.put(row.callId(), row.finalStatus()));
        return finals;
    }

    private static Map<String, Integer> expectedFinals(String capture) {
        Map<String, Integer> finals = new TreeMap<>();
        Captures.expected(capture)
                .at("/hep/sip/call_list")
                .forEach(
                        call ->
                                finals.put(
                                        call.path("callid").asText(), call.path("final").asInt()));
        assertThat(finals).isNotEmpty();
        return finals;
    }

    static List<Call> rows(String capture) throws Exception {
        try (CallHarness tracker = new CallHarness()) {
            tracker.live(messages(capture));
            tracker.at(Duration.ofDays(36_500));
            tracker.assertNothingLeft();
            return tracker.rows();
        }
    }

    private static List<SipMessage> messages(String capture) throws Exception {
        SipParser parser = new SipParser();
        Hops hops = new Hops(Trunks.of(Map.of()), Set.of());
        List<SipMessage> messages = new ArrayList<>();
        for (HepPacket packet : CapturedPackets.of(capture)) {
            if (packet.protocol() == HepProtocol.SIP) {
                parser.parse(packet.payload());
                messages.add(parser.toMessage(hops.of(packet, parser.viaTransport())));
            }
        }
        return messages;
    }
}
