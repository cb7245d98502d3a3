package io.siphon.udf.correlation;

/** The beginnings of the keys under which {@link LegMark}s meet. */
final class MarkKey {

    /** Call-IDs, and all that is as unique. */
    static final String CALL = "i:";

    /** Halves of Session-ID. */
    static final String SESSION = "s:";

    static final String MEDIA = "m:";
    static final String ORIGIN = "o:";
    static final String ICE = "u:";
    static final String DTLS = "f:";
    static final String NUMBERS = "d:";

    /** Who was asked by a REFER to call whom. */
    static final String TRANSFER = "t:";

    /** Whether it stands for a call as long as that lives; others only at its beginning. */
    static boolean isLasting(String key) {
        return key.startsWith(CALL) || key.startsWith(SESSION);
    }

    /** What a key says, without what kind of key it is. */
    static String value(String key) {
        return key.substring(CALL.length());
    }

    private MarkKey() {}
}
