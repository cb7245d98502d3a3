package io.siphon.udf.sdp;

/**
 * A socket that a side offers for a medium by {@code a=candidate} (RFC 8839, 5.1), over UDP.
 *
 * @param ip never a name: those of mDNS are no addresses on the wire
 * @param component {@link #RTP} or {@link #RTCP}
 */
public record Candidate(String ip, int port, int component) {

    public static final int RTP = 1;
    public static final int RTCP = 2;
}
