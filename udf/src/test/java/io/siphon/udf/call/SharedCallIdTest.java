package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallOutcome;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import static io.siphon.schema.CallChange.ANSWERED;
import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.RINGING;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallScript.ALICE;
import static io.siphon.udf.call.CallScript.BOB;
import static io.siphon.udf.call.CallScript.PROXY;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.micros;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** Legs of a B2BUA that keeps the Call-ID: calls of their own, by their tags. */
class SharedCallIdTest {

    private static final String CAROL = "udp:192.0.2.3:5060";

    private static final List<CallChange> ALL = List.of(STARTED, RINGING, ANSWERED, ENDED);

    private CallHarness tracker;

    @BeforeEach
    void open() throws Exception {
        tracker = CallHarness.ofLegs(null);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        tracker.end();
        tracker.close();
    }

    @Test
    void eachLegIsACall() throws Exception {
        tracker.live(twoLegs("b2bua", "b2bua-tag")).at(s(80));

        assertThat(rows("alice")).extracting(Call::change).containsExactlyElementsOf(ALL);
        assertThat(rows("b2bua")).extracting(Call::change).containsExactlyElementsOf(ALL);
        Call first = tracker.row("alice");
        assertThat(first.startedAt()).isEqualTo(micros(s(0)));
        assertThat(first.source()).isEqualTo(ALICE);
        assertThat(first.setupMs()).isEqualTo(4_010);
        assertThat(first.releasedBy()).isEqualTo("caller");
        Call second = tracker.row("b2bua");
        assertThat(second.startedAt()).isEqualTo(micros(s(0.05)));
        assertThat(second.source()).isEqualTo(PROXY);
        assertThat(second.destination()).isEqualTo(BOB);
        assertThat(second.toTag()).isEqualTo("bob-2");
        assertThat(second.setupMs()).isEqualTo(3_950);
        assertThat(second.durationMs()).isEqualTo(20_010);
        assertThat(second.retries()).isZero();
        assertThat(tracker.count("callsSeen")).isEqualTo(2);
        assertThat(tracker.count("unknownDialogs")).isZero();
        assertThat(tracker.gauge("callsUp")).isZero();
    }

    /** So what the caller says to it has the tag of both legs. */
    @Test
    void theB2buaMayHaveOneTagTowardsBothSides() throws Exception {
        tracker.live(twoLegs("bob", "bob")).at(s(80));

        assertThat(rows("alice")).extracting(Call::change).containsExactlyElementsOf(ALL);
        assertThat(rows("bob")).extracting(Call::change).containsExactlyElementsOf(ALL);
        assertThat(tracker.row("alice").toTag()).isEqualTo("bob");
        assertThat(tracker.row("alice").durationMs()).isEqualTo(19_990);
        assertThat(tracker.row("bob").durationMs()).isEqualTo(20_010);
    }

    /** A carrier refuses, the next one takes it: from the same socket, with another tag. */
    @Test
    void aLegAfterAnotherIsACallToo() throws Exception {
        CallScript call = call().invite();
        leg(call, "try-1", "1", BOB).invite(s(0.05));
        back(call, "try-1", "1", BOB).response(s(0.2), 503);
        leg(call, "try-2", "2", CAROL).invite(s(0.21));
        back(call, "try-2", "2", CAROL).answered(s(2));
        call.answered(s(2.01)).bye(s(9)).byeResponse(s(9.01), 200);
        leg(call, "try-2", "2", CAROL).bye(s(9.02));
        back(call, "try-2", "2", CAROL).byeResponse(s(9.03), 200);
        tracker.live(call).at(s(80));

        assertThat(tracker.row("try-1").outcome()).isEqualTo(CallOutcome.FAILED);
        assertThat(tracker.row("try-1").finalStatus()).isEqualTo(503);
        assertThat(tracker.row("try-2").outcome()).isEqualTo(CallOutcome.ANSWERED);
        assertThat(tracker.row("alice").outcome()).isEqualTo(CallOutcome.ANSWERED);
        assertThat(tracker.row("alice").retries()).isZero();
        assertThat(tracker.count("callsSeen")).isEqualTo(3);
    }

    /** Both ring at once. A proxy behind the B2BUA is a hop of its leg, a fork there a branch. */
    @Test
    void legsBesideEachOtherAreCallsAndTheirForksAreNot() throws Exception {
        CallScript call = call().invite();
        leg(call, "left", "1", BOB).invite(s(0.05));
        leg(call, "right", "2", CAROL).invite(s(0.051));
        call.next(beyond("right", "2a")).invite(s(0.06));
        call.next(beyond("right", "2b")).invite(s(0.06));
        back(call, "left", "1", BOB).ringing(s(1));
        back(call, "right", "2", CAROL).ringing(s(1));
        back(call, "right", "2", CAROL).answered(s(2));
        call.answered(s(2.01));
        leg(call, "left", "1", BOB).cancel(s(2.02));
        back(call, "left", "1", BOB).response(s(2.03), 487);
        tracker.live(call).at(s(80));

        assertThat(tracker.count("callsSeen")).isEqualTo(3);
        assertThat(tracker.row("left").outcome()).isEqualTo(CallOutcome.CANCELLED);
        assertThat(tracker.row("right").change()).isEqualTo(ANSWERED);
        assertThat(tracker.row("right").source()).isEqualTo(PROXY);
    }

