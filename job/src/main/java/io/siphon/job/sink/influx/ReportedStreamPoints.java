package io.siphon.job.sink.influx;

import io.siphon.sources.BoundedNames;
import io.siphon.udf.rtcp.ReportedStream;

import org.influxdb.dto.Point;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * An RTP stream as RTCP told of it in {@code reported_streams}, at the µs of its last report. Two
 * that end in the same µs are two points: the last three digits of the ns are of their sockets' and
 * SSRCs' hash.
 */
final class ReportedStreamPoints implements InfluxTarget.Points<ReportedStream> {

    /** Codec names come out of SDP: more than these are {@code other}. */
    private static final int MAX_CODECS = 64;

    private final BoundedNames nodes;
    private final BoundedNames codecs = new BoundedNames(MAX_CODECS);

    /**
     * @param maxNodes that have a tag value of their own
     */
    ReportedStreamPoints(int maxNodes) {
        nodes = new BoundedNames(maxNodes);
    }

    @Override
    public Point of(ReportedStream stream) {
        Point.Builder point =
                Point.measurement("reported_streams")
                        .time(nanos(stream), TimeUnit.NANOSECONDS)
                        .tag("node", nodes.of(LineProtocol.tag(stream.node())))
                        .tag("trunk", LineProtocol.tag(stream.trunk()))
                        .tag("codec", codecs.of(LineProtocol.tag(stream.codec())))
                        .addField("call_id", stream.callId())
                        .addField("reporter", stream.reporter())
                        .addField("sender", stream.sender())
                        .addField("ssrc", stream.ssrc())
                        .addField("reports", stream.reports())
                        .addField("lost", stream.lost())
                        .addField("round_trips", stream.roundTrips())
                        .addField("scores", stream.scores());
        LineProtocol.addFinite(point, "loss_mean_pct", stream.lossMeanPct());
        LineProtocol.addFinite(point, "loss_max_pct", stream.lossMaxPct());
        LineProtocol.addFinite(point, "jitter_mean_ms", stream.jitterMeanMs());
        LineProtocol.addFinite(point, "jitter_max_ms", stream.jitterMaxMs());
        LineProtocol.addFinite(point, "rtt_mean_ms", stream.rttMeanMs());
        LineProtocol.addFinite(point, "rtt_max_ms", stream.rttMaxMs());
        LineProtocol.addFinite(point, "mos_mean", stream.mosMean());
        LineProtocol.addFinite(point, "mos_min", stream.mosMin());
        return point.build();
    }

    private static long nanos(ReportedStream stream) {
        int hash = Objects.hash(stream.reporter(), stream.sender(), stream.ssrc());
        return stream.endedAt() * 1000 + Math.floorMod(hash, 1000);
    }
}
