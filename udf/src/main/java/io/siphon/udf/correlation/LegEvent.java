package io.siphon.udf.correlation;

import io.siphon.udf.call.CallQuestion;
import io.siphon.udf.sip.SipMessage;

import java.util.Comparator;
import java.util.List;

/**
 * What finding legs needs of one SIP message; the key is the Call-ID.
 *
 * @param status of a response; 0 for a request
 * @param fromTag its hash; 0 when there is none
 * @param toTag likewise
 * @param source {@code proto:ip:port} of an INVITE and of a 2xx; empty for all others
 * @param destination likewise; empty of a BYE; of a question what it is about
 * @param clockOffset see {@link SipMessage#clockOffset}
 * @param identifiers of an INVITE, its responses and a REFER; empty for all others
 */
public record LegEvent(
        String callId,
        long timeMicros,
        LegStep step,
        int status,
        long cseq,
        int fromTag,
        int toTag,
        String source,
        String destination,
        long clockOffset,
        List<Identifier> identifiers) {

    /** Order of events of one call and the same microsecond. */
    static final Comparator<LegEvent> ORDER =
            Comparator.comparingInt((LegEvent e) -> e.step.ordinal())
                    .thenComparingLong(LegEvent::cseq)
                    .thenComparingInt(LegEvent::status)
                    .thenComparingInt(LegEvent::fromTag)
                    .thenComparing(LegEvent::source)
                    .thenComparing(LegEvent::destination)
                    .thenComparing(e -> e.identifiers.toString());

    static LegEvent of(SipMessage m, LegStep step, List<Identifier> identifiers) {
        boolean isAtEnd = step == LegStep.INVITE || step == LegStep.ANSWERED;
        return new LegEvent(
                m.callId(),
                m.timeMicros(),
                step,
                m.status(),
                m.cseq(),
                m.fromTag().hashCode(),
                m.toTag().hashCode(),
                isAtEnd ? m.source() : "",
                step == LegStep.BYE ? "" : m.destination(),
                m.clockOffset(),
                identifiers);
    }

    /** The end away from the caller: where an INVITE goes, or a 2xx comes from. */
    String farEnd() {
        return step == LegStep.INVITE ? destination : source;
    }

    static LegEvent of(CallQuestion question) {
        return new LegEvent(
                question.callId(),
                question.timeMicros(),
                LegStep.ASKED,
                0,
                0,
                0,
                0,
                "",
                question.about(),
                0,
                List.of());
    }

    /** Which step a message is; null for a message that is no step. */
    static LegStep step(SipMessage m) {
        if (m.callId().isEmpty()) {
            return null;
        }
        if (m.isRequest()) {
            return switch (m.method()) {
                case "INVITE" -> m.toTag().isEmpty() ? LegStep.INVITE : null;
                case "BYE" -> LegStep.BYE;
                case "REFER" -> LegStep.REFER;
                default -> null;
            };
        }
        if (!m.method().equals("INVITE")) {
            return null;
        }
        int status = m.status();
        if (status >= 300) {
            return LegStep.FAILED;
        }
        return status >= 200 ? LegStep.ANSWERED : status / 10 == 18 ? LegStep.RINGING : null;
    }
}
