package io.siphon.udf.stream;

import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.session.MediaSocket;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Asks, once a second for each pair of sockets that RTP goes between, whose the sending one is. A
 * phone behind NAT is sent its media to where its own comes from (RFC 4961), which no SDP says: the
 * sender's SDP tells whose it is, and what its payload types are.
 *
 * <p>Which seconds it asks for depends on the packets alone; that a pair may be asked for twice in
 * one, by two subtasks or after a collision in the cache, changes nothing.
 */
final class SendersOfPackets implements FlatMapFunction<RtpPacket, MediaSocket> {

    private static final long serialVersionUID = 1L;

    private static final long SECOND = 1_000_000;

    private final RecentMarks asked = new RecentMarks();

    @Override
    public void flatMap(RtpPacket packet, Collector<MediaSocket> out) {
        long second = second(packet.timeMicros());
        if (asked.isNew(
                31L * packet.source().hashCode() + packet.destination().hashCode(), second)) {
            out.collect(
                    MediaSocket.latched(
                            second + SECOND - 1, packet.destination(), packet.source()));
        }
    }

    /** Where that second begins, epoch µs. */
    static long second(long timeMicros) {
        return AddressEvent.secondOf(timeMicros);
    }
}
