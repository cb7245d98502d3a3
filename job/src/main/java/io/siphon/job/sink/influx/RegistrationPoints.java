package io.siphon.job.sink.influx;

import io.siphon.sources.BoundedNames;
import io.siphon.udf.registration.Registration;

import org.influxdb.dto.Point;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A registration that is decided in {@code registrations}, at the µs of its end. Two that end in
 * the same µs are two points: the last three digits of the ns are of the hash of address, Call-ID
 * and CSeq.
 */
final class RegistrationPoints implements InfluxTarget.Points<Registration> {

    private final BoundedNames nodes;

    /**
     * @param maxNodes that have a tag value of their own
     */
    RegistrationPoints(int maxNodes) {
        nodes = new BoundedNames(maxNodes);
    }

    @Override
    public Point of(Registration registration) {
        Point.Builder point =
                Point.measurement("registrations")
                        .time(nanos(registration), TimeUnit.NANOSECONDS)
                        .tag("node", nodes.of(LineProtocol.tag(registration.node())))
                        .tag("trunk", LineProtocol.tag(registration.trunk()))
                        .tag("direction", registration.direction())
                        .tag("kind", registration.kind().tag())
                        .tag("outcome", registration.outcome().tag())
                        .tag("final_status", LineProtocol.status(registration.finalStatus()))
                        .addField("aor", registration.aor())
                        .addField("call_id", registration.callId())
                        .addField("contact", registration.contact())
                        .addField("source", registration.source())
                        .addField("destination", registration.destination())
                        .addField("user_agent", registration.userAgent())
                        .addField("challenged", registration.challengedAt() > 0);
        if (registration.delayMs() >= 0) {
            point.addField("delay_ms", registration.delayMs());
        }
        if (registration.expires() >= 0) {
            point.addField("expires_s", registration.expires());
        }
        return point.build();
    }

    static long nanos(Registration registration) {
        int hash = Objects.hash(registration.aor(), registration.callId(), registration.cseq());
        return registration.endedAt() * 1000 + Math.floorMod(hash, 1000);
    }
}
