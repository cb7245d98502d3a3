package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;

/**
 * What a message says that another call may say too.
 *
 * @param reason that a link by it has
 * @param value bounded, see {@link io.siphon.schema.BoundedText}
 * @param score of that link, in hundredths
 */
public record Identifier(LinkReason reason, String value, double score) {

    /** Between who is to be called and who was asked to: in no Call-ID (RFC 3261, 25.1). */
    static final char ASKED = ' ';

    Identifier(LinkReason reason, String value) {
        this(reason, value, reason.score());
    }

    /**
     * Under which marks of it meet: identifiers that name calls meet these calls, whatever header
     * they were in.
     */
    String key() {
        return namespace() + value;
    }

    /** Whether it is of a session description. */
    boolean isOfSession() {
        return switch (reason) {
            case SDP_MEDIA, SDP_ORIGIN, ICE_UFRAG, DTLS_FINGERPRINT -> true;
            default -> false;
        };
    }

    private String namespace() {
        return switch (reason) {
            case SESSION_ID -> MarkKey.SESSION;
            case SDP_MEDIA -> MarkKey.MEDIA;
            case SDP_ORIGIN -> MarkKey.ORIGIN;
            case ICE_UFRAG -> MarkKey.ICE;
            case DTLS_FINGERPRINT -> MarkKey.DTLS;
            case NUMBERS -> MarkKey.NUMBERS;
            case REFER_TO -> value.indexOf(ASKED) < 0 ? MarkKey.CALL : MarkKey.TRANSFER;
            default -> MarkKey.CALL;
        };
    }
}
