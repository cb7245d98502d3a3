package io.siphon.udf.stream;

import io.siphon.udf.sdp.Codec;

/**
 * A socket that the SDP of a call announced: what is sent there belongs to the call.
 *
 * @param timeMicros when the SDP was captured, epoch µs
 * @param socket {@code udp:ip:port}, IPv6 in brackets, as {@link io.siphon.udf.payload.Hop} has it
 * @param announcer {@link #CALLER} or {@link #CALLEE}; empty where a message within a dialog does
 *     not tell
 * @param codecs that the announcer takes there, by payload type
 */
public record MediaSocket(
        long timeMicros, String callId, String socket, String announcer, Codec[] codecs) {

    public static final String CALLER = "caller";
    public static final String CALLEE = "callee";

    MediaSocket at(String otherSocket) {
        return new MediaSocket(timeMicros, callId, otherSocket, announcer, codecs);
    }
}
