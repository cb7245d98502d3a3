package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an agent behind the proxy sends of calls that have ended long ago: they stay as they are.
 */
class LateAgentTest {

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

    private static CallScript atCaller() {
        return call().invite()
                .ringing(s(1))
                .answered(s(2))
                .ack(s(2.1))
                .bye(s(10))
                .byeResponse(s(10.1), 200);
    }

    private static List<SipMessage> atCore() {
        return call().beyond("core")
                .invite(s(0.02))
                .ringing(s(0.98))
                .answered(s(1.98))
                .ack(s(2.12))
                .bye(s(10.02))
                .byeResponse(s(10.08), 200)
                .messages();
    }

    @Test
    void aCallThatIsForgottenIsNotWrittenASecondTime() throws Exception {
        tracker.live(atCaller()).at(s(90));
        List<Call> rows = tracker.rows();

        tracker.late(atCore(), s(100)).at(s(200));

        assertThat(tracker.rows()).isEqualTo(rows);
        assertThat(tracker.count("messagesAfterEnd")).isEqualTo(6);
        assertThat(tracker.count("callsSeen")).isEqualTo(1);
        assertThat(tracker.count("unknownDialogs")).isZero();
    }

    @Test
    void norAfterARestart() throws Exception {
        tracker.live(atCaller()).at(s(90));
        OperatorSubtaskState snapshot = tracker.snapshot();
        tracker.close();
        tracker = CallHarness.ofLegs(snapshot);

        tracker.at(s(91)).late(atCore(), s(600)).at(s(700));

        assertThat(tracker.rows()).isEmpty();
        assertThat(tracker.count("messagesAfterEnd")).isEqualTo(6);
    }

    @Test
    void nearerTheCallerItBeginsNoOtherRowEither() throws Exception {
        tracker.live(
                        List.copyOf(
                                call().beyond("core")
                                        .invite(s(0.02))
                                        .response(s(0.5), 486)
                                        .messages()))
                .at(s(90));
        int rows = tracker.rows().size();

        tracker.late(call().invite().response(s(0.52), 486).messages(), s(100)).at(s(200));

        assertThat(tracker.rows()).hasSize(rows);
        assertThat(tracker.count("messagesAfterEnd")).isEqualTo(2);
    }

    /** The usual case of a Call-ID that comes again: another From tag, or later by its own time. */
    @Test
    void whatBeginsLaterIsAnotherCall() throws Exception {
        tracker.live(atCaller()).at(s(90));

        tracker.live(call().invite(s(100)).response(s(100.5), 486)).at(s(200));

        assertThat(tracker.rows()).extracting(Call::startedAt).contains(CallScript.micros(s(100)));
        assertThat(tracker.count("callsSeen")).isEqualTo(2);
        assertThat(tracker.count("messagesAfterEnd")).isZero();
    }

    @Test
    void soIsALegThatOnlyTheLateAgentSaw() throws Exception {
        tracker.live(atCaller()).at(s(90));

        List<SipMessage> leg =
                call().beyond("core")
                        .next(m -> m.fromTag = "b2bua")
                        .invite(s(0.05))
                        .next(m -> m.fromTag = "b2bua")
                        .response(s(5), 486)
                        .messages();
        tracker.late(leg, s(100)).at(s(200));

        assertThat(tracker.row("b2bua").startedAt()).isEqualTo(CallScript.micros(s(0.05)));
        assertThat(tracker.count("callsSeen")).isEqualTo(2);
    }

    /** Of the first call with that Call-ID, while the second is up. */
    @Test
    void aLaterCallOfThatCallIdStaysAsItIs() throws Exception {
        tracker.live(atCaller()).at(s(90));
        tracker.live(
                call().next(m -> m.fromTag = "again")
                        .invite(s(95))
                        .next(m -> m.fromTag = "again")
                        .ringing(s(96)));

        tracker.late(atCore(), s(100)).at(s(110));

        assertThat(tracker.rows())
                .extracting(Call::startedAt)
                .last()
                .isEqualTo(CallScript.micros(s(95)));
        assertThat(tracker.count("callsSeen")).isEqualTo(2);
        assertThat(tracker.gauge("callsUp")).isEqualTo(1);
    }

    @Test
    void theViewOfAnotherHopIsOfTheSecondCallAtOnce() throws Exception {
        tracker.live(call().invite().response(s(0.1), 404));
        tracker.live(call().cseq(2).invite(s(0.3)).ringing(s(1)).response(s(2), 486));
        tracker.late(call().beyond("core").cseq(2).invite(s(0.32)).messages(), s(5)).at(s(90));

        assertThat(tracker.count("messagesAfterEnd")).isZero();
        assertThat(tracker.count("callsSeen")).isEqualTo(2);
    }

    @Test
    void beyondItsReachItIsForgotten() throws Exception {
        tracker.live(atCaller()).at(s(90));
        assertThat(tracker.gauge("endedKeys")).isEqualTo(1);

        Duration later = CallHarness.ENDED_REACH.multipliedBy(2);
        tracker.live(call("call-2").invite(later).response(later.plusSeconds(1), 486));
        tracker.at(later.plusSeconds(90));

        assertThat(tracker.gauge("endedKeys")).isEqualTo(1);
    }

    @Test
    void noMoreAreKnownThanThereIsRoomFor() throws Exception {
        tracker.close();
        tracker = new CallHarness(new Ceiling("calls", 8, Long.MAX_VALUE, 1), null);
        for (int i = 0; i < 100; i++) {
            Duration at = s(60 * i);
            tracker.live(call("call-" + i).invite(at).response(at.plusMillis(1), 486));
        }
        tracker.at(s(6100));

        assertThat(tracker.gauge("endedKeys")).isBetween(1L, 16L);
    }
}
