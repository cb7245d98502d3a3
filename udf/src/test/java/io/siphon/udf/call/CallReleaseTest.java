package io.siphon.udf.call;

import io.siphon.schema.CallOutcome;
import io.siphon.udf.sip.Via;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.function.Consumer;

import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallScript.ALICE;
import static io.siphon.udf.call.CallScript.BOB;
import static io.siphon.udf.call.CallScript.PROXY;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.micros;
import static io.siphon.udf.call.CallScript.ms;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** Who ended a call: by what sent the BYE, and not by its tags alone. */
class CallReleaseTest {

    private static final String OTHER_PROXY = "udp:192.0.2.5:5060";

    private CallHarness tracker;

    @BeforeEach
    void open() throws Exception {
        tracker = new CallHarness();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        tracker.end();
        tracker.close();
    }

    @Test
    void theNetworkEndsACallByAByeToEachSide() throws Exception {
        for (boolean callerFirst : new boolean[] {false, true}) {
            CallScript call = answered("first-" + callerFirst);
            if (callerFirst) {
                call.next(from(OTHER_PROXY, BOB)).bye(s(60)).next(from(OTHER_PROXY, ALICE));
                call.byeByCallee(ms(60_000.4));
            } else {
                call.next(from(OTHER_PROXY, ALICE)).byeByCallee(s(60));
                call.next(from(OTHER_PROXY, BOB)).bye(ms(60_000.4));
            }
            assertThat(releaser(call)).as("caller first: %s", callerFirst).isEqualTo("network");
        }
    }

    @Test
    void theNetworkEndsACallThatItsOwnProxyEnds() throws Exception {
        CallScript call = answeredByTwoHops();
        call.atCaller().next(from(PROXY, ALICE)).byeByCallee(s(60));
        call.beyond("own").next(from(PROXY, BOB)).bye(s(60.001));
        call.byeResponse(s(60.01), 200);

        assertThat(releaser(call)).isEqualTo("network");
        assertThat(tracker.row().durationMs()).isEqualTo(57_000);
    }

    @Test
    void theNetworkEndsACallAlsoWhereOneOfItsByesIsSeen() throws Exception {
        assertThat(releaser(answered("a").next(from(OTHER_PROXY, ALICE)).byeByCallee(s(60))))
                .isEqualTo("network");
        assertThat(releaser(answered("b").next(from(OTHER_PROXY, BOB)).bye(s(60))))
                .isEqualTo("network");
    }

    /** Of the answer nothing is seen: but whoever has both tags is neither side. */
    @Test
    void theNetworkEndsACallWhereTheSameSocketSpeaksForBoth() throws Exception {
        CallScript call = call().invite().next(from(OTHER_PROXY, ALICE)).byeByCallee(s(60));
        call.next(from(OTHER_PROXY, BOB)).bye(s(60.001));

        assertThat(releaser(call)).isEqualTo("network");
    }

