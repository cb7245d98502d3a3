package io.siphon.console.web;

import io.siphon.console.ConsoleStore;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.search.TimeRange;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.store.SummedHours;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Sums of hours give the figures that the rows give. */
class CallCubeTest {

    private static final OverviewFilter ALL = new OverviewFilter("", "", "");
    private static final Span PERIOD = span("2026-03-01T10:30:00", "2026-03-06T08:20:00");

    private ConsoleStore store;
    private StorePool pool;

    @BeforeEach
    void fill() throws Exception {
        store = new ConsoleStore();
        pool = new StorePool(store.address(), 1, Duration.ofSeconds(30));
        for (int day = 1; day <= 6; day++) {
            for (int hour = 0; hour < 24; hour += 3) {
                String start = "2026-03-0%dT%02d:%02d:00".formatted(day, hour, 7 * day);
                store.call("a-" + start, start, "trunk = 'carrier-" + hour % 2 + "'");
                store.call(
                        "b-" + start,
                        start,
                        "outcome = 'failed'",
                        "final_status = 503",
                        "cause = 'trunk_down'",
                        "duration_ms = NULL");
                store.call("c-" + start, start, "ended_at = NULL", "duration_ms = NULL");
                store.call("d-" + start, start, "q850_cause = 17", "outcome = 'rejected'");
                store.call("e-" + start, start, "leg = 2");
                store.stream("a-" + start, start, "from_caller", 4.2 - hour / 10.0);
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        store.close();
    }

    @Test
    void sumsOfHoursAndRowsAreEqual() throws Exception {
        List<Object> ofRows = figures();
        assertThat(ofRows.toString()).contains("trunk_down".toUpperCase(java.util.Locale.ROOT));

        for (int day = 2; day <= 4; day++) {
            addUp("2026-03-0" + day);
        }
        assertThat(summed()).isEqualTo(span("2026-03-02T00:00:00", "2026-03-05T00:00:00"));
        assertThat(figures()).isEqualTo(ofRows);

        addUp("2026-03-01");
        addUp("2026-03-05");
        addUp("2026-03-06");
        assertThat(summed()).isEqualTo(span("2026-03-01T11:00:00", "2026-03-06T08:00:00"));
        assertThat(figures()).isEqualTo(ofRows);
    }

    @Test
    void aDayThatRowsCameForIsReadFromItsRows() throws Exception {
        List<Object> ofRows = figures();
        addUp("2026-03-03");
        addUp("2026-03-04");
        store.execute(
                "UPDATE call_sums SET calls = 1000 WHERE CAST(starts_at AS DATE) = ?",
                "2026-03-03");
        assertThat(figures()).isNotEqualTo(ofRows);

        for (String table : List.of("calls", "streams")) {
            store.execute(
                    "INSERT INTO changed_days (table_name, of_day) VALUES (?, ?)",
                    table,
                    "2026-03-03");
        }

        assertThat(summed()).isEqualTo(span("2026-03-04T00:00:00", "2026-03-05T00:00:00"));
        assertThat(figures()).isEqualTo(ofRows);
    }

    /** A gateway has refused with 480, and the next one is being tried. */
    @Test
    void whatIsUndecidedIsNotDelivered() throws Exception {
        store.call(
                "tried-again",
                "2026-03-06T01:00:00",
                "trunk = 'carrier-9'",
                "outcome = 'in_progress'",
                "final_status = 480",
                "ended_at = NULL",
                "duration_ms = NULL");
        try (Store read = pool.open()) {
            CallSums sums =
                    CallCube.read(read, new Buckets(PERIOD.fromMicros(), PERIOD.toMicros(), 7200))
                            .sums(new OverviewFilter("carrier-9", "", ""));
            assertThat(sums.attempts()).isEqualTo(1);
            assertThat(sums.decided()).isZero();
            assertThat(sums.delivered()).isZero();
        }
    }

    /** Of calls that were answered the job stores the 2xx, also when they time out. */
    @Test
    void answeredAndFailedAreThoseThatTheLinksOfTheFiguresList() throws Exception {
        String[][] ends = {
            {"answered", "200"},
            {"timed_out", "200"},
            {"evicted", "200"},
            {"timed_out", "NULL"},
            {"failed", "503"},
            {"rejected", "404"},
            {"busy", "486"},
            {"cancelled", "487"},
            {"redirected", "302"},
        };
        for (String[] end : ends) {
            store.call(
                    String.join("-", end),
                    "2026-03-04T01:00:00",
                    "trunk = 'carrier-9'",
                    "outcome = '" + end[0] + "'",
                    "final_status = " + end[1],
                    end[1].equals("200") ? "released_by = 'network'" : "setup_ms = NULL",
                    end[1].equals("200") ? "released_by = 'network'" : "answered_at = NULL");
        }
        OverviewFilter filter = new OverviewFilter("carrier-9", "", "");
        Buckets hours = new Buckets(PERIOD.fromMicros(), PERIOD.toMicros(), 7200);
        assertThat(listed(filter.query() + " is:failed"))
                .containsExactlyInAnyOrder("timed_out-NULL", "failed-503", "rejected-404");
        assertThat(listed(filter.query() + OverviewPages.ANSWERED))
                .containsExactlyInAnyOrder("answered-200", "timed_out-200", "evicted-200");
        assertCounted(hours, filter);
        addUp("2026-03-04");
        assertCounted(hours, filter);
    }

    private void assertCounted(Buckets hours, OverviewFilter filter) {
        try (Store read = pool.open()) {
            CallSums sums = CallCube.read(read, hours).sums(filter);
            assertThat(sums.failed()).isEqualTo(3);
            assertThat(sums.answered()).isEqualTo(3);
            assertThat(sums.delivered()).isEqualTo(5);
            assertThat(sums.decided()).isEqualTo(9);
            assertThat(sums.up()).isZero();
        }
    }

    private List<String> listed(String query) {
        return new Search(
                        Subject.CALLS,
                        QueryParser.parse(Subject.CALLS, OverviewPages.firstLegs(query)),
                        new TimeRange(PERIOD.fromMicros(), PERIOD.toMicros(), ""),
                        100,
                        null,
                        false)
                .run(pool, Call.class, Duration.ofSeconds(30)).rows().stream()
                        .map(Call::callId)
                        .toList();
    }

    private List<Object> figures() {
        try (Store read = pool.open()) {
            CallCube cube =
                    CallCube.read(read, new Buckets(PERIOD.fromMicros(), PERIOD.toMicros(), 7200));
            return List.of(
                    cube.sums(ALL),
                    cube.sums(new OverviewFilter("carrier-1", "", "")),
                    cube.buckets(ALL, 7200),
                    cube.trunks(ALL, 10),
                    cube.nodes(ALL, 10),
                    cube.statuses(ALL, 10),
                    cube.causes(ALL),
                    cube.outcomes(),
                    CodecTable.read(read, ALL, PERIOD),
                    CodecTable.read(read, new OverviewFilter("", "proxy-1", ""), PERIOD));
        }
    }

    private Span summed() {
        try (Store read = pool.open()) {
            return SummedHours.of(read, "calls", PERIOD);
        }
    }

    @Test
    void everyTableIsOfTheFilterAlone() throws Exception {
        String[] columns = {"trunk = 'carrier-9'", "node = 'proxy-9'", "final_status = 404"};
        store.call("404", "2026-03-04T01:00:00", columns);
        store.execute(
                "UPDATE calls SET outcome = 'rejected', cause = 'bad_number' WHERE call_id ="
                        + " '404'");
        Map<Integer, Long> statuses = Map.of(404, 1L);
        for (OverviewFilter filter :
                List.of(
                        new OverviewFilter("carrier-9", "", "PCMA"),
                        new OverviewFilter("", "proxy-9", ""))) {
            try (Store read = pool.open()) {
                CallCube cube =
                        CallCube.read(
                                read, new Buckets(PERIOD.fromMicros(), PERIOD.toMicros(), 7200));
                assertThat(cube.statuses(filter, 10)).isEqualTo(statuses);
                assertThat(cube.causes(filter).values()).containsExactly(1L);
                assertThat(cube.trunks(filter, 10)).containsOnlyKeys("carrier-9");
                assertThat(cube.nodes(filter, 10)).containsOnlyKeys("proxy-9");
            }
        }
    }

    /** As the job does. */
    private void addUp(String day) throws Exception {
        store.execute(
                "INSERT INTO call_sums SELECT DATE_TRUNC(HOUR, started_at), trunk, node, outcome,"
                        + " final_status, q850_cause, cause, COUNT(*), COUNT(ended_at),"
                        + " SUM(duration_ms), COUNT(duration_ms), SUM(pdd_ms), COUNT(pdd_ms) FROM"
                        + " calls WHERE CAST(started_at AS DATE) = ? AND (leg IS NULL OR leg = 1)"
                        + " GROUP BY DATE_TRUNC(HOUR, started_at), trunk, node, outcome,"
                        + " final_status, q850_cause, cause",
                day);
        store.execute(
                "INSERT INTO stream_sums SELECT 'streams', DATE_TRUNC(HOUR, started_at), trunk,"
                        + " node, codec, COUNT(*), SUM(mos), COUNT(mos), SUM(loss_pct),"
                        + " COUNT(loss_pct), SUM(jitter_mean_ms), COUNT(jitter_mean_ms) FROM"
                        + " streams WHERE CAST(started_at AS DATE) = ? GROUP BY DATE_TRUNC(HOUR,"
                        + " started_at), trunk, node, codec",
                day);
        for (String table : List.of("calls", "streams")) {
            store.execute("INSERT INTO summed_days (table_name, of_day) VALUES (?, ?)", table, day);
        }
    }

    private static Span span(String from, String to) {
        return new Span(
                EpochMicros.of(LocalDateTime.parse(from)), EpochMicros.of(LocalDateTime.parse(to)));
    }
}
