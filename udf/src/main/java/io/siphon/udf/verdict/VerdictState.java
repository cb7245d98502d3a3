package io.siphon.udf.verdict;

import io.siphon.schema.BoundedText;
import io.siphon.schema.CallSignalling;

import java.util.List;

/**
 * State: evidence of why a call ends as it does that is nowhere else in its state. Of a usual call
 * it takes a dozen octets, of a hostile one 200.
 */
public class VerdictState {

    /** Some response to the INVITE was seen, be it 100. */
    public static final int RESPONDED = 1;

    /** A 180. */
    public static final int RANG = 2;

    /** A 18x with a session description. */
    public static final int EARLY_MEDIA = 4;

    /** The caller's ACK of the 2xx, or another request of the dialog. */
    public static final int ACKNOWLEDGED = 8;

    /** The caller sent credentials. */
    public static final int CREDENTIALS = 16;

    /** The INVITE's Contact is one that only its own network reaches. */
    public static final int CALLER_HIDDEN = 32;

    /** Likewise that of the 2xx. */
    public static final int CALLEE_HIDDEN = 64;

    /** A response to a BYE. */
    public static final int BYE_ANSWERED = 128;

    /** Where the caller's INVITE went passed it on. */
    public static final int PASSED_ON = 256;

    /** Bits of a number: one more than the place of {@link #ATTESTATION_WORDS}; 0: not signed. */
    private static final int ATTESTATION_SHIFT = 9;

    private static final int ATTESTATION_MASK = 7;

    private static final List<String> ATTESTATION_WORDS =
            List.of("A", "B", "C", CallSignalling.UNREADABLE);

    /** Octets of what a Warning or a Reason says. */
    public static final int HINT_WIDTH = 64;

    /** Octets of a socket. */
    private static final int SOCKET_WIDTH = 64;

    /** Below T1 (RFC 3261, 17.1.1.1): what is seen sooner is another hop's or agent's view. */
    private static final long PAUSE = 400_000;

    private static final int MOST = 100;

    /** Bits: what was seen. */
    public int seen;

    /** Retransmissions of the INVITE. */
    public int invites;

    /** Likewise of the 2xx. */
    public int answers;

    /** Likewise of a BYE. */
    public int byes;

    /** Of the last of these, epoch µs. */
    public long repeatedAt;

    /** INVITEs after a 401 or 407. */
    public int challenges;

    /** Source of the first response with {@link #refusal}; empty while there is none. */
    public String refuser = "";

    /** Status of the failure response seen last. */
    public int refusal;

    /** Its Retry-After, s; -1: none. */
    public int retryAfter = -1;

    /** Text of Warning or Reason of that response, a CANCEL or a BYE. */
    public String hint = "";

    /** SIP cause of a CANCEL or a BYE. */
    public int sipCause;

    public VerdictState() {}

    public void mark(int bit) {
        seen |= bit;
    }

    boolean has(int bit) {
        return (seen & bit) != 0;
    }

    /** A number for what {@link CallSignalling#attestation} has, 0 for empty. */
    public static int attestationCode(String attestation) {
        return ATTESTATION_WORDS.indexOf(attestation) + 1;
    }

    /** The first INVITE that is signed says what is claimed. */
    public void attested(int code) {
        if ((seen >> ATTESTATION_SHIFT & ATTESTATION_MASK) == 0) {
            seen |= code << ATTESTATION_SHIFT;
        }
    }

    public CallSignalling signalling() {
        int code = seen >> ATTESTATION_SHIFT & ATTESTATION_MASK;
        int sentAgain = invites + answers + byes;
        return code == 0 && sentAgain == 0
                ? CallSignalling.NONE
                : new CallSignalling(sentAgain, code == 0 ? "" : ATTESTATION_WORDS.get(code - 1));
    }

    public void invitedAgain(long at, long first) {
        invites += isRepeated(at, first) && invites < MOST ? 1 : 0;
    }

    public void answeredAgain(long at, long first) {
        answers += isRepeated(at, first) && answers < MOST ? 1 : 0;
    }

    public void hungUpAgain(long at, long first) {
        byes += isRepeated(at, first) && byes < MOST ? 1 : 0;
    }

    private boolean isRepeated(long at, long first) {
        if (at - Math.max(repeatedAt, first) < PAUSE) {
            return false;
        }
        repeatedAt = at;
        return true;
    }

    public void challenged() {
        challenges += challenges < MOST ? 1 : 0;
    }

    /**
     * A failure response: who sent it first is where it was seen first.
     *
     * @param text see {@link #hint}; empty for none
     */
    public void refused(String source, int status, int retryAfterSeconds, String text) {
        if (status != refusal) {
            refusal = status;
            refuser = BoundedText.cut(source, SOCKET_WIDTH);
            retryAfter = retryAfterSeconds;
            hint = text.isEmpty() ? hint : text;
        }
    }

    /** A CANCEL or a BYE that says why. */
    public void released(int cause, String text) {
        sipCause = sipCause == 0 ? cause : sipCause;
        hint = hint.isEmpty() ? text : hint;
    }

    /** The answer crossed a CANCEL: that is not why the call ends. */
    public void notCancelled() {
        sipCause = 0;
        hint = "";
    }

    /** Something better came. */
    public void forgetFailure() {
        if (refusal == 0) {
            return;
        }
        refuser = "";
        refusal = 0;
        retryAfter = -1;
        hint = "";
    }
}
