package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallMedia;
import io.siphon.schema.MediaFigures;
import io.siphon.udf.call.MediaNote.Way;
import io.siphon.udf.session.SessionScript;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.function.Consumer;

import static io.siphon.schema.CallChange.ANSWERED;
import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.NOTED;
import static io.siphon.schema.CallChange.RINGING;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.micros;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** A call that is answered after 5 s, and over after 65.5 s. */
class MediaVerdictTest {

    private static final MediaFigures RTP = new MediaFigures("rtp", 4, 4.2, 1, 0.5, 9, 3);

    private static final String ALICE = "m=audio 4000 RTP/AVP 8";
    private static final String BOB = "m=audio 5000 RTP/AVP 8";
    private static final String ALL = "m=audio 4000 RTP/AVP 8 0 18";

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
    void theRowOfACallIsWrittenAgainWhenItsStreamsAreOver() throws Exception {
        Way both = wire(s(5.1), s(65.4), "PCMA");
        assertThat(verdict(both, both)).isEqualTo(CallMedia.OK);

        assertThat(tracker.changes()).containsExactly(STARTED, RINGING, ANSWERED, ENDED, NOTED);
        Call ended = tracker.rows().get(3);
        assertThat(ended.media()).isEqualTo(CallMedia.NONE);
        assertThat(tracker.row().media().fromCallee()).isEqualTo(RTP);
        assertThat(tracker.row())
                .usingRecursiveComparison()
                .ignoringFields("change", "changeMicros", "media")
                .isEqualTo(ended);
    }

    @Test
    void whoAnswersAndSendsNothingHasNotAnswered() throws Exception {
        assertThat(verdict(wire(s(5.1), s(65.4), "PCMA"), Way.NONE))
                .isEqualTo(CallMedia.FALSE_ANSWER);
    }

    @Test
    void earlyMediaIsNoAnswer() throws Exception {
        assertThat(verdict(wire(s(5.1), s(65.4), "PCMA"), wire(s(2), s(4.9), "PCMA")))
                .isEqualTo(CallMedia.FALSE_ANSWER);
    }

    @Test
    void oneSideThatIsNotHeardIsOneWay() throws Exception {
        assertThat(verdict(Way.NONE, wire(s(5.1), s(65.4), "PCMA"))).isEqualTo(CallMedia.ONE_WAY);
    }

    @Test
    void whoStopsForLongIsOneWay() throws Exception {
        assertThat(verdict(wire(s(5.1), s(57), "PCMA"), wire(s(5.1), s(65.4), "PCMA")))
                .isEqualTo(CallMedia.ONE_WAY);
    }

    @Test
    void whoStopsShortlyBeforeTheEndIsNot() throws Exception {
        assertThat(verdict(wire(s(5.1), s(58), "PCMA"), wire(s(5.1), s(65.4), "PCMA")))
                .isEqualTo(CallMedia.OK);
    }

    @Test
    void whoIsSilentWithACodecOfSilenceIsNot() throws Exception {
        assertThat(verdict(wire(s(5.1), s(40), "PCMA>CN"), wire(s(5.1), s(65.4), "PCMA")))
                .isEqualTo(CallMedia.OK);
    }

    @Test
    void bothThatStopHaveNoAudio() throws Exception {
        Way early = wire(s(5.1), s(20), "PCMA");
        assertThat(verdict(early, early)).isEqualTo(CallMedia.NO_AUDIO);
    }

    @Test
    void afterAHoldNobodyHasToSend() throws Exception {
        Way held = wire(s(5.1), s(20), "PCMA");
        assertThat(verdict(note(micros(s(20)), false, held, wire(s(5.1), s(65.4), "PCMA"))))
                .isEqualTo(CallMedia.OK);
    }

