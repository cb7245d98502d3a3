package io.siphon.udf.sdp;

/**
 * One {@code m=} section (RFC 8866, 5.14).
 *
 * @param type {@code audio}, {@code video}, {@code image} …
 * @param ip where the media is to be sent: its own {@code c=} line, else the session's
 * @param port 0 when the medium is refused; of a {@code bundle-only} one (RFC 9143, 6) that of the
 *     line that it goes with
 * @param rtcpPort of {@code a=rtcp} (RFC 3605), the same port with {@code a=rtcp-mux} (RFC 5761),
 *     else port + 1
 * @param transport {@code RTP/AVP}, {@code RTP/SAVPF}, {@code udptl} …
 * @param direction {@code sendrecv}, {@code sendonly}, {@code recvonly} or {@code inactive}
 * @param codecs in order of preference; none for what is not RTP
 * @param rtcpIp of {@code a=rtcp}, else {@code ip}
 * @param bundle which line's socket all of its group use once the group is agreed (RFC 9143, 7.2);
 *     -1 when it is in no group
 * @param candidates further sockets
 * @param ssrcs that this side sends with (RFC 5576)
 */
public record Media(
        String type,
        String ip,
        int port,
        int rtcpPort,
        String transport,
        String direction,
        Codec[] codecs,
        String rtcpIp,
        int bundle,
        Candidate[] candidates,
        long[] ssrcs) {

    /** Of T.38 over UDPTL, which has no payload types (ITU-T T.38, annex D). */
    public static final String FAX = "t38";

    private static final Candidate[] NO_CANDIDATES = {};
    private static final long[] NO_SSRCS = {};

    /** Without ICE, BUNDLE and the attributes of sources. */
    public Media(
            String type,
            String ip,
            int port,
            int rtcpPort,
            String transport,
            String direction,
            Codec[] codecs) {
        this(
                type,
                ip,
                port,
                rtcpPort,
                transport,
                direction,
                codecs,
                ip,
                -1,
                NO_CANDIDATES,
                NO_SSRCS);
    }

    /** Whether the other side does not take it (RFC 3264, 6; 8.2). */
    public boolean isRefused() {
        return port == 0;
    }

    public boolean isFax() {
        return codecs.length == 0
                && (transport.equalsIgnoreCase("udptl") || type.equalsIgnoreCase("image"));
    }
}
