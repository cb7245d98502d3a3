package io.siphon.udf.rtcp;

/** {@code sender_information} while its keys are read (RFC 3550, 6.4.1). */
final class SenderInformation {

    /** From 1900, where NTP counts from, to 1970. */
    static final long UNIX_IN_NTP = 2_208_988_800L;

    /** Unix times before 2001 are taken for NTP times of a sender without a wall clock. */
    private static final long MIN_UNIX = 1_000_000_000L;

    private static final long MICROS = 1_000_000;

    private long seconds;
    private long fraction;
    private long rtpTimestamp;
    private long packets;
    private long octets;

    void set(String key, long value) {
        switch (key) {
            case "ntp_timestamp_sec" -> seconds = value & RtcpJson.MAX_UNSIGNED;
            case "ntp_timestamp_usec" -> fraction = value & RtcpJson.MAX_UNSIGNED;
            case "rtp_timestamp" -> rtpTimestamp = value & RtcpJson.MAX_UNSIGNED;
            case "packets" -> packets = value & RtcpJson.MAX_UNSIGNED;
            case "octets" -> octets = value & RtcpJson.MAX_UNSIGNED;
            default -> {}
        }
    }

    /** Whether there is any: heplify fills what it did not receive with zeros. */
    boolean isPresent() {
        return (seconds | fraction | rtpTimestamp | packets | octets) != 0;
    }

    /**
     * Asterisk writes Unix seconds and microseconds, the others NTP seconds and, as "usec", the
     * fraction in 1/2^32 s.
     */
    boolean isUnix() {
        return seconds >= MIN_UNIX && seconds < UNIX_IN_NTP && fraction < MICROS;
    }

    private long ntpSeconds() {
        return isUnix() ? seconds + UNIX_IN_NTP : seconds;
    }

    /**
     * Middle 32 bits of the NTP time; 0 when there is none. Of Asterisk it may be one less than on
     * the wire, for it cuts to microseconds.
     */
    long ntpMiddle() {
        long micros = isUnix() ? (fraction << 16) / MICROS : fraction >>> 16;
        return isPresent() ? (ntpSeconds() << 16 | micros) & RtcpJson.MAX_UNSIGNED : 0;
    }

    /**
     * Whether this SSRC is none: of reports that it received, Asterisk writes the NTP seconds in
     * its place.
     */
    boolean isTimeInPlaceOf(long ssrc) {
        return isUnix() && Math.abs(ssrc - ntpSeconds()) <= 1;
    }

    long packets() {
        return isPresent() ? packets : -1;
    }

    long octets() {
        return isPresent() ? octets : -1;
    }
}
