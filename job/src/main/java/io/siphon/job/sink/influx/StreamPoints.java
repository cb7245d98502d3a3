package io.siphon.job.sink.influx;

import io.siphon.sources.BoundedNames;
import io.siphon.udf.stream.Stream;

import org.influxdb.dto.Point;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * An RTP stream that is over in {@code streams}, at the µs of its last packet. Two streams that end
 * in the same µs are two points: the last three digits of the ns are of their sockets' and SSRCs'
 * hash.
 */
final class StreamPoints implements InfluxTarget.Points<Stream> {

    /** Codec names come off the wire: more than these are {@code other}. */
    private static final int MAX_CODECS = 64;

    private final BoundedNames nodes;
    private final BoundedNames codecs = new BoundedNames(MAX_CODECS);

    /**
     * @param maxNodes that have a tag value of their own
     */
    StreamPoints(int maxNodes) {
        nodes = new BoundedNames(maxNodes);
    }

    @Override
    public Point of(Stream stream) {
        Point.Builder point =
                Point.measurement("streams")
                        .time(nanos(stream), TimeUnit.NANOSECONDS)
                        .tag("node", nodes.of(LineProtocol.tag(stream.node())))
                        .tag("trunk", LineProtocol.tag(stream.trunk()))
                        .tag("direction", stream.direction())
                        .tag("codec", codecs.of(LineProtocol.tag(stream.codec())))
                        .addField("call_id", stream.callId())
                        .addField("source", stream.source())
                        .addField("destination", stream.destination())
                        .addField("ssrc", stream.ssrc())
                        .addField("by_sdp", stream.bySdp())
                        .addField("duration_ms", (stream.endedAt() - stream.startedAt()) / 1000)
                        .addField("packets", stream.packets())
                        .addField("lost", stream.lost())
                        .addField("out_of_order", stream.outOfOrder())
                        .addField("duplicates", stream.duplicates());
        LineProtocol.addFinite(point, "loss_pct", stream.lossPct());
        LineProtocol.addFinite(point, "jitter_mean_ms", stream.jitterMeanMs());
        LineProtocol.addFinite(point, "jitter_max_ms", stream.jitterMaxMs());
        LineProtocol.addFinite(point, "longest_gap_ms", stream.longestGapMs());
        LineProtocol.addFinite(point, "burst_ratio", stream.burstRatio());
        LineProtocol.addFinite(point, "r_factor", stream.rFactor());
        LineProtocol.addFinite(point, "mos", stream.mos());
        LineProtocol.addFinite(point, "rtt_ms", stream.rttMs());
        return point.build();
    }

    static long nanos(Stream stream) {
        int hash = Objects.hash(stream.source(), stream.destination(), stream.ssrc());
        return stream.endedAt() * 1000 + Math.floorMod(hash, 1000);
    }
}
