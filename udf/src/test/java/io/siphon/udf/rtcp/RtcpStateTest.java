package io.siphon.udf.rtcp;

import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.session.SessionScript;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.Test;

import static io.siphon.udf.session.SessionScript.BEGINNING;
import static io.siphon.udf.session.SessionScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/** When a side first need not send. */
class RtcpStateTest {

    private static final String ALICE = "c=IN IP4 192.0.2.1";
    private static final String BOB = "c=IN IP4 192.0.2.2";
    private static final String PCMA = "m=audio 4000 RTP/AVP 8";
    private static final String NO_AUDIO = "m=audio 0 RTP/AVP 8";
    private static final String T38 = "m=image 6004 udptl t38";
    private static final long NEVER = 0;

    @Test
    void audioThatGivesWayToAFaxIsHeldFromTheAnswerOn() {
        assertThat(heldAt(up().byBob().reinvite(BOB, NO_AUDIO, T38))).isEqualTo(NEVER);
        assertThat(
                        heldAt(
                                up().byBob()
                                        .reinvite(BOB, NO_AUDIO, T38)
                                        .at(10)
                                        .response(200, ALICE, NO_AUDIO, T38)))
                .isEqualTo(BEGINNING + 10_000_000);
        assertThat(heldAt(up().reinvite(ALICE, T38).at(10).response(200, BOB, T38)))
                .as("an offer with the line of the fax alone")
                .isEqualTo(BEGINNING + 10_000_000);
        assertThat(heldAt(up().reinvite().response(200, BOB, T38).at(10).ack(ALICE, T38)))
                .as("a delayed offer")
                .isPositive();
    }

    @Test
    void aHoldByPortZeroIsOne() {
        assertThat(heldAt(up().reinvite(ALICE, NO_AUDIO).at(10).response(200, BOB, NO_AUDIO)))
                .isEqualTo(BEGINNING + 10_000_000);
    }

    @Test
    void aFaxThatIsRefusedHoldsNothing() {
        assertThat(heldAt(up().reinvite(ALICE, NO_AUDIO, T38).response(488).ack()))
                .isEqualTo(NEVER);
        assertThat(
                        heldAt(
                                up().reinvite(ALICE, PCMA, T38)
                                        .response(200, BOB, PCMA, "m=image 0 udptl t38")))
                .isEqualTo(NEVER);
    }

    @Test
    void aCallThatNeverHadAudioIsNotHeld() {
        String video = "m=video 4002 RTP/AVP 31";
        assertThat(
                        heldAt(
                                call().invite(ALICE, PCMA, video)
                                        .response(200, BOB, NO_AUDIO, video)
                                        .ack()
                                        .reinvite(ALICE, NO_AUDIO, video)
                                        .response(200, BOB, NO_AUDIO, video)))
                .isEqualTo(NEVER);
        assertThat(heldAt(call().invite(ALICE, T38).response(200, BOB, T38))).isEqualTo(NEVER);
    }

    private static SessionScript up() {
        return call().invite(ALICE, PCMA).response(200, BOB, PCMA).ack();
    }

    private static long heldAt(SessionScript call) {
        RtcpState state = new RtcpState();
        for (SipMessage message : call.messages()) {
            if (SessionEvent.concerns(message)) {
                state.apply(SessionEvent.of(message));
            }
        }
        return state.heldAt;
    }
}
