package io.siphon.udf.sdp;

import java.util.Locale;
import java.util.Set;

/** Payload types that need no rtpmap (RFC 3551, section 6, tables 4 and 5). */
public final class StaticCodecs {

    private static final Codec[] CODECS = new Codec[128];

    static {
        set(0, "PCMU", 8000);
        set(3, "GSM", 8000);
        set(4, "G723", 8000);
        set(5, "DVI4", 8000);
        set(6, "DVI4", 16000);
        set(7, "LPC", 8000);
        set(8, "PCMA", 8000);
        set(9, "G722", 8000);
        set(10, "L16", 44100);
        set(11, "L16", 44100);
        set(12, "QCELP", 8000);
        set(13, "CN", 8000);
        set(14, "MPA", 90000);
        set(15, "G728", 8000);
        set(16, "DVI4", 11025);
        set(17, "DVI4", 22050);
        set(18, "G729", 8000);
        set(25, "CelB", 90000);
        set(26, "JPEG", 90000);
        set(28, "nv", 90000);
        set(31, "H261", 90000);
        set(32, "MPV", 90000);
        set(33, "MP2T", 90000);
        set(34, "H263", 90000);
        for (int type = 0; type < CODECS.length; type++) {
            if (CODECS[type] == null) {
                set(type, Integer.toString(type), 0);
            }
        }
    }

    /**
     * What is added to a name for annexes that make no other format: A and B of G.729 (RFC 3551,
     * 4.5.6), and the .1 of G.723.1.
     */
    private static final Set<String> ANNEXES = Set.of("A", "B", "AB", ".1", "1");

    private StaticCodecs() {}

    private static void set(int payloadType, String name, int clockRate) {
        CODECS[payloadType] = new Codec(payloadType, name, clockRate);
    }

    /** Of a type that the tables do not name, one with its number as name and clock 0. */
    public static Codec of(int payloadType) {
        return CODECS[payloadType];
    }

    /**
     * The name of a codec that a phone spells in another way for a static type: {@code rtpmap:18
     * G729a/8000} is G729. A type may be bound to another codec, too (RFC 3551, 3).
     */
    static String name(int payloadType, String spelled, int clockRate) {
        Codec codec = CODECS[payloadType];
        String name = codec.name();
        return codec.clockRate() == clockRate
                        && clockRate > 0
                        && spelled.regionMatches(true, 0, name, 0, name.length())
                        && ANNEXES.contains(
                                spelled.substring(name.length()).toUpperCase(Locale.ROOT))
                ? name
                : spelled;
    }
}
