package io.siphon.job.sink.influx;

import io.siphon.job.sink.Samples;
import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.CallChange;
import io.siphon.schema.Measurement;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.Severity;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Uids;

import org.influxdb.dto.Point;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class PointsTest {

    private static final Uids UIDS = Uids.of("a secret");

    @Test
    void namesAMeasurementAsItsMetric() {
        assertThat(
                        new MeasurementPoints()
                                .of(Samples.measurement(Map.of("count", 3.0)))
                                .lineProtocol())
                .isEqualTo(
                        "call_duration_s,code=200,node=proxy-1,trunk=carrier-a count=3.0 1772366400000000000");
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        assertThat(
                        new MeasurementPoints()
                                .of(
                                        Samples.measurement(
                                                Map.of(
                                                        "mean", Double.NaN,
                                                        "max", Double.NEGATIVE_INFINITY))))
                .isNull();
    }

    @Test
    void makesNamesThatNeedNoQuotesAndTagsThatNeedNoGuessing() {
        Measurement odd =
                new Measurement(
                        "95th-percentile",
                        0,
                        1,
                        new TreeMap<>(Map.of("a b", "x,y=z \\\n", "empty", "")),
                        Map.of("p 95", 1.0),
                        null);

        assertThat(new MeasurementPoints().of(odd).lineProtocol())
                .isEqualTo("_95th_percentile,a_b=x\\,y\\=z\\ /_ p_95=1.0 0");
    }

    @Test
    void givesACallTheTimeOfItsEndAndADigitOfItsOwn() {
        String line =
                new TablePoints<>(Tables.CALLS.with(UIDS), 10)
                        .of(Samples.call("a1", CallChange.ENDED))
                        .lineProtocol();

        assertThat(line)
                .startsWith(
                        "calls,cause=normal,direction=in,final_status=200,node=proxy-1,outcome=answered,trunk=carrier-a ")
                .contains("call_id=\"a1\"", "duration_ms=30000i", "q850_cause=16i")
                .containsPattern(" 1772366432123457\\d{3}$");
        assertThat(nanos(Tables.CALLS, Samples.call("a2", CallChange.ENDED)))
                .isNotEqualTo(nanos(Tables.CALLS, Samples.call("a1", CallChange.ENDED)));
    }

    @Test
    void anAlertIsAPointAtItsStart() {
        String line =
                new TablePoints<>(Tables.ALERTS.with(UIDS), 10)
                        .of(Samples.alert("carrier-a", Severity.CRITICAL))
                        .lineProtocol();

        assertThat(line)
                .startsWith(
                        "alerts,detector=call_failures,node=proxy-1 count=100i,message=\"42.0 % ")
                .contains("severity=\"critical\"", "subject=\"carrier-a\"", "value=42.0")
                .containsPattern(" 1772366400000000\\d{3}$");
        assertThat(nanos(Tables.ALERTS, Samples.alert("carrier-b", Severity.CRITICAL)))
                .isNotEqualTo(nanos(Tables.ALERTS, Samples.alert("carrier-a", Severity.CRITICAL)));
    }

    @Test
    void aRegistrationIsAPointAtItsEnd() {
        String line =
                new TablePoints<>(Tables.REGISTRATIONS.with(UIDS), 10)
                        .of(Samples.registration("r1", RegistrationChange.ENDED))
                        .lineProtocol();

        assertThat(line)
                .startsWith(
                        "registrations,direction=in,final_status=200,kind=initial,node=proxy-1,outcome=accepted,trunk=carrier-a ")
                .contains("aor=\"sip:alice@example.org\"", "challenged=true")
                .contains("delay_ms=42i", "expires_s=300i");
        assertThat(
                        nanos(
                                        Tables.REGISTRATIONS,
                                        Samples.registration("r1", RegistrationChange.ENDED))
                                / 1000)
                .isEqualTo(Samples.NOON + 42_000);
    }

    @Test
    void aReportedStreamIsAPointAtItsLastReport() {
        String line =
                new TablePoints<>(Tables.REPORTED_STREAMS.with(UIDS), 10)
                        .of(Samples.reported(7))
                        .lineProtocol();

        assertThat(line)
                .startsWith(
                        "reported_streams,codec=PCMA,direction=from_caller,node=tap-1,origin=rtcp,trunk=carrier-a ")
                .contains("reports=2i", "lost=-1i", "loss_max_pct=2.0", "mos_min=4.0", "scores=2i")
                .contains(" 1772366405123456")
                .doesNotContain("rtt_");
    }

    @Test
    void aStreamIsAPointAtItsLastPacketWithoutWhatIsNotKnown() {
        String line =
                new TablePoints<>(Tables.STREAMS.with(UIDS), 10)
                        .of(Samples.stream(7, true))
                        .lineProtocol();

        assertThat(line)
                .startsWith("streams,codec=PCMA,direction=from_caller,node=tap-1,trunk=carrier-a ")
                .contains("duration_ms=20000i", "packets=990i", "lost=10i", "loss_pct=1.0")
                .contains("jitter_max_ms=7.25", "r_factor=88.5", "by_sdp=true", "rtt_ms=12.5")
                .doesNotContain("mos=");
        assertThat(nanos(Tables.STREAMS, Samples.stream(7, true)) / 1000)
                .isEqualTo(Samples.NOON + 20_000_000);
    }

    @Test
    void whatOnlyASingleRowIsAskedForIsNoPoint() {
        assertThat(
                        new TablePoints<>(Tables.CALLS.with(UIDS), 10)
                                .of(Samples.call("a", CallChange.ENDED)))
                .extracting(Point::lineProtocol)
                .asString()
                .doesNotContain("from_tag", "to_tag", "started_at", "correlation_id");
    }

    @Test
    void boundsTheTagsThatComeOffTheWire() {
        TablePoints<Alert> points = new TablePoints<>(Tables.ALERTS.with(UIDS), 1);
        points.of(alertOf("proxy-1"));

        assertThat(points.of(alertOf("proxy-2")).lineProtocol()).contains(",node=other ");
        assertThat(points.of(alertOf("proxy-1")).lineProtocol()).contains(",node=proxy-1 ");
        assertThat(points.of(alertOf("")).lineProtocol()).doesNotContain("node");
    }

    private static Alert alertOf(String node) {
        return new Alert(
                "flood",
                Severity.WARNING,
                node,
                "s",
                AlertState.OPEN,
                1,
                2,
                1,
                0,
                3,
                4,
                1,
                0,
                5,
                "",
                "text",
                true);
    }

    private static <T> long nanos(Table<T> table, T row) {
        String line = new TablePoints<>(table.with(UIDS), 10).of(row).lineProtocol();
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }
}
