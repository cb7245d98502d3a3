package io.siphon.schema;

import java.util.Locale;

/** Why two calls are taken for legs of one conversation; the sure reasons first. */
public enum LinkReason {
    /** The capture agent's correlation id (HEP chunk 0x11). */
    CORRELATION_ID(1),
    /** A configured header, such as X-CID, that names the other Call-ID or is the same in both. */
    HEADER(1),
    /** A half of Session-ID (RFC 7989), or all of it (RFC 7329). */
    SESSION_ID(1),
    /** Replaces (RFC 3891). */
    REPLACES(1),
    /** Join (RFC 3911). */
    JOIN(1),
    /** Target-Dialog (RFC 4538). */
    TARGET_DIALOG(1),
    /** In-Reply-To (RFC 3261, 20.21). */
    IN_REPLY_TO(1),
    /**
     * The Refer-To of a REFER (RFC 3515): its Replaces names the other call, or its target is who
     * the one that was asked calls next.
     */
    REFER_TO(1),
    /** The same Call-ID with another From tag, or one that is made of it: {@code …_b2b-1}. */
    CALL_ID(0.95),
    /** Media to the same address and port (RFC 8866, 5.7 and 5.14). */
    SDP_MEDIA(0.9),
    /** The same {@code o=} line (RFC 8866, 5.2). */
    SDP_ORIGIN(0.9),
    /** The same ICE user name fragment (RFC 8839, 5.4). */
    ICE_UFRAG(0.9),
    /** The same certificate (RFC 8122, 5). */
    DTLS_FINGERPRINT(0.8),
    /** The same numbers, in a call that leaves where the other one went. */
    NUMBERS(0.5);

    private final double score;

    LinkReason(double score) {
        this.score = score;
    }

    /** How sure it is by itself, 0 to 1. */
    public double score() {
        return score;
    }

    /** As it is stored: {@code session_id}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that tag. */
    public static LinkReason ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }
}
