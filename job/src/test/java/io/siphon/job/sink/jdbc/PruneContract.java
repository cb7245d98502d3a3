package io.siphon.job.sink.jdbc;

import io.siphon.job.config.Retention;
import io.siphon.job.sink.DirectWrites;
import io.siphon.schema.CallChange;
import io.siphon.schema.LinkState;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.Severity;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import static io.siphon.job.sink.Samples.NOON;
import static io.siphon.job.sink.Samples.alert;
import static io.siphon.job.sink.Samples.call;
import static io.siphon.job.sink.Samples.invite;
import static io.siphon.job.sink.Samples.link;
import static io.siphon.job.sink.Samples.measurement;
import static io.siphon.job.sink.Samples.micros;
import static io.siphon.job.sink.Samples.registration;
import static io.siphon.job.sink.Samples.reported;
import static io.siphon.job.sink.Samples.sip;
import static io.siphon.job.sink.Samples.stream;
import static io.siphon.job.sink.Samples.trace;
import static io.siphon.job.sink.Samples.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

/** How each database forgets; samples are of 2026-03-01. */
interface PruneContract {

    Retention THIRTY_DAYS =
            new Retention(
                    Tables.ALL.stream()
                            .collect(Collectors.toMap(Table::name, t -> Duration.ofDays(30))));

    TestDatabase database();

    @Test
    default void deletesADayWhenItWasKeptLongEnough() throws Exception {
        prune("2026-03-01T13:00:00Z");
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < DayRows.BATCH_ROWS + 10; i++) {
            traces.add(invite("a1", i));
        }
        traces.add(sip("first", micros("2026-03-01T00:00:00"), new byte[] {1}));
        traces.add(sip("last", micros("2026-03-01T23:59:59.999999"), new byte[] {1}));
        traces.add(sip("next", micros("2026-03-02T00:00:00"), new byte[] {1}));
        try (DirectWrites<Trace> target = database().target(Tables.SIP_TRACE)) {
            target.write(traces);
        }
        for (int day = 2; day < 32; day++) {
            prune(LocalDate.of(2026, 3, 1).plusDays(day - 1) + "T13:00:00Z");
        }
        prune("2026-03-31T23:59:59Z");
        assertThat(database().count("sip_trace")).isEqualTo(traces.size());

        prune("2026-04-01T00:00:00Z");

