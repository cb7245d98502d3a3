package io.siphon.job.sink.influx;

import io.siphon.sources.BoundedNames;
import io.siphon.udf.call.Call;

import org.influxdb.dto.Point;

import java.util.concurrent.TimeUnit;

/**
 * A finished call in {@code calls}, at the µs of its end. Two calls that end in the same µs are two
 * points: the last three digits of the ns are of the Call-ID's hash.
 */
final class CallPoints implements InfluxTarget.Points<Call> {

    private final BoundedNames nodes;

    /**
     * @param maxNodes that have a tag value of their own
     */
    CallPoints(int maxNodes) {
        nodes = new BoundedNames(maxNodes);
    }

    @Override
    public Point of(Call call) {
        Point.Builder point =
                Point.measurement("calls")
                        .time(nanos(call), TimeUnit.NANOSECONDS)
                        .tag("node", nodes.of(LineProtocol.tag(call.node())))
                        .tag("trunk", LineProtocol.tag(call.trunk()))
                        .tag("direction", call.direction())
                        .tag("outcome", call.outcome().tag())
                        .tag("final_status", LineProtocol.status(call.finalStatus()))
                        .addField("call_id", call.callId())
                        .addField("caller", call.caller())
                        .addField("callee", call.callee())
                        .addField("source", call.source())
                        .addField("destination", call.destination())
                        .addField("released_by", call.releasedBy())
                        .addField("user_agent", call.userAgent())
                        .addField("codecs", call.codecs());
        addUnless(-1, point, "pdd_ms", call.pddMs());
        addUnless(-1, point, "setup_ms", call.setupMs());
        addUnless(-1, point, "duration_ms", call.durationMs());
        addUnless(0, point, "q850_cause", call.q850Cause());
        return point.build();
    }

    static long nanos(Call call) {
        return call.endedAt() * 1000 + Math.floorMod(call.callId().hashCode(), 1000);
    }

    private static void addUnless(long none, Point.Builder point, String field, long value) {
        if (value != none) {
            point.addField(field, value);
        }
    }
}
