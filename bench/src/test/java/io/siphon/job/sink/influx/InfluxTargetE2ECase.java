package io.siphon.job.sink.influx;

import io.siphon.bench.testutils.InfluxServer;
import io.siphon.job.sink.DirectWrites;
import io.siphon.job.sink.RowRefusedException;
import io.siphon.job.sink.StoreAwayException;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Measurement;
import io.siphon.schema.Tables;
import io.siphon.schema.Uids;
import io.siphon.sources.Secret;

import org.influxdb.dto.Point;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static io.siphon.job.sink.Samples.call;
import static io.siphon.job.sink.Samples.measurement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against a real InfluxDB 1.x, read back by InfluxQL. */
@Timeout(600)
class InfluxTargetE2ECase {

    private static final Uids UIDS = Uids.of("a secret");

    private static InfluxServer influx;

    @BeforeAll
    static void start() {
        influx = InfluxServer.started();
    }

    @AfterAll
    static void stop() {
        influx.close();
    }

    @BeforeEach
    void empty() {
        influx.query("", "DROP DATABASE siphon");
    }

    @Test
    void createsTheDatabaseAndThePolicy() throws Exception {
        try (InfluxConnection connection = new InfluxConnection(store("month"))) {
            connection.create();
            connection.create();
        }
        assertThat(influx.query("", "SHOW RETENTION POLICIES ON siphon"))
                .contains("[\"autogen\"", "[\"month\",\"0s\"");
    }

    @Test
    void createsTheDatabaseAgainWhenItIsDropped() throws Exception {
        try (DirectWrites<Measurement> target =
                new DirectWrites<>(new InfluxTarget<>(store("month"), new MeasurementPoints()))) {
            assertThatThrownBy(() -> target.write(List.of(measurement(Map.of("count", 1.0)))))
                    .isInstanceOf(StoreAwayException.class);
            target.write(List.of(measurement(Map.of("count", 1.0))));
        }
        assertThat(influx.query("siphon", "SELECT count FROM month.call_duration_s"))
                .contains("[[1772366400000000000,1]]");
    }

    @Test
    void keepsTheMicrosecondAndBothCallsOfIt() throws Exception {
        create();
        try (DirectWrites<Call> target =
                new DirectWrites<>(
                        new InfluxTarget<>(
                                store("autogen"),
                                new TablePoints<>(Tables.CALLS.with(UIDS), 10)))) {
            target.write(List.of(call("a1", CallChange.ENDED), call("a2", CallChange.ENDED)));
            target.write(List.of(call("a1", CallChange.ENDED)));
        }
        assertThat(influx.query("siphon", "SELECT call_id, duration_ms FROM calls"))
                .containsPattern("\\[1772366432123457\\d{3},\"a1\",30000]")
                .containsPattern("\\[1772366432123457\\d{3},\"a2\",30000]");
        assertThat(influx.query("siphon", "SELECT count(call_id) FROM calls")).contains(",2]");
    }

    @Test
    void replacesAMeasurementThatIsWrittenAgain() throws Exception {
        create();
        try (DirectWrites<Measurement> target =
                new DirectWrites<>(new InfluxTarget<>(store("autogen"), new MeasurementPoints()))) {
            target.write(List.of(measurement(Map.of("count", 1.0, "p95", 2.5))));
            target.write(List.of(measurement(Map.of("count", 2.0, "p95", 3.5))));
        }
        assertThat(influx.query("siphon", "SELECT count, p95 FROM call_duration_s"))
                .contains("[[1772366400000000000,2,3.5]]");
    }

    @Test
    void refusesAPointOfAnotherType() throws Exception {
        create();
        influx.query("", "CREATE DATABASE siphon");
        try (DirectWrites<String> target =
                new DirectWrites<>(new InfluxTarget<>(store("autogen"), this::point))) {
            target.write(List.of("1.5"));
            assertThatThrownBy(() -> target.write(List.of("2.5", "text")))
                    .isInstanceOf(RowRefusedException.class)
                    .hasMessageContaining("field type conflict");
            assertThatCode(
                            () ->
                                    target.quarantine(
                                            "text", new RowRefusedException("conflict", null)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void passesOverPointsThatThePolicyNoLongerKeeps() throws Exception {
        create();
        influx.query("", "CREATE RETENTION POLICY hour ON siphon DURATION 1h REPLICATION 1");
        InfluxTarget<Measurement> hour = new InfluxTarget<>(store("hour"), new MeasurementPoints());
        try (DirectWrites<Measurement> target = new DirectWrites<>(hour)) {
            Measurement old = new Measurement("old_s", 0, 1, Map.of(), Map.of("count", 1.0), null);
            target.write(List.of(old));
            target.write(List.of(old));
        }
        assertThat(hour.expired()).isEqualTo(2);
    }

    @Test
    void isAwayWhileTheServerIs() throws Exception {
        create();
        try (DirectWrites<Measurement> target =
                new DirectWrites<>(new InfluxTarget<>(store("autogen"), new MeasurementPoints()))) {
            target.write(List.of(measurement(Map.of("count", 1.0))));
            influx.stop();
            try {
                assertThatThrownBy(() -> target.write(List.of(measurement(Map.of("count", 2.0)))))
                        .isInstanceOf(StoreAwayException.class);
            } finally {
                influx.start();
            }
            target.write(List.of(measurement(Map.of("count", 2.0))));
        }
        assertThat(influx.query("siphon", "SELECT count FROM call_duration_s"))
                .contains("[[1772366400000000000,2]]");
    }

    @Test
    void failsForAUserWhoMayNot() {
        try (InfluxServer guarded = InfluxServer.started(true)) {
            guarded.query("", "CREATE USER admin WITH PASSWORD 'secret' WITH ALL PRIVILEGES");
            InfluxStore wrong =
                    new InfluxStore(
                            guarded.url(), "siphon", "autogen", "admin", Secret.of("wrong"));
            assertThatThrownBy(
                            () -> {
                                try (DirectWrites<Measurement> target =
                                        new DirectWrites<>(
                                                new InfluxTarget<>(
                                                        wrong, new MeasurementPoints()))) {
                                    target.write(List.of(measurement(Map.of("count", 1.0))));
                                }
                            })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("authorization failed")
                    .hasMessageNotContaining("wrong");

            InfluxStore right =
                    new InfluxStore(
                            guarded.url(), "siphon", "autogen", "admin", Secret.of("secret"));
            assertThatCode(
                            () -> {
                                try (InfluxConnection connection = new InfluxConnection(right)) {
                                    connection.create();
                                }
                            })
                    .doesNotThrowAnyException();
        }
    }

    private Point point(String value) {
        Point.Builder point =
                Point.measurement("m").time(value.hashCode() % 1000, TimeUnit.MICROSECONDS);
        return value.matches("[0-9.]+")
                ? point.addField("v", Double.parseDouble(value)).build()
                : point.addField("v", value).build();
    }

    private static void create() throws IOException {
        try (InfluxConnection connection = new InfluxConnection(store("autogen"))) {
            connection.create();
        }
    }

    private static InfluxStore store(String policy) {
        return new InfluxStore(influx.url(), "siphon", policy, "", Secret.of(""));
    }
}