        assertThat(database().rows("SELECT callid FROM sip_trace"))
                .isEqualTo(List.of(List.of("next")));
    }

    @Test
    default void keepsABackfilledDayAsLongFromWhenItCame() throws Exception {
        prune("2026-11-28T13:00:00Z");
        database().write(Tables.CALLS, call("a1", CallChange.ENDED));
        for (int day = 1; day <= 30; day++) {
            prune(LocalDate.of(2026, 11, 28).plusDays(day) + "T13:00:00Z");
            assertThat(database().count("calls")).isEqualTo(1);
        }

        prune("2026-12-29T13:00:00Z");

        assertThat(database().count("calls")).isZero();
        assertThat(database().rows("SELECT name FROM siphon_meta WHERE name LIKE '%-03-01'"))
                .isEmpty();
    }

    @Test
    default void deletesNothingAtOnceAfterAnUpgradeOrALongBreak() throws Exception {
        database().write(Tables.CALLS, call("a1", CallChange.ENDED));
        prune("2026-06-01T00:00:00Z");
        assertThat(database().count("calls")).isEqualTo(1);

        prune("2026-07-01T00:00:00Z");

        assertThat(database().count("calls")).isZero();
        database()
                .write(Tables.SIP_TRACE, sip("a2", micros("2026-06-15T00:00:00"), new byte[] {1}));
        prune("2026-09-01T00:00:00Z");
        assertThat(database().count("sip_trace")).isEqualTo(1);
    }

    @Test
    default void forgetsADayThatSomebodyElseDeletes() throws Exception {
        database().write(Tables.CALLS, call("a1", CallChange.ENDED));
        prune("2026-06-01T00:00:00Z");
        database().execute("DELETE FROM calls");
        prune("2026-06-01T01:00:00Z");
        database().write(Tables.CALLS, call("a2", CallChange.ENDED));
        prune("2026-06-01T02:00:00Z");

        prune("2026-07-01T01:00:00Z");

        assertThat(database().count("calls")).isEqualTo(1);
    }

    @Test
    default void prunesEachTableByHandAndSaysWhatWouldGo() throws Exception {
        database().write(Tables.SIP_TRACE, invite("a1", 0), invite("a1", 1));
        database().write(Tables.HEP_TRACE, trace(5, "a1", NOON, new byte[] {1}));
        database().write(Tables.CALLS, call("a1", CallChange.ENDED));
        database().write(Tables.CALL_LINKS, link(1, LinkState.CONFIRMED));
        database().write(Tables.REGISTRATIONS, registration("a1", RegistrationChange.ENDED));
        database().write(Tables.STREAMS, stream(1, true));
        database().write(Tables.REPORTED_STREAMS, reported(1));
        database().write(Tables.MEASUREMENTS, measurement(Map.of("sum", 1.0)));
        database().write(Tables.ALERTS, alert("t1", Severity.CRITICAL));
        database().write(Tables.UNDECODABLE, undecodable(new byte[] {1}));

        database()
                .execute(
                        "INSERT INTO alert_acks (alert, at, account, note) SELECT uid,"
                                + " TIMESTAMP '2026-03-02 00:00:00', 'kim', '' FROM alerts");
        database()
                .execute(
                        "INSERT INTO alert_deliveries (notification, receiver, at) VALUES"
                                + " ('a', 'mail', TIMESTAMP '2026-05-01 23:00:00'),"
                                + " ('b', 'mail', TIMESTAMP '2026-05-02 00:00:00')");

        assertThat(byHand(true, false))
                .startsWith(
                        """
                        sip_trace        0 rows of before 2026-05-02 would be deleted
                                         2 older rows were stored late: kept until 2026-07-01 (--late: now)
                        hep_trace        0 rows of before 2026-05-02 would be deleted
                        """);
        assertThat(byHand(true, true))
                .isEqualTo(
                        """
                        sip_trace        2 rows of before 2026-05-02 would be deleted
                        hep_trace        1 rows of before 2026-05-02 would be deleted
                        calls            1 rows of before 2026-05-02 would be deleted
                        call_links       1 rows of before 2026-05-02 would be deleted
                        registrations    1 rows of before 2026-05-02 would be deleted
                        streams          1 rows of before 2026-05-02 would be deleted
                        reported_streams 1 rows of before 2026-05-02 would be deleted
                        measurements     kept without end
                        alerts           1 rows of before 2026-05-02 would be deleted
                        undecodable      1 rows of before 2026-05-02 would be deleted
                        quarantine       0 rows of before 2026-05-02 would be deleted
                        """);
        assertThat(database().rows("SELECT name FROM siphon_meta")).isEmpty();
        assertThat(database().count("sip_trace")).isEqualTo(2);
        assertThat(database().count("alert_acks")).isEqualTo(1);

        assertThat(byHand(false, true))
                .contains("sip_trace        2 rows of before 2026-05-02 deleted\n");
        for (Table<?> table : Tables.ALL) {
            assertThat(database().count(table.name()))
                    .as(table.name())
                    .isEqualTo(table == Tables.MEASUREMENTS ? 1 : 0);
        }
        assertThat(database().count("alert_acks")).isZero();
        assertThat(database().rows("SELECT notification FROM alert_deliveries"))
                .isEqualTo(List.of(List.of("b")));
    }

    private String byHand(boolean dryRun, boolean late) throws Exception {
        Map<String, Duration> kept = new HashMap<>(THIRTY_DAYS.byTable());
        kept.remove(Tables.MEASUREMENTS.name());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PruneByHand(database().database(), new Retention(kept))
                .run(
                        dryRun,
                        late,
                        Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC),
                        new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void prune(String now) throws SQLException, InterruptedException {
        try (Connection connection = database().connect()) {
            Pruner pruner =
                    new Pruner(
                            connection,
                            database().database().dialect(),
                            THIRTY_DAYS,
                            Instant.parse(now),
                            false,
                            new CountDownLatch(1));
            for (Table<?> table : pruner.tables()) {
                pruner.prune(table, rows -> {});
            }
        }
    }
}
