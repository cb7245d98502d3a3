package io.siphon.udf.sdp;

import io.siphon.schema.RtpStream;

/**
 * One RTP payload type of a medium, from {@code a=rtpmap} or the static table of RFC 3551, section
 * 6.
 *
 * @param payloadType 0..127
 * @param name encoding name as written, {@code PCMA}; the number in decimal when nothing names it
 * @param clockRate Hz; 0 when unknown
 */
public record Codec(int payloadType, String name, int clockRate) {

    /** Whether a codec of that name goes along with a medium and does not carry it. */
    public static boolean isCompanion(String name) {
        return RtpStream.isCompanion(name);
    }
}
