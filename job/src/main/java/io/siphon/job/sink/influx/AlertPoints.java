package io.siphon.job.sink.influx;

import io.siphon.sources.BoundedNames;
import io.siphon.udf.alert.Alert;

import org.influxdb.dto.Point;

import java.util.concurrent.TimeUnit;

/**
 * An alert in {@code alerts}, at the start of its window. Subjects, which may be anybody's address,
 * are no tag: the last three digits of the ns are of the subject's hash, so that two stay two. The
 * severity is a field, for late data may raise it.
 */
final class AlertPoints implements InfluxTarget.Points<Alert> {

    private final BoundedNames nodes;

    /**
     * @param maxNodes that have a tag value of their own
     */
    AlertPoints(int maxNodes) {
        nodes = new BoundedNames(maxNodes);
    }

    @Override
    public Point of(Alert alert) {
        return Point.measurement("alerts")
                .time(
                        alert.startMicros() * 1000
                                + Math.floorMod(alert.subject().hashCode(), 1000),
                        TimeUnit.NANOSECONDS)
                .tag("detector", alert.detector())
                .tag("node", nodes.of(LineProtocol.tag(alert.node())))
                .addField("severity", alert.severity().tag())
                .addField("subject", alert.subject())
                .addField("value", alert.value())
                .addField("threshold", alert.threshold())
                .addField("count", alert.count())
                .addField("message", alert.text())
                .build();
    }
}
