package io.siphon.job.sink.influx;

import io.siphon.schema.Measurement;

import org.influxdb.dto.Point;

import javax.annotation.Nullable;

import java.util.concurrent.TimeUnit;

/** A window of a metric: named as the metric, with its tags and fields, at the window's start. */
final class MeasurementPoints implements InfluxTarget.Points<Measurement> {

    @Override
    @Nullable
    public Point of(Measurement measurement) {
        Point.Builder point =
                Point.measurement(LineProtocol.name(measurement.name()))
                        .time(measurement.startMicros() * 1000, TimeUnit.NANOSECONDS);
        measurement
                .tags()
                .forEach(
                        (tag, value) -> point.tag(LineProtocol.name(tag), LineProtocol.tag(value)));
        measurement
                .fields()
                .forEach(
                        (field, value) -> {
                            if (value != null && Double.isFinite(value)) {
                                point.addField(LineProtocol.name(field), value.doubleValue());
                            }
                        });
        return point.hasFields() ? point.build() : null;
    }
}