    @Test
    void aNoteOfALegThatIsYetToBeginIsItsOwn() throws Exception {
        CallLeg second = new CallLeg("first@x", 3);
        long at = micros(s(0.05));
        CallLeg own = new CallLeg("first@x", 2);
        tracker.pushLate(new LegNote(at, second).toEvent("call-1", at));
        tracker.pushLate(new LegNote(micros(s(0)), own).toEvent("call-1", micros(s(0))));
        tracker.live(twoLegs("b2bua", "b2bua-tag")).at(s(80));

        assertThat(rows("b2bua")).extracting(Call::leg).containsOnly(second);
        assertThat(rows("alice")).extracting(Call::leg).containsOnly(own);
    }

    @Test
    void legsSurviveASavepoint() throws Exception {
        List<SipMessage> messages = twoLegs("b2bua", "b2bua-tag").messages();
        messages.sort(Comparator.comparingLong(SipMessage::timeMicros));
        tracker.live(messages.subList(0, 6)).at(s(10));
        assertThat(tracker.gauge("callsUp")).isEqualTo(2);
        CallHarness restored = CallHarness.ofLegs(tracker.snapshot());
        restored.live(messages.subList(6, messages.size())).at(s(80));

        assertThat(restored.gauge("callsUp")).isZero();
        assertThat(restored.row("alice").durationMs()).isEqualTo(19_990);
        assertThat(restored.row("b2bua").durationMs()).isEqualTo(20_010);
        restored.end();
        restored.close();
    }

    @Test
    void strangersMakeOnlySoManyCallsOfOneCallId() throws Exception {
        CallScript call = call().invite();
        for (int i = 0; i < 50; i++) {
            String tag = "stranger-" + i;
            call.next(
                            m -> {
                                m.fromTag = tag;
                                m.source = "udp:203.0.113.66:" + m.timeMicros % 10_000;
                                m.vias(tag);
                            })
                    .invite(s(0.1 + 0.001 * i));
        }
        call.answered(s(1)).bye(s(5)).byeResponse(s(5.1), 200);
        tracker.live(call).at(s(80));

        assertThat(tracker.count("callsSeen")).isEqualTo(CallIdState.MOST);
        assertThat(tracker.count("legsNotFollowed")).isEqualTo(50 + 1 - CallIdState.MOST);
        assertThat(tracker.row("alice").outcome()).isEqualTo(CallOutcome.ANSWERED);
        assertThat(tracker.row("alice").durationMs()).isEqualTo(4_000);
    }

    /** Rows are told apart by it. By a coarse clock, the leg of the same instant is none. */
    @Test
    void callsOfOneCallIdHaveNotOneStart() throws Exception {
        CallScript call = call().invite();
        leg(call, "b2bua", "1", BOB).invite(s(0));
        back(call, "b2bua", "1", BOB).response(s(1), 486);
        call.answered(s(2)).bye(s(5)).byeResponse(s(5.1), 200);
        tracker.live(call).at(s(80));

        assertThat(tracker.count("callsSeen")).isEqualTo(1);
        assertThat(tracker.row().durationMs()).isEqualTo(3_000);
    }

    /** From Alice to a B2BUA, and from there to Bob. */
    private static CallScript twoLegs(String fromTag, String b2buaTag) {
        CallScript call = call().invite();
        call.by(b2buaTag);
        leg(call, fromTag, "1", BOB).invite(s(0.05));
        back(call, fromTag, "1", BOB).ringing(s(0.5));
        call.ringing(s(0.51));
        back(call, fromTag, "1", BOB).answered(s(4));
        call.answered(s(4.01));
        leg(call, fromTag, "1", BOB).ack(s(4.02));
        call.ack(s(4.03)).bye(s(24));
        leg(call, fromTag, "1", BOB).bye(s(24.01));
        call.byeResponse(s(24.02), 200);
        back(call, fromTag, "1", BOB).byeResponse(s(24.03), 200);
        return call;
    }

    private List<Call> rows(String fromTag) {
        return tracker.rows().stream().filter(row -> row.fromTag().equals(fromTag)).toList();
    }

    /** The next message is the B2BUA's. */
    private static CallScript leg(CallScript call, String fromTag, String branch, String to) {
        return call.next(of(fromTag, branch, PROXY, to));
    }

    private static CallScript back(CallScript call, String fromTag, String branch, String from) {
        return call.next(of(fromTag, branch, from, PROXY));
    }

    private static Consumer<SipFixture> of(
            String fromTag, String branch, String source, String destination) {
        return m -> {
            m.source = source;
            m.destination = destination;
            m.fromTag = fromTag;
            m.toTag = m.toTag.isEmpty() ? "" : "bob-2";
            m.cseq += 7000;
            m.vias("leg-" + branch + (m.method.equals("CANCEL") ? "INVITE" : m.method));
        };
    }

    private static Consumer<SipFixture> beyond(String fromTag, String branch) {
        return m -> {
            m.source = CAROL;
            m.destination = "udp:192.0.2.4:5060";
            m.fromTag = fromTag;
            m.cseq += 7000;
            m.vias("fork-" + branch, "leg-2INVITE");
        };
    }
}
