package io.siphon.bench.e2e;

import io.siphon.bench.lab.Kamailio;
import io.siphon.bench.lab.MediaCall;
import io.siphon.bench.lab.MediaQuality;
import io.siphon.bench.lab.RtpEngine;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.Sipp;
import io.siphon.bench.lab.SippCall;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.StoredCall;
import io.siphon.bench.lab.TraceMode;
import io.siphon.bench.lab.TraceTable;
import io.siphon.bench.server.PostgresServer;
import io.siphon.bench.testutils.InfluxServer;
import io.siphon.job.testutils.Await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The RTCP of a call, as rtpengine tells of it, in PostgreSQL and in InfluxDB. */
@Timeout(600)
class MediaToStoresE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MediaQuality AT_CALLER = new MediaQuality(26, 80, 40);
    private static final MediaQuality AT_CALLEE = new MediaQuality(0, 16, 20);

    /** The packets' way through rtpengine is in the round trip, too. */
    private static final double RTT_TOLERANCE_MS = 15;

    /** All windows of a metric together. */
    private record Total(double count, double sum, double min, double max) {}

    @Test
    void storesTheQualityThatRtpengineSaw() throws Exception {
        try (PostgresServer postgres = PostgresServer.started();
                InfluxServer influx = InfluxServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres),
                                "qos.window=2 s",
                                "store.influx.url=" + influx.url());
                RtpEngine engine = RtpEngine.start(siphon.hep());
                MediaCall call = new MediaCall();
                Kamailio kamailio =
                        Kamailio.tracing(TraceMode.HEP3)
                                .to(siphon.hep())
                                .into(TraceTable.in(postgres, "kamailio"))
                                .media(engine.control())
                                .route(MediaCall.PREFIX, call.callee())
                                .start()) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            SippCall placed =
                    call.talk(kamailio.sip(), Duration.ofSeconds(4), AT_CALLER, AT_CALLEE);

            Await.until(
                    "call " + placed.callId(),
                    PATIENCE,
                    () -> store.calls().get(placed.callId()),
                    stored -> stored != null && stored.isOver());
            long byCaller = blocks(store, placed, Sipp.CALLER_IP);
            long byCallee = blocks(store, placed, Sipp.CALLEE_IP);
            assertThat(byCaller).isGreaterThanOrEqualTo(5);
            assertThat(byCallee).isGreaterThanOrEqualTo(5);
            assertThat(store.number("SELECT count(*) FROM hep_trace WHERE protocol = 5"))
                    .isLessThanOrEqualTo(call.reports());

            Total jitter =
                    new Total(
                            byCaller + byCallee,
                            byCaller * AT_CALLER.jitterMs() + byCallee * AT_CALLEE.jitterMs(),
                            AT_CALLEE.jitterMs(),
                            AT_CALLER.jitterMs());
            Total loss =
                    new Total(
                            byCaller + byCallee,
                            byCaller * AT_CALLER.lossPercent(),
                            AT_CALLEE.lossPercent(),
                            AT_CALLER.lossPercent());
            assertNear(await(store, "rtcp_jitter_ms", jitter), jitter);
            assertNear(await(store, "rtcp_loss_pct", loss), loss);
            assertNear(await(influx, "rtcp_jitter_ms", jitter), jitter);
            assertNear(await(influx, "rtcp_loss_pct", loss), loss);
            assertRoundTrip(total(store, "rtcp_rtt_ms"));
            assertRoundTrip(total(influx, "rtcp_rtt_ms"));
            assertThat(
                            store.rows(
                                    "SELECT DISTINCT node FROM measurements WHERE name LIKE"
                                            + " 'rtcp%'"))
                    .containsExactly(List.of(String.valueOf(RtpEngine.CAPTURE_ID)));
            assertThat(
                            store.rows(
                                    "SELECT DISTINCT tags FROM measurements WHERE name ="
                                            + " 'rtcp_jitter_ms'"))
                    .containsExactly(List.of("codec=PCMA,node=" + RtpEngine.CAPTURE_ID));
            assertCall(influx, store.calls().get(placed.callId()));
            siphon.stop();
        }
    }

    /** RTCP packets from there that report of a stream, by their rows. */
    private static long blocks(StoreUnderTest store, SippCall call, String ip) throws SQLException {
        return store.number(
                "SELECT count(*) FROM hep_trace WHERE protocol = 5 AND correlation_id = ?"
                        + " AND source LIKE ? AND payload LIKE '%fraction_lost%'",
                call.callId(), "udp:" + ip + ":%");
    }

    private static Total await(StoreUnderTest store, String metric, Total wanted) {
        return Await.until(
                metric + " in PostgreSQL",
                PATIENCE,
                () -> total(store, metric),
                total -> total.count == wanted.count);
    }

    private static Total await(InfluxServer influx, String metric, Total wanted) {
        return Await.until(
                metric + " in InfluxDB",
                PATIENCE,
                () -> total(influx, metric),
                total -> total.count == wanted.count);
    }

    private static Total total(StoreUnderTest store, String metric) throws SQLException {
        List<String> row =
                store.rows(
                                "SELECT coalesce(sum(count), 0), coalesce(sum(sum), 0),"
                                        + " coalesce(min(min), 0), coalesce(max(max), 0) FROM"
                                        + " measurements WHERE name = ?",
                                metric)
                        .get(0);
        return new Total(
                Double.parseDouble(row.get(0)),
                Double.parseDouble(row.get(1)),
                Double.parseDouble(row.get(2)),
                Double.parseDouble(row.get(3)));
    }

    private static Total total(InfluxServer influx, String metric) throws IOException {
        JsonNode row =
                values(
                        influx,
                        "SELECT sum(\"count\"), sum(\"sum\"), min(\"min\"), max(\"max\") FROM "
                                + metric);
        return new Total(
                row.path(1).asDouble(),
                row.path(2).asDouble(),
                row.path(3).asDouble(),
                row.path(4).asDouble());
    }

    /** The first row of the first series. */
    private static JsonNode values(InfluxServer influx, String influxQl) throws IOException {
        return new ObjectMapper()
                .readTree(influx.query("siphon", influxQl))
                .at("/results/0/series/0/values/0");
    }

    private static void assertNear(Total total, Total wanted) {
        assertThat(total.sum).isCloseTo(wanted.sum, within(0.01));
        assertThat(total.min).isCloseTo(wanted.min, within(0.001));
        assertThat(total.max).isCloseTo(wanted.max, within(0.001));
    }

    /**
     * The relay stands in the middle: each end pretends one half. The scheduler's delays, which a
     * busy machine makes long, are in each round trip, but not in the shortest.
     */
    private static void assertRoundTrip(Total total) {
        double both = AT_CALLER.roundTripMs() + AT_CALLEE.roundTripMs();
        assertThat(total.count).isGreaterThanOrEqualTo(6);
        assertThat(total.min).isCloseTo(both, within(2 * RTT_TOLERANCE_MS));
        assertThat(total.max).isBetween(total.min, 1_000.0);
    }

    private static void assertCall(InfluxServer influx, StoredCall call) throws IOException {
        JsonNode point =
                Await.until(
                        "the call in InfluxDB",
                        PATIENCE,
                        () ->
                                values(
                                        influx,
                                        "SELECT call_id, duration_ms, outcome, codecs FROM calls"),
                        found -> !found.isMissingNode());
        assertThat(point.path(1).asText()).isEqualTo(call.callId());
        assertThat(point.path(2).asLong()).isEqualTo(call.durationMs());
        assertThat(point.path(3).asText()).isEqualTo("answered");
        assertThat(point.path(4).asText()).contains("PCMA");
    }
}
