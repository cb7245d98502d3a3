package io.siphon.udf.sdp;

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

    private StaticCodecs() {}

    private static void set(int payloadType, String name, int clockRate) {
        CODECS[payloadType] = new Codec(payloadType, name, clockRate);
    }

    /** Of a type that the tables do not name, one with its number as name and clock 0. */
    public static Codec of(int payloadType) {
        return CODECS[payloadType];
    }
}