    @Test
    void aFaxThatTakesThePlaceOfAudioIsNoSilence() throws Exception {
        Way spoke = wire(s(5.1), s(15), "PCMA");
        String fax = "m=image 6004 udptl t38";
        assertThat(
                        verdict(
                                note(micros(s(15.1)), false, spoke, spoke),
                                answered()
                                        .cseq(2)
                                        .next(sdp(fax))
                                        .reinvite(s(15))
                                        .next(sdp(fax))
                                        .reresponse(s(15.1), 200)))
                .isEqualTo(CallMedia.OK);
        assertThat(tracker.row().codecs()).isEqualTo("PCMA>t38");
    }

    @Test
    void aCodecThatWasNotAgreedOnIsSaid() throws Exception {
        assertThat(verdict(wire(s(5.1), s(65.4), "PCMA>G726-32"), wire(s(5.1), s(65.4), "PCMA")))
                .isEqualTo(CallMedia.CODEC_MISMATCH);
    }

    @Test
    void whatGoesBesideAMediumIsNoCodecOfIts() throws Exception {
        for (String name : new String[] {"telephone-event", "X-NSE", "NSE", "tone", "CN", "rtx"}) {
            assertThat(verdict(mixed("PCMA>" + name), answered())).isEqualTo(CallMedia.OK);
            reopen();
        }
        assertThat(verdict(mixed("PCMA>X-GSM"), answered())).isEqualTo(CallMedia.CODEC_MISMATCH);
    }

    /** A tone of the network by one fork, and another answers: each with a codec of its own. */
    @Test
    void aCodecOfAnEarlierForkIsNone() throws Exception {
        CallScript forked =
                call().next(sdp(ALL))
                        .invite()
                        .by("tone")
                        .next(sdp("m=audio 6000 RTP/AVP 0"))
                        .response(s(1), 183)
                        .by("bob")
                        .next(sdp(BOB))
                        .answered(s(5))
                        .ack(s(5.1));
        assertThat(verdict(mixed("PCMU>PCMA"), forked)).isEqualTo(CallMedia.OK);
        assertThat(tracker.row().codecs()).isEqualTo("PCMA");
    }

    @Test
    void aCodecOfAnAttemptThatFailedIsNone() throws Exception {
        CallScript second =
                call().next(sdp(ALL))
                        .invite()
                        .next(sdp("m=audio 6000 RTP/AVP 18"))
                        .response(s(1), 183)
                        .challenged(s(2), 503)
                        .cseq(2)
                        .next(sdp(ALL))
                        .invite(s(2.1))
                        .next(sdp(BOB))
                        .answered(s(5))
                        .ack(s(5.1));
        assertThat(verdict(mixed("G729>PCMA"), second)).isEqualTo(CallMedia.OK);
        assertThat(tracker.row().codecs()).isEqualTo("PCMA");
    }

    /** A proxy that transcodes keeps the Call-ID. */
    @Test
    void aCodecOfAnotherHopIsNone() throws Exception {
        CallScript transcoded =
                call().next(sdp(ALICE))
                        .invite()
                        .beyond("far")
                        .next(sdp("m=audio 6000 RTP/AVP 0 18"))
                        .invite(s(0.1))
                        .next(sdp("m=audio 5000 RTP/AVP 18"))
                        .answered(s(4.9))
                        .atCaller()
                        .next(sdp("m=audio 6002 RTP/AVP 8"))
                        .answered(s(5))
                        .ack(s(5.1));
        assertThat(verdict(mixed("PCMA>G729"), transcoded)).isEqualTo(CallMedia.OK);
        assertThat(tracker.row().codecs()).isEqualTo("PCMA");
        reopen();
        assertThat(verdict(mixed("PCMA>PCMU"), answered())).isEqualTo(CallMedia.CODEC_MISMATCH);
    }

    @Test
    void mediaThatGoesOnIsSaid() throws Exception {
        assertThat(verdict(wire(s(5.1), s(80), "PCMA"), wire(s(5.1), s(65.4), "PCMA")))
                .isEqualTo(CallMedia.AFTER_CALL);
    }