    @Test
    void theCalleeEndsACallThroughTheProxy() throws Exception {
        CallScript call = answeredByTwoHops();
        call.beyond("bye").next(from(BOB, PROXY)).byeByCallee(s(60));
        call.atCaller().next(forwarded(PROXY, ALICE, "192.0.2.2:5060")).byeByCallee(s(60.002));

        assertThat(releaser(call)).isEqualTo("callee");
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(60.002)));
    }

    @Test
    void theCallerEndsACallThroughTheProxy() throws Exception {
        CallScript call = answeredByTwoHops();
        call.atCaller().bye(s(60));
        call.beyond("bye").next(forwarded(PROXY, BOB, "192.0.2.1:5060")).bye(s(60.002));

        assertThat(releaser(call)).isEqualTo("caller");
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(60)));
    }

    /** No proxy recorded its route: the BYE goes from end to end, and only Contact tells whose. */
    @Test
    void theCalleeEndsACallDirectly() throws Exception {
        CallScript call =
                call().invite()
                        .next(m -> m.contact = "sip:bob@192.0.2.2:5060;transport=udp")
                        .answered(s(3))
                        .next(from(BOB, ALICE))
                        .byeByCallee(s(60));

        assertThat(releaser(call)).isEqualTo("callee");
    }

    /** Contact and Via have an address behind the NAT, the packet that before it. */
    @Test
    void theCalleeEndsACallFromBehindANat() throws Exception {
        CallScript call =
                call().invite()
                        .next(m -> m.contact = "sip:bob@10.0.0.7:5062")
                        .answered(s(3))
                        .next(
                                from("udp:198.51.100.77:31000", ALICE)
                                        .andThen(m -> m.vias[0] = via("10.0.0.7:5062")))
                        .byeByCallee(s(60));

        assertThat(releaser(call)).isEqualTo("callee");
    }

    /** A name stands for many addresses. */
    @Test
    void theCalleeEndsACallFromAnotherAddressOfItsName() throws Exception {
        CallScript call =
                call().invite()
                        .next(m -> m.contact = "sip:sbc.example.com:5061;transport=tls")
                        .answered(s(3))
                        .next(from("udp:198.51.100.78:5061", ALICE))
                        .byeByCallee(s(60));

        assertThat(releaser(call)).isEqualTo("callee");
    }

    @Test
    void theCallerEndsACallFromAnotherPort() throws Exception {
        assertThat(releaser(answered("c").next(from("udp:192.0.2.1:49152", PROXY)).bye(s(60))))
                .isEqualTo("caller");
    }

    /** A phone that goes from one network to another tells so by a re-INVITE (RFC 3261, 14). */
    @Test
    void theCallerEndsACallFromWhereHeHasMoved() throws Exception {
        Consumer<SipFixture> moved = from("udp:203.0.113.9:5060", PROXY);
        CallScript call = answered("moved").next(moved).reinvite(s(20));

        assertThat(releaser(call.next(moved).bye(s(60)))).isEqualTo("caller");
        assertThat(tracker.row().source()).isEqualTo(ALICE);
        assertThat(releaser(answered("not").next(moved).bye(s(60)))).isEqualTo("network");
    }

    @Test
    void theCalleeEndsACallFromWhereHeHasMoved() throws Exception {
        Consumer<SipFixture> moved = from("udp:203.0.113.9:5060", ALICE);
        Consumer<SipFixture> tags =
                m -> {
                    m.fromTag = m.toTag;
                    m.toTag = "alice";
                };
        CallScript call = answered("moved").next(moved.andThen(tags)).update(s(20));

        assertThat(releaser(call.next(moved).byeByCallee(s(60)))).isEqualTo("callee");
        assertThat(releaser(answered("not").next(moved).byeByCallee(s(60)))).isEqualTo("network");
    }

    /** Only the hop behind the proxy is captured. */
    @Test
    void theCallerEndsACallOfWhichItsOwnHopIsNotSeen() throws Exception {
        CallScript call =
                call().beyond("b").invite().answered(s(3)).bye(s(60)).byeResponse(s(60.1), 200);

        assertThat(releaser(call)).isEqualTo("caller");
    }

    @Test
    void theFirstOfTwoThatHangUpAtOnceEndsTheCall() throws Exception {
        CallScript call = answeredByTwoHops();
        call.atCaller().bye(s(60));
        call.beyond("bye").next(from(BOB, PROXY)).byeByCallee(s(60.0005));

        assertThat(releaser(call)).isEqualTo("caller");
    }

    @Test
    void theCallerCancelsACallThatWasAnswered487() throws Exception {
        assertThat(releaser(call().invite().ringing(s(1)).response(s(8), 487))).isEqualTo("caller");
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.row().finalStatus()).isEqualTo(487);
    }

    @Test
    void theNetworkReleasesACallThatNobodyAnswers() throws Exception {
        CallScript call = call();
        for (double at : new double[] {0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5}) {
            call.invite(s(at));
        }
        tracker.live(call).at(CallHarness.SETUP_TIMEOUT.plusSeconds(40));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(CallOutcome.TIMED_OUT);
        assertThat(tracker.row().releasedBy()).isEqualTo("network");
        assertThat(tracker.row().finalStatus()).isZero();
        assertThat(tracker.row().pddMs()).isEqualTo(-1);
    }

    /** Another From tag, another source, a higher CSeq: each leg ends by itself. */
    @Test
    void theCallerEndsACallOfAB2buaThatKeepsTheCallId() throws Exception {
        CallScript call = call().invite();
        call.next(leg2(PROXY, BOB)).invite(s(0.05));
        call.next(leg2(BOB, PROXY)).ringing(s(0.5)).ringing(s(0.51));
        call.next(leg2(BOB, PROXY)).answered(s(4)).answered(s(4.01));
        call.bye(s(24)).next(leg2(PROXY, BOB)).bye(s(24.01)).byeResponse(s(24.02), 200);

        assertThat(releaser(call)).isEqualTo("caller");
        assertThat(tracker.row().fromTag()).isEqualTo("alice");
        assertThat(tracker.row().retries()).isZero();
        assertThat(tracker.row().setupMs()).isEqualTo(4_010);
        assertThat(tracker.row().durationMs()).isEqualTo(19_990);
    }

    /** It keeps the From tag, too; the To tag is its own. */
    @Test
    void theCalleeEndsACallOfAB2buaThatKeepsTheFromTag() throws Exception {
        Consumer<SipFixture> leg = m -> m.cseq = 7001;
        Consumer<SipFixture> callees =
                leg.andThen(m -> m.toTag = "bob-2").andThen(m -> m.vias("2"));
        CallScript call = call().invite();
        call.next(from(PROXY, BOB).andThen(leg).andThen(m -> m.vias("2"))).invite(s(0.05));
        call.next(from(BOB, PROXY).andThen(callees)).answered(s(4));
        call.next(from(PROXY, ALICE)).answered(s(4.01));
        call.next(from(PROXY, ALICE)).byeByCallee(s(24));

        assertThat(releaser(call)).isEqualTo("callee");
        assertThat(tracker.row().toTag()).isEqualTo("bob");
    }

    /** The From tag is the same, too: only source and CSeq differ. */
    @Test
    void isRefusedByTheOtherLegOfAB2buaOnlyAsTheCallerIs() throws Exception {
        Consumer<SipFixture> leg = m -> m.cseq = 7001;
        CallScript call = call().invite();
        call.next(from(PROXY, BOB).andThen(leg).andThen(m -> m.vias("leg-2"))).invite(s(0.05));
        call.next(from(BOB, PROXY).andThen(leg).andThen(m -> m.vias("leg-2"))).response(s(2), 486);
        call.response(s(2.01), 603);
        tracker.live(call).at(s(60));

        assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().source()).isEqualTo(ALICE);
        assertThat(tracker.row().finalStatus()).isEqualTo(603);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(s(2.01)));
        assertThat(tracker.row().retries()).isZero();
    }

    private String releaser(CallScript call) throws Exception {
        leavesNothingBehind();
        open();
        tracker.live(call).at(s(80));
        assertThat(tracker.row().change()).isEqualTo(ENDED);
        return tracker.row().releasedBy();
    }

    private static CallScript answered(String callId) {
        return call(callId).invite().answered(s(3)).ack(s(3.1));
    }

    private static CallScript answeredByTwoHops() {
        return call().invite()
                .beyond("b1")
                .invite(ms(2))
                .answered(s(2.998))
                .atCaller()
                .answered(s(3))
                .ack(s(3.1));
    }

    /** Made by its source: one Via. */
    private static Consumer<SipFixture> from(String source, String destination) {
        return m -> {
            m.source = source;
            m.destination = destination;
            m.vias = new Via[] {via(source.substring(4))};
        };
    }

    private static Consumer<SipFixture> forwarded(String source, String destination, String maker) {
        return m -> {
            m.source = source;
            m.destination = destination;
            m.vias = new Via[] {via(source.substring(4)), via(maker)};
        };
    }

    private static Consumer<SipFixture> leg2(String source, String destination) {
        return m -> {
            m.source = source;
            m.destination = destination;
            m.fromTag = "b2bua";
            m.toTag = m.toTag.isEmpty() ? "" : "carol";
            m.cseq += 7000;
            m.vias("leg-2-" + m.method);
        };
    }

    private static Via via(String sentBy) {
        return new Via("UDP", sentBy, "bye-" + sentBy);
    }
}
