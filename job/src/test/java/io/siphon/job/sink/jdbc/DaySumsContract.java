package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.RowList;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import static io.siphon.job.sink.Samples.NOON;
import static io.siphon.job.sink.Samples.call;
import static io.siphon.job.sink.Samples.reported;
import static io.siphon.job.sink.Samples.stream;
import static org.assertj.core.api.Assertions.assertThat;

/** How each database adds up past days; samples are of 2026-03-01, noon. */
interface DaySumsContract {

    String SETTLED = "2026-03-03T12:00:00Z";

    String OF_CALLS =
            "SELECT trunk, outcome, SUM(%s), SUM(duration_ms), SUM(%s) FROM %s GROUP BY trunk,"
                    + " outcome ORDER BY outcome";

    TestDatabase database();

    @Test
    default void addsUpADayWhenNothingComesForItUntold() throws Exception {
        database()
                .write(Tables.CALLS, call("a1", CallChange.ENDED), call("a2", CallChange.STARTED));
        database().write(Tables.STREAMS, stream(1, true), stream(2, true));
        database().write(Tables.REPORTED_STREAMS, reported(1));

        update("2026-03-03T11:59:59Z");
        assertThat(database().count("summed_days")).isZero();

        update(SETTLED);
        assertSums();
        assertThat(
                        database()
                                .rows(
                                        "SELECT table_name, of_day FROM summed_days ORDER BY table_name"))
                .isEqualTo(
                        List.of(
                                List.of("calls", "2026-03-01"),
                                List.of("reported_streams", "2026-03-01"),
                                List.of("streams", "2026-03-01")));
        assertThat(database().count("changed_days")).isZero();
        assertThat(database().rows("SELECT starts_at FROM call_sums"))
                .containsOnly(List.of("2026-03-01T12:00"));
        assertThat(
                        database()
                                .rows(
                                        "SELECT table_name, codec, streams, scores FROM stream_sums"
                                                + " ORDER BY table_name"))
                .isEqualTo(
                        List.of(
                                List.of("reported_streams", "PCMA", "1", "1"),
                                List.of("streams", "PCMA", "2", "0")));
    }

    @Test
    default void addsUpADayAgainThatRowsCameFor() throws Exception {
        database()
                .write(Tables.CALLS, call("a1", CallChange.ENDED), call("a2", CallChange.STARTED));
        update(SETTLED);
        firstLegs(
                call("a2", CallChange.ENDED),
                call("a3", CallChange.ENDED),
                call("a9", CallChange.ENDED));
        assertThat(database().count("changed_days")).isPositive();

        update("2026-03-03T13:00:00Z");

        assertSums();
        assertThat(database().count("changed_days")).isZero();
    }

    /** Live traffic tells nothing: a call lasts twelve hours at most. */
    @Test
    default void tellsOfRowsThatAreOlderThanADay() throws Exception {
        tell("2026-03-02T12:00:00Z");
        assertThat(database().count("changed_days")).isZero();

        tell("2026-03-02T12:00:01Z");
        assertThat(database().rows("SELECT table_name, of_day FROM changed_days"))
                .isEqualTo(List.of(List.of("calls", "2026-03-01")));
    }

    private void tell(String now) throws Exception {
        RowList<Call> rows = new RowList<>(row -> 1, Call::callId);
        rows.add(call("a1", CallChange.ENDED));
        rows.add(call("a2", CallChange.ENDED));
        try (Connection connection = database().connect()) {
            new ToldDays<RowList<Call>>(
                            connection,
                            "calls",
                            (batch, from, to) -> 0,
                            (batch, row) -> NOON,
                            Clock.fixed(Instant.parse(now), ZoneOffset.UTC))
                    .write(rows, 0, rows.size());
        }
    }

    @Test
    default void whatIsToldMeanwhileStaysTold() throws Exception {
        firstLegs(call("a1", CallChange.ENDED));
        try (Connection writer = database().connect();
                Statement late = writer.createStatement()) {
            writer.setAutoCommit(false);
            late.execute("UPDATE calls SET duration_ms = 1");
            late.execute(
                    "INSERT INTO changed_days (table_name, of_day) VALUES ('calls', DATE"
                            + " '2026-03-01')");
            update(SETTLED);
            writer.commit();
        }
        assertThat(database().count("summed_days")).isEqualTo(1);
        assertThat(database().count("changed_days")).isEqualTo(1);

        update(SETTLED);

        assertSums();
        assertThat(database().count("changed_days")).isZero();
    }

    @Test
    default void hasNoSumsOfDaysThatAreDeleted() throws Exception {
        firstLegs(call("a1", CallChange.ENDED));
        update(SETTLED);

        update("2026-03-05T00:00:00Z", LocalDate.of(2026, 3, 2));

        assertThat(database().count("summed_days")).isZero();
        assertThat(database().count("call_sums")).isZero();
        update("2026-03-05T00:00:00Z", LocalDate.of(2026, 3, 1));
        assertSums();
    }

    private void firstLegs(Call... calls) throws Exception {
        database().write(Tables.CALLS, calls);
        database().execute("UPDATE calls SET leg = CASE WHEN call_id = 'a9' THEN 2 ELSE 1 END");
    }

    private void assertSums() throws SQLException {
        assertThat(database().rows(OF_CALLS.formatted("calls", "ended", "call_sums")))
                .isEqualTo(
                        database()
                                .rows(
                                        OF_CALLS.replaceFirst("SUM", "COUNT")
                                                .replace("SUM(%s) FROM", "COUNT(%s) FROM")
                                                .formatted(
                                                        "*", "ended_at", "calls WHERE leg = 1")));
    }

    private void update(String now) throws Exception {
        update(now, null);
    }

    private void update(String now, LocalDate firstKept) throws Exception {
        try (Connection connection = database().connect()) {
            DaySums sums =
                    new DaySums(
                            connection,
                            database().database().dialect(),
                            Instant.parse(now),
                            new CountDownLatch(1));
            for (Table<?> table : Tables.ALL) {
                sums.update(table, firstKept);
            }
        }
    }
}
