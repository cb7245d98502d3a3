package io.siphon.udf.call;

import io.siphon.schema.BoundedText;
import io.siphon.schema.Call;
import io.siphon.udf.session.AgreedCodecsState;
import io.siphon.udf.session.Signal;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.verdict.PrivateAddress;
import io.siphon.udf.verdict.VerdictState;

import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What following a call needs of one {@link SipMessage}, or a {@link #note} of what was learnt of
 * it elsewhere: the part that crosses the network and is kept in state. Text is empty, never null,
 * and not longer than its column: see {@link BoundedText}.
 *
 * @param callId the key
 * @param timeMicros epoch µs, by a clock that is right
 * @param status 0 for a request
 * @param cseq -1 when missing
 * @param branch of the topmost Via
 * @param hops Via values: how far from the caller the message was seen
 * @param opening what only an initial INVITE has: whether this is one
 * @param caller see {@link Call#caller}; like the components after it, of an initial INVITE only
 * @param callee of an initial INVITE; see {@link #sender}
 * @param codecs of the SDP, see {@link AgreedCodecsState#see}
 * @param userAgent of an initial INVITE; see {@link #reason}
 * @param correlationId of an initial INVITE; see {@link #explanation}
 * @param clockOffset see {@link SipMessage#clockOffset}
 * @param hint a number that says why a call fails: see {@link #hasCredentials}, {@link
 *     #hasPrivateContact}, {@link #attestation}, {@link #retryAfter} and {@link #sipCause}
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
        String correlationId,
        long clockOffset,
        int hint)
        implements Signal {

    /**
     * Methods that change a call or show that it lives. PRACK without SDP, INFO, REFER and NOTIFY
     * of a dialog tell nothing that these do not; OPTIONS, REGISTER, SUBSCRIBE, MESSAGE and PUBLISH
     * have a Call-ID, but no call.
     */
    private static final Set<String> METHODS = Set.of("INVITE", "ACK", "CANCEL", "BYE", "UPDATE");

    /**
     * Of events of the same microsecond: notes first, then an initial INVITE, requests before
     * responses, then by all that can make a difference.
     */
    public static final Comparator<CallEvent> ORDER =
            Comparator.comparing((CallEvent e) -> !e.isNote())
                    .thenComparing(e -> !e.opening)
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
                    .thenComparingInt(CallEvent::q850Cause)
                    .thenComparingInt(CallEvent::hint);

    /** As long as a socket. */
    private static final int HOST_WIDTH = 64;

    private static final int CREDENTIALS = 1;
    private static final int PRIVATE_CONTACT = 2;

    /** What is above it in the hint of an initial INVITE is its attestation. */
    private static final int ATTESTATION_SHIFT = 2;

    /** Controls, line ends, marks of direction, halves of characters. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Whether a message belongs to the life of an INVITE call and can be told to which. */
    public static boolean concerns(SipMessage message) {
        return !message.callId().isEmpty()
                && (METHODS.contains(message.method())
                        || message.sdp() != null && message.method().equals("PRACK"));
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
                codecs(m),
                opening ? party(m.assertedIdentity(), m.fromUri()) : "",
                opening ? party(m.requestUri(), m.toUri()) : sender(m),
                opening ? m.node() : "",
                opening ? m.trunk() : "",
                opening ? m.direction() : "",
                opening ? BoundedText.cut(m.userAgent(), BoundedText.ID) : reason(m),
                opening ? correlationId(m) : explanation(m),
                m.clockOffset(),
                hint(m, opening));
    }

    /**
     * What was learnt of a call elsewhere. It is applied in its turn, also while an ended call
     * lingers, and the row is emitted as {@link io.siphon.schema.CallChange#NOTED}. One at the time
     * of the first INVITE is known before {@link io.siphon.schema.CallChange#STARTED} is emitted.
     *
     * @param kind a word in lower case, see {@link CallNotes}: no method of SIP, which are in upper
     *     case (RFC 3261, 7.1), can be one of {@link #concerns}
     * @param timeMicros when it is to be applied, epoch µs
     * @param text what is noted, as the kind has it
     */
    public static CallEvent note(String kind, String callId, long timeMicros, String text) {
        return new CallEvent(
                callId,
                timeMicros,
                kind,
                0,
                -1,
                "",
                0,
                false,
                "",
                "",
                "",
                "",
                0,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                text,
                0,
                0);
    }

    /** Whether it is a {@link #note}, and of no message. */
    boolean isNote() {
        return !method.isEmpty() && Character.isLowerCase(method.charAt(0));
    }

    /** Of a {@link #note}; it stands where {@link #correlationId} is empty otherwise. */
    String text() {
        return correlationId;
    }

    private static String codecs(SipMessage m) {
        if (m.sdp() == null) {
            return "";
        }
        String names = m.sdp().codecNames();
        return names.isEmpty() ? AgreedCodecsState.NOTHING : names;
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

    /**
     * Of a BYE the host that made it, by its last Via; of a 2xx to an INVITE the host of its
     * Contact; empty for all others. It stands where {@link #callee} is empty otherwise.
     */
    String sender() {
        return opening ? "" : callee;
    }

    private static String sender(SipMessage m) {
        String host = "";
        if (m.isRequest() && m.method().equals("BYE") && m.vias().length > 0) {
            host = HostPart.ofSentBy(m.vias()[m.vias().length - 1].sentBy());
        } else if (m.status() / 100 == 2 && m.method().equals("INVITE")) {
            host = HostPart.ofUri(m.contact());
        }
        return BoundedText.cut(host, HOST_WIDTH);
    }

    /**
     * Whether it tells the caller that it rings: 180, 183, and any other 18x that has a session for
     * him. 181 (forwarded) and 182 (queued) alone do not (RFC 3261, 21.1).
     */
    boolean rings() {
        return status == 180 || status == 183 || status / 10 == 18 && hasDescription();
    }

    /** As long as its column, without what could pass for something else where it is shown. */
    private static String reason(SipMessage m) {
        if (m.status() < 200 || !m.method().equals("INVITE")) {
            return "";
        }
        return printable(BoundedText.cut(m.reason(), Call.REASON_WIDTH));
    }

    private static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return UNPRINTABLE.matcher(text).replaceAll(" ");
            }
        }
        return text;
    }

    /** Likewise, of a final response to an INVITE, a BYE and a CANCEL. */
    private static String explanation(SipMessage m) {
        boolean concerned = m.isRequest() || m.method().equals("INVITE");
        return concerned
                ? printable(BoundedText.cut(m.explanation(), VerdictState.HINT_WIDTH))
                : "";
    }

    private static int hint(SipMessage m, boolean opening) {
        if (opening) {
            boolean hidden = PrivateAddress.hides(HostPart.ofUri(m.contact()), m.source());
            return (m.credentials() ? CREDENTIALS : 0)
                    + (hidden ? PRIVATE_CONTACT : 0)
                    + (VerdictState.attestationCode(m.attestation()) << ATTESTATION_SHIFT);
        }
        return m.isRequest() ? m.sipCause() : m.retryAfter() + 1;
    }

    /**
     * Of a failure response to an INVITE, a BYE and a CANCEL the text of Warning or Reason, at most
     * {@link VerdictState#HINT_WIDTH} octets, printable; empty for all others. It stands where
     * {@link #correlationId} is empty otherwise.
     */
    String explanation() {
        return opening ? "" : correlationId;
    }

    /** Of an initial INVITE: whether it has credentials. */
    boolean hasCredentials() {
        return opening && (hint & CREDENTIALS) != 0;
    }

    /** Of an initial INVITE: see {@link PrivateAddress#hides}. */
    boolean hasPrivateContact() {
        return opening && (hint & PRIVATE_CONTACT) != 0;
    }

    /** Of an initial INVITE: see {@link VerdictState#attestationCode}. */
    int attestation() {
        return opening ? hint >> ATTESTATION_SHIFT : 0;
    }

    /** Of a failure response, s; -1 when it has none. */
    int retryAfter() {
        return isRequest() ? -1 : hint - 1;
    }

    /** Of a BYE and a CANCEL, by a Reason header; 0 when it has none. */
    int sipCause() {
        return isRequest() && !opening ? hint : 0;
    }

    @Override
    public boolean hasDescription() {
        return !codecs.isEmpty();
    }

    @Override
    public int hop() {
        return Signal.hop(source, destination);
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
                correlationId,
                clockOffset,
                hint);
    }

    /** Of what a response or a CANCEL has, in state. */
    int octets() {
        return 40
                + TextRoom.octets(callId)
                + TextRoom.octets(branch)
                + TextRoom.octets(source)
                + TextRoom.octets(destination)
                + TextRoom.octets(fromTag)
                + TextRoom.octets(toTag)
                + TextRoom.octets(callee)
                + TextRoom.octets(userAgent)
                + TextRoom.octets(correlationId)
                + TextRoom.octets(codecs);
    }
}
