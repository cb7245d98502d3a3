package io.siphon.udf.session;

import io.siphon.udf.sdp.Codec;

/**
 * A socket of a side of a call: what is sent there belongs to the call. SDP announces it, or it is
 * where a side that SDP knows sends its media to (RFC 4961).
 *
 * @param timeMicros when that was captured, epoch µs
 * @param socket {@code udp:ip:port}, IPv6 in brackets, as {@link io.siphon.udf.payload.Hop} has it;
 *     the key
 * @param announcer {@link #CALLER} or {@link #CALLEE}; empty where it is not known
 * @param codecs what a payload type that is sent there stands for
 * @param sends what one that is sent from there stands for
 * @param sender empty for a socket of SDP; else the one of SDP that sends to it
 * @param began when the call was first heard of, epoch µs
 * @param over whether the call has ended
 */
public record MediaSocket(
        long timeMicros,
        String callId,
        String socket,
        String announcer,
        Codec[] codecs,
        Codec[] sends,
        String sender,
        long began,
        boolean over) {

    public static final String CALLER = "caller";
    public static final String CALLEE = "callee";

    private static final Codec[] NO_CODECS = {};

    /** As SDP announces it, of a call that begins with it. */
    public MediaSocket(
            long timeMicros, String callId, String socket, String announcer, Codec[] codecs) {
        this(timeMicros, callId, socket, announcer, codecs, NO_CODECS, "", timeMicros, false);
    }

    /** A question: whose the socket is that this one sends to. */
    public static MediaSocket latched(long timeMicros, String socket, String sender) {
        return new MediaSocket(
                timeMicros, "", socket, "", NO_CODECS, NO_CODECS, sender, timeMicros, false);
    }

    public boolean isLatched() {
        return !sender.isEmpty();
    }
}
