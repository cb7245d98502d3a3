package io.siphon.udf.sdp;

/**
 * One {@code m=} section (RFC 8866, 5.14).
 *
 * @param type {@code audio}, {@code video}, {@code image} …
 * @param ip where the media is to be sent: its own {@code c=} line, else the session's
 * @param port 0 when the medium is refused
 * @param rtcpPort of {@code a=rtcp} (RFC 3605), the same port with {@code a=rtcp-mux} (RFC 5761),
 *     else port + 1
 * @param transport {@code RTP/AVP}, {@code RTP/SAVPF} …
 * @param direction {@code sendrecv}, {@code sendonly}, {@code recvonly} or {@code inactive}
 * @param codecs in order of preference
 */
public record Media(
        String type,
        String ip,
        int port,
        int rtcpPort,
        String transport,
        String direction,
        Codec[] codecs) {}
