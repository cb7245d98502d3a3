package io.siphon.udf.stream;

import java.util.Locale;

/** The frames in a payload, by its length. With SRTP's tag they may be unknown. */
final class EncodedFrames {

    /** Octets of a frame of G.729, and of one that describes silence (annex B). */
    private static final int G729 = 10;

    private static final int G729_SILENCE = 2;

    /** Octets of a frame of G.723.1 at 6.3 and 5.3 kbit/s. */
    private static final int G723 = 24;

    private static final int G723_LOW = 20;

    /** Octets of the lowest rate of AMR, and of the one below 12.2 kbit/s (RFC 4867, 4.3, 4.4). */
    private static final int AMR_LOWEST = 14;

    private static final int AMR_BELOW_HIGHEST = 28;

    /** A frame that describes silence, with a tag of SRTP. */
    private static final int AMR_SILENCE_TAGGED = 17;

    /** Whether one of them describes silence. */
    static boolean haveSilence(String codec, int octets) {
        return codec.equalsIgnoreCase("G729") && octets % G729 == G729_SILENCE;
    }

    /** Whether they are of another bit rate than that which G.113 has figures for. */
    static boolean areOfOtherRate(String codec, int octets) {
        return switch (codec.toUpperCase(Locale.ROOT)) {
            case "G723" -> octets > 0 && octets % G723_LOW == 0 && octets % G723 != 0;
            case "AMR" ->
                    octets >= AMR_LOWEST
                            && octets <= AMR_BELOW_HIGHEST
                            && octets != AMR_SILENCE_TAGGED;
            default -> false;
        };
    }

    private EncodedFrames() {}
}
