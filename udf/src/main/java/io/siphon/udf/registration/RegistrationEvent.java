package io.siphon.udf.registration;

import io.siphon.schema.BoundedText;
import io.siphon.udf.sip.Binding;
import io.siphon.udf.sip.SipMessage;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What following a registration needs of one {@link SipMessage}: the part that crosses the network
 * and is kept in state. Text is empty, never null, and not longer than its column: see {@link
 * BoundedText}.
 *
 * @param aor the key
 * @param timeMicros epoch µs, by a clock that is right
 * @param status 0 for a request
 * @param cseq -1 when missing
 * @param hops Via values: how far from the user agent the message was seen
 * @param bindings of a request, what it asks for; of a response, what the registrar knows
 * @param node like the components after it but the last, of a request only
 * @param clockOffset see {@link SipMessage#clockOffset}
 * @param credentials see {@link SipMessage#credentials}
 * @param branch hash of the branch of the topmost Via: tells transactions of one CSeq apart, as
 *     those who guess passwords send them
 */
public record RegistrationEvent(
        String aor,
        long timeMicros,
        String callId,
        int status,
        long cseq,
        int hops,
        Binding[] bindings,
        String source,
        String destination,
        String node,
        String trunk,
        String direction,
        String userAgent,
        long clockOffset,
        boolean credentials,
        int branch) {

    private static final Binding NONE = new Binding("", -1);

    private static final Comparator<Binding> BINDING =
            Comparator.comparing(Binding::contact).thenComparingLong(Binding::expires);

    /**
     * Of events of the same microsecond: requests first, then by all that can make a difference.
     */
    public static final Comparator<RegistrationEvent> ORDER =
            Comparator.comparingInt(RegistrationEvent::status)
                    .thenComparingLong(RegistrationEvent::cseq)
                    .thenComparingInt(RegistrationEvent::hops)
                    .thenComparing(RegistrationEvent::callId)
                    .thenComparing(RegistrationEvent::source)
                    .thenComparing(RegistrationEvent::destination)
                    .thenComparing(RegistrationEvent::node)
                    .thenComparing(RegistrationEvent::trunk)
                    .thenComparing(RegistrationEvent::direction)
                    .thenComparing(RegistrationEvent::userAgent)
                    .thenComparing((a, b) -> Arrays.compare(a.bindings(), b.bindings(), BINDING))
                    .thenComparing(RegistrationEvent::credentials)
                    .thenComparingInt(RegistrationEvent::branch);

    /** Whether a message belongs to a registration and can be told to which. */
    public static boolean concerns(SipMessage message) {
        return message.method().equals("REGISTER")
                && !message.callId().isEmpty()
                && !message.toUri().isEmpty();
    }

    public static RegistrationEvent of(SipMessage m) {
        boolean request = m.isRequest();
        return new RegistrationEvent(
                BoundedText.id(SipUri.bare(m.toUri())),
                m.timeMicros(),
                m.callId(),
                m.status(),
                m.cseq(),
                m.vias().length,
                plain(m.bindings()),
                m.source(),
                m.destination(),
                request ? m.node() : "",
                request ? m.trunk() : "",
                request ? m.direction() : "",
                request ? BoundedText.cut(m.userAgent(), BoundedText.ID) : "",
                m.clockOffset(),
                m.credentials(),
                m.branch().hashCode());
    }

    private static Binding[] plain(Binding[] bindings) {
        boolean asTheyAre = true;
        for (Binding binding : bindings) {
            asTheyAre &= plain(binding.contact()).equals(binding.contact());
        }
        return asTheyAre
                ? bindings
                : Arrays.stream(bindings)
                        .map(b -> new Binding(plain(b.contact()), b.expires()))
                        .toArray(Binding[]::new);
    }

    private static String plain(String contact) {
        return BoundedText.id(SipUri.plain(contact));
    }

    public boolean isRequest() {
        return status == 0;
    }

    /** What a request registers, else the first that it removes; empty when there is none. */
    String contact() {
        return asked().contact();
    }

    /** s; -1 when not said. */
    long expires() {
        return asked().expires();
    }

    /** The contacts that a request removes (RFC 3261, 10.2.2). */
    String[] removed() {
        return Arrays.stream(bindings)
                .filter(binding -> binding.expires() == 0)
                .map(Binding::contact)
                .toArray(String[]::new);
    }

    /**
     * A user agent may remove its old contact and register the new one in one request, in any order
     * (RFC 3261, 10.3, step 7).
     */
    private Binding asked() {
        for (Binding binding : bindings) {
            if (binding.expires() != 0) {
                return binding;
            }
        }
        return bindings.length == 0 ? NONE : bindings[0];
    }
}
