package io.siphon.udf.rtcp;

import java.util.Comparator;

/**
 * SDP says which call has one of a pair of sockets, or that call is over. It is for reports between
 * them, not for {@link RtcpTracker}.
 *
 * @param timeMicros when that was asked, epoch µs
 * @param sockets as {@link RtcpReport#sockets}
 * @param since when the call announced the socket first, epoch µs; {@link #OVER}: it is not up
 * @param second whether it is the second of the two
 */
public record SocketsOfCall(
        long timeMicros, String sockets, String callId, long since, boolean second)
        implements RtcpEvent {

    /** What no call is since. */
    private static final long OVER = 0;

    static final Comparator<SocketsOfCall> ORDER =
            Comparator.comparing(SocketsOfCall::isOver)
                    .thenComparingLong(SocketsOfCall::since)
                    .thenComparing(SocketsOfCall::callId)
                    .thenComparing(SocketsOfCall::second);

    public static SocketsOfCall over(long timeMicros, String sockets, String callId) {
        return new SocketsOfCall(timeMicros, sockets, callId, OVER, false);
    }

    public boolean isOver() {
        return since == OVER;
    }

    @Override
    public String key() {
        return sockets;
    }
}
