package io.siphon.udf.call;

import io.siphon.schema.BoundedText;
import io.siphon.schema.Call;
import io.siphon.udf.sip.SipMessage;

import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What following a call needs of one {@link SipMessage}: the part that crosses the network and is
 * kept in state. Text is empty, never null, and not longer than its column: see {@link
 * BoundedText}.
 *
 * @param callId the key
 * @param timeMicros epoch µs
 * @param status 0 for a request
 * @param cseq -1 when missing
 * @param branch of the topmost Via
 * @param hops Via values: how far from the caller the message was seen
 * @param opening what only an initial INVITE has: whether this is one
 * @param caller see {@link Call#caller}; like the components after it, of an initial INVITE only
 * @param codecs of the SDP; empty when there is none
 * @param userAgent of an initial INVITE; see {@link #reason}
 */
public record CallEvent(
        String callId,
        long timeMicros,
        String method,
        int status,
        long cseq,
        String branch,
        int hops,
        boolean opening,
        String source,
        String destination,
        String fromTag,
        String toTag,
        int q850Cause,
        String codecs,
        String caller,
        String callee,
        String node,
        String trunk,
        String direction,
        String userAgent,
        String correlationId) {

    /**
     * Methods that change a call or show that it lives. PRACK, INFO, REFER and NOTIFY of a dialog
     * tell nothing that these do not; OPTIONS, REGISTER, SUBSCRIBE, MESSAGE and PUBLISH have a
     * Call-ID, but no call.
     */
    private static final Set<String> METHODS = Set.of("INVITE", "ACK", "CANCEL", "BYE", "UPDATE");

    /**
     * Of events of the same microsecond: an initial INVITE first, requests before responses, then
     * by all that can make a difference.
     */
    public static final Comparator<CallEvent> ORDER =
            Comparator.comparing((CallEvent e) -> !e.opening)
                    .thenComparingInt(CallEvent::status)
                    .thenComparingLong(CallEvent::cseq)
                    .thenComparingInt(CallEvent::hops)
                    .thenComparing(CallEvent::method)
                    .thenComparing(CallEvent::branch)
                    .thenComparing(CallEvent::source)
                    .thenComparing(CallEvent::destination)
                    .thenComparing(CallEvent::fromTag)
                    .thenComparing(CallEvent::toTag)
                    .thenComparing(CallEvent::node)
                    .thenComparing(CallEvent::trunk)
                    .thenComparing(CallEvent::direction)
                    .thenComparing(CallEvent::caller)
                    .thenComparing(CallEvent::callee)
                    .thenComparing(CallEvent::codecs)
                    .thenComparing(CallEvent::userAgent)
                    .thenComparing(CallEvent::correlationId)
                    .thenComparingInt(CallEvent::q850Cause);

    /** Controls, line ends, marks of direction, halves of characters. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Whether a message belongs to the life of an INVITE call and can be told to which. */
    public static boolean concerns(SipMessage message) {
        return !message.callId().isEmpty() && METHODS.contains(message.method());
    }

    public static CallEvent of(SipMessage m) {
        boolean opening = m.isRequest() && m.method().equals("INVITE") && m.toTag().isEmpty();
        return new CallEvent(
                m.callId(),
                m.timeMicros(),
                m.method(),
                m.status(),
                m.cseq(),
                BoundedText.of(m.branch(), BoundedText.TAG),
                m.vias().length,
                opening,
                m.source(),
                m.destination(),
                m.fromTag(),
                m.toTag(),
                m.q850Cause(),
                m.sdp() == null ? "" : m.sdp().codecNames(),
                opening ? party(m.assertedIdentity(), m.fromUri()) : "",
                opening ? party(m.requestUri(), m.toUri()) : "",
                opening ? m.node() : "",
                opening ? m.trunk() : "",
                opening ? m.direction() : "",
                opening ? BoundedText.cut(m.userAgent(), BoundedText.ID) : reason(m),
                opening ? correlationId(m) : "");
    }

    private static String party(String first, String second) {
        return BoundedText.cut(UserPart.of(first, second), BoundedText.ID);
    }

    /** The agent's; but the call's own Call-ID, as Asterisk sends it, says less than X-CID. */
    private static String correlationId(SipMessage m) {
        String id = m.correlationId();
        if (id == null || id.isEmpty() || id.equals(m.callId()) && !m.xcid().isEmpty()) {
            return BoundedText.id(m.xcid());
        }
        return id;
    }

    /**
     * Of a final response to an INVITE the reason phrase; empty for all others. Where it stands is
     * empty otherwise: what 0.1 has written is read as ever.
     */
    String reason() {
        return isRequest() ? "" : userAgent;
    }

    /** As long as its column, without what could pass for something else where it is shown. */
    private static String reason(SipMessage m) {
        if (m.status() < 200 || !m.method().equals("INVITE")) {
            return "";
        }
        String reason = BoundedText.cut(m.reason(), Call.REASON_WIDTH);
        for (int i = 0; i < reason.length(); i++) {
            char c = reason.charAt(i);
            if (c < ' ' || c > '~') {
                return UNPRINTABLE.matcher(reason).replaceAll(" ");
            }
        }
        return reason;
    }

    public boolean isRequest() {
        return status == 0;
    }

    public boolean is(String name) {
        return method.equals(name);
    }

    /** This event as if it had happened at another time. */
    CallEvent at(long micros) {
        return new CallEvent(
                callId,
                micros,
                method,
                status,
                cseq,
                branch,
                hops,
                opening,
                source,
                destination,
                fromTag,
                toTag,
                q850Cause,
                codecs,
                caller,
                callee,
                node,
                trunk,
                direction,
                userAgent,
                correlationId);
    }
}
