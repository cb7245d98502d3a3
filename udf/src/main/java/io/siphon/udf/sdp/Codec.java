package io.siphon.udf.sdp;

import io.siphon.schema.RtpStream;

/**
 * One RTP payload type of a medium, from {@code a=rtpmap} or the static table of RFC 3551, section
 * 6.
 *
 * @param payloadType 0..127
 * @param name encoding name as written, {@code PCMA}; the number in decimal when nothing names it
 * @param clockRate Hz; 0 when unknown
 * @param primary of {@code red} the payload type that it carries (RFC 2198, 5), of {@code rtx} the
 *     one that it repeats (RFC 4588, 8.6); -1 when the SDP does not say
 */
public record Codec(int payloadType, String name, int clockRate, int primary) {

    private static final int NONE = -1;

    public Codec(int payloadType, String name, int clockRate) {
        this(payloadType, name, clockRate, NONE);
    }

    /** Whether a codec of that name goes along with a medium and does not carry it. */
    public static boolean isCompanion(String name) {
        return RtpStream.isCompanion(name);
    }

    public boolean isCompanion() {
        return isCompanion(name);
    }

    /** Whether an {@code a=rtpmap}, or the static table, says what it is. */
    public boolean isNamed() {
        return clockRate > 0;
    }

    /**
     * Whether it is the same format under a number of its own (RFC 3264, 6.1); where nothing names
     * it, under the same number.
     */
    public boolean isSameFormat(Codec other) {
        return isNamed()
                ? clockRate == other.clockRate && name.equalsIgnoreCase(other.name)
                : payloadType == other.payloadType;
    }

    Codec carrying(int payloadTypeOfPrimary) {
        return new Codec(payloadType, name, clockRate, payloadTypeOfPrimary);
    }
}
