package io.siphon.udf.sip;

import java.util.Locale;

/**
 * A missing or damaged part of a message, as named in {@link SipMessage#missing}: {@code
 * call-id,truncated}. The names are stable, because they are stored and used as tags.
 */
public enum SipDefect {
    /** Another SIP version than 2.0 in the start line. */
    VERSION,
    /** A Request-URI that is absent, in angle brackets or has blanks in it. */
    URI,
    /** A response whose code is not 100..699; its {@link SipMessage#status} is -1. */
    STATUS,
    CALL_ID,
    /** No CSeq, or one whose number is not below 2^32. */
    CSEQ,
    /** No From, or none with a URI. */
    FROM,
    /** No To, or none with a URI. */
    TO,
    VIA,
    /** A line among the headers that has no colon. */
    HEADER,
    /** A Content-Length that is not a number, or several that differ. */
    CONTENT_LENGTH,
    /** The payload ends before the headers do, or before Content-Length is reached. */
    TRUNCATED,
    /** Octets beyond Content-Length that are not another message. */
    TRAILING;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    int bit() {
        return 1 << ordinal();
    }

    /** The words of a set of bits, comma separated; empty for none. */
    static String words(int bits) {
        if (bits == 0) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        for (SipDefect defect : values()) {
            if ((bits & defect.bit()) != 0) {
                words.append(words.length() == 0 ? "" : ",").append(defect.word);
            }
        }
        return words.toString();
    }
}
