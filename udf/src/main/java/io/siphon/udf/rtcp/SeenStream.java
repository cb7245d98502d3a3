package io.siphon.udf.rtcp;

import io.siphon.schema.RtpStream;

import org.apache.flink.streaming.api.datastream.DataStream;

import java.util.Comparator;

/**
 * A stream of RTP of a call, seen on the wire.
 *
 * @param timeMicros when it was known, epoch µs
 * @param ended whether it is over
 * @param startedAt first packet, epoch µs
 * @param lastAt last packet
 * @param mos without the network's delay, like {@code rFactor}
 */
public record SeenStream(
        long timeMicros,
        String callId,
        String direction,
        String source,
        String destination,
        long ssrc,
        boolean ended,
        long startedAt,
        long lastAt,
        String codec,
        double mos,
        double lossPct,
        double jitterMeanMs,
        double jitterMaxMs,
        double rFactor)
        implements RtcpEvent {

    static final Comparator<SeenStream> ORDER =
            Comparator.comparing(SeenStream::source)
                    .thenComparing(SeenStream::destination)
                    .thenComparingLong(SeenStream::ssrc)
                    .thenComparingLong(SeenStream::startedAt)
                    .thenComparingLong(SeenStream::lastAt)
                    .thenComparing(SeenStream::ended);

    static SeenStream of(RtpStream s) {
        return new SeenStream(
                s.reportedMicros(),
                s.callId(),
                s.direction(),
                s.source(),
                s.destination(),
                s.ssrc(),
                s.ended(),
                s.startedAt(),
                s.endedAt(),
                s.codec(),
                s.mos(),
                s.lossPct(),
                s.jitterMeanMs(),
                s.jitterMaxMs(),
                s.rFactor());
    }

    /** Those of calls, in the same task. */
    public static DataStream<RtcpEvent> of(DataStream<RtpStream> streams, String uid) {
        return streams.filter(stream -> !stream.callId().isEmpty())
                .uid(uid + "_of_calls")
                .setParallelism(streams.getParallelism())
                .map(stream -> (RtcpEvent) of(stream))
                .returns(RtcpEventCodec.TYPE)
                .uid(uid)
                .setParallelism(streams.getParallelism());
    }

    @Override
    public String key() {
        return callId;
    }
}
