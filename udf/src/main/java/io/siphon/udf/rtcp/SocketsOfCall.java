package io.siphon.udf.rtcp;

import java.util.Comparator;

/**
 * SDP says which call has a pair of sockets. It is for reports between them, not for {@link
 * RtcpTracker}.
 *
 * @param timeMicros when that was asked, epoch µs
 * @param sockets as {@link RtcpReport#sockets}
 * @param since when the call announced one of them first, epoch µs
 */
public record SocketsOfCall(long timeMicros, String sockets, String callId, long since)
        implements RtcpEvent {

    static final Comparator<SocketsOfCall> ORDER =
            Comparator.comparingLong(SocketsOfCall::since).thenComparing(SocketsOfCall::callId);

    @Override
    public String key() {
        return sockets;
    }
}
