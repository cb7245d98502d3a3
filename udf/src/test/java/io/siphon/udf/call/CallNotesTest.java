package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallLeg;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.siphon.schema.CallChange.ANSWERED;
import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.NOTED;
import static io.siphon.schema.CallChange.RINGING;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallScript.BEGINNING;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.micros;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** What was learnt of a call elsewhere. */
class CallNotesTest {

    private static final CallLeg SECOND = new CallLeg("first@192.0.2.1", 2);

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
    void isKnownBeforeTheFirstRowWhenItIsOfTheTimeOfTheInvite() throws Exception {
        tracker.push(new LegNote(BEGINNING, SECOND).toEvent("call-1", BEGINNING));
        feed(call().invite().ringing(s(2)));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING);
        assertThat(tracker.rows()).extracting(Call::leg).containsOnly(SECOND);
    }

    @Test
    void isWrittenWhenItIsLearntLater() throws Exception {
        tracker.push(new LegNote(BEGINNING, SECOND).toEvent("call-1", micros(s(3))));
        feed(call().invite().ringing(s(2)).answered(s(5)));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, NOTED, ANSWERED);
        assertThat(tracker.rows())
                .extracting(Call::leg)
                .containsExactly(CallLeg.NONE, CallLeg.NONE, SECOND, SECOND);
    }

    @Test
    void changesOnlyTheConversationOfACallThatHasEnded() throws Exception {
        tracker.push(new LegNote(BEGINNING, SECOND).toEvent("call-1", micros(s(70))));
        feed(
                call().invite()
                        .ringing(s(2))
                        .answered(s(5))
                        .ack(s(5.1))
                        .bye(s(65.5))
                        .byeResponse(s(65.6), 200));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED, NOTED);
        Call ended = tracker.rows().get(3);
        assertThat(tracker.row())
                .usingRecursiveComparison()
                .ignoringFields("change", "changeMicros", "leg", "media") // of NaN
                .isEqualTo(ended);
        assertThat(tracker.row().leg()).isEqualTo(SECOND);
    }

    @Test
    void ofAnEarlierCallOfTheSameCallIdChangesNothing() throws Exception {
        tracker.push(new LegNote(BEGINNING - 60_000_000, SECOND).toEvent("call-1", micros(s(1))));
        feed(call().invite().ringing(s(2)));

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING);
        assertThat(tracker.row().leg()).isEqualTo(CallLeg.NONE);
    }

    @Test
    void ofACallThatNeverCameIsForgotten() throws Exception {
        tracker.push(new LegNote(BEGINNING, SECOND).toEvent("call-2", BEGINNING));
        feed(call().invite());

        assertThat(tracker.changes()).containsExactly(STARTED);
    }

    @Test
    void cannotBeSentInAMessage() {
        SipFixture fixture = new SipFixture();
        fixture.callId = "call-1";
        fixture.method = CallNotes.LEG;

        assertThat(CallEvent.concerns(fixture.build())).isFalse();
    }

    private void feed(CallScript script) throws Exception {
        for (SipMessage message : script.messages()) {
            tracker.push(message);
        }
        tracker.at(s(80));
    }
}
