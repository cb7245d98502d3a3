package io.siphon.sources.hep;

/**
 * Why bytes are not a HEP packet. The {@link #reason} comes from a short list and may name a
 * counter; the message is {@code reason: detail} and says what was got and what was expected.
 *
 * <p>Has no stack trace: a flood of garbage must stay cheap.
 */
public final class HepException extends Exception {

    private static final long serialVersionUID = 1;

    /** Every way in which a datagram fails to be a packet. */
    public enum Reason {
        /** A datagram of no bytes. */
        EMPTY("empty"),
        /** Nothing but line ends, blanks or NULs: SIP's keep-alive. Worth a count, not an alarm. */
        KEEPALIVE("keepalive"),
        /** The bytes end before the header does. */
        TOO_SHORT("too-short"),
        /** A length field below its minimum, or one that reaches beyond what holds it. */
        BAD_LENGTH("bad-length"),
        /** A chunk that cannot hold what its type says: an IPv4 address of five bytes. */
        BAD_CHUNK("bad-chunk"),
        /** Compressed bytes that do not unpack. */
        BAD_COMPRESSION("bad-compression"),
        /** Compressed bytes that unpack to more than {@value Inflate#LIMIT} bytes. */
        TOO_LARGE("too-large"),
        /** heplify's protobuf encoding, which is not HEP. */
        PROTOBUF("protobuf"),
        /** STUN (RFC 8489). */
        STUN("stun"),
        /** An HTTP request or response. */
        HTTP("http"),
        /** Neither HEP nor SIP nor anything else known here. */
        NOT_HEP("not-hep");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** The reason as it stands in messages, counters and tables: {@code too-short}. */
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    public HepException(Reason reason, String detail) {
        super(reason.text + ": " + detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