    @Test
    void mediaThatCameFirstIsSaid() throws Exception {
        assertThat(verdict(wire(s(-10), s(65), "PCMA"), wire(s(5.1), s(65.4), "PCMA")))
                .isEqualTo(CallMedia.BEFORE_CALL);
    }

    @Test
    void aPrivateAddressBeyondNatIsSaid() throws Exception {
        Way way = wire(s(5.1), s(65.4), "PCMA");
        assertThat(verdict(note(0, true, way, Way.NONE))).isEqualTo(CallMedia.UNREACHABLE);
    }

    @Test
    void byRtcpAloneASideIsMissedWhenTheOtherHearsNothing() throws Exception {
        Way heard = new Way(MediaFigures.NONE, 0, 0, true, 0, "");
        Way unheard = new Way(MediaFigures.NONE, 0, 0, false, 2, "");
        Way unknown = new Way(MediaFigures.NONE, 0, 0, false, 1, "");

        assertThat(verdict(heard, heard)).isEqualTo(CallMedia.OK);
        reopen();
        assertThat(verdict(unheard, heard)).isEqualTo(CallMedia.ONE_WAY);
        reopen();
        assertThat(verdict(heard, unheard)).isEqualTo(CallMedia.FALSE_ANSWER);
        reopen();
        assertThat(verdict(unheard, unheard)).isEqualTo(CallMedia.NO_AUDIO);
        reopen();
        assertThat(verdict(heard, unknown)).isEmpty();
    }

    @Test
    void whatIsSaidOfACallThatNobodyKnowsIsForgotten() throws Exception {
        tracker.push(MediaNote.SEEN.toEvent("call-9", micros(s(1))));
        tracker.at(s(80));

        assertThat(tracker.rows()).isEmpty();
    }

    @Test
    void aNoteIsReadAsItWasWritten() {
        MediaNote note =
                note(5, true, wire(s(1), s(2), "G729 a>PCMA"), new Way(RTP, 0, 0, true, 3, ""));

        assertThat(MediaNote.of(note.toEvent("c", 1)))
                .isEqualTo(note(5, true, wire(s(1), s(2), "G729_a>PCMA"), note.fromCallee()));
        assertThat(MediaNote.of(MediaNote.SEEN.toEvent("c", 1))).isEqualTo(MediaNote.SEEN);
    }

    private void reopen() throws Exception {
        leavesNothingBehind();
        open();
    }

    private static Way wire(Duration first, Duration last, String codecs) {
        return new Way(RTP, micros(first), micros(last), false, 0, codecs);
    }

    private static MediaNote mixed(String codecs) {
        return note(0, false, wire(s(5.1), s(65.4), "PCMA"), wire(s(1.1), s(65.4), codecs));
    }

    private static MediaNote note(long heldAt, boolean unreachable, Way caller, Way callee) {
        return new MediaNote(true, 8_000_000, heldAt, unreachable, caller, callee);
    }

    private String verdict(Way fromCaller, Way fromCallee) throws Exception {
        return verdict(note(0, false, fromCaller, fromCallee));
    }

    private String verdict(MediaNote note) throws Exception {
        return verdict(note, answered());
    }

    /** Of a call that goes on so. */
    private String verdict(MediaNote note, CallScript up) throws Exception {
        tracker.push(MediaNote.SEEN.toEvent("call-1", micros(s(6))));
        tracker.push(note.toEvent("call-1", micros(s(126)))); // a minute after the end
        for (SipMessage message : up.bye(s(65.5)).byeResponse(s(65.6), 200).messages()) {
            tracker.push(message);
        }
        tracker.at(s(140));
        return tracker.row().media().verdict();
    }

    private static CallScript answered() {
        return call().next(sdp(ALICE))
                .invite()
                .ringing(s(2))
                .next(sdp(BOB))
                .answered(s(5))
                .ack(s(5.1));
    }

    private static Consumer<SipFixture> sdp(String line) {
        return m -> m.sdp = SessionScript.sdp(line);
    }
}
