package io.siphon.bench.lab;

import io.siphon.job.testutils.Await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a backfill of a journal stores, that nobody disturbs: a Siphon that received it live must
 * have come to the same, whatever befell it.
 */
public record Undisturbed(StoreUnderTest undisturbed) {

    /**
     * For the live one too: its clock goes on a little behind the last message, and calls that are
     * open then would be given up; not so in a backfill.
     */
    public static final String NO_TIME_OUTS = "call.setup-timeout=2 h";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BACKFILL = Duration.ofMinutes(10);

    /** Differences of a kind. */
    private static final int SHOWN = 5;

    /**
     * @param live in PostgreSQL; this is another database of the same server
     * @param options {@code qos.window=5 s} …, those of the live one
     */
    public static Undisturbed backfilled(Path journal, StoreUnderTest live, String... options)
            throws SQLException {
        StoreUnderTest undisturbed = live.another(live.name() + "_undisturbed");
        List<String> arguments = new ArrayList<>();
        arguments.add("backfill");
        arguments.add("-Drest.port=0");
        undisturbed.options().forEach(option -> arguments.add("-D" + option));
        arguments.add("-D" + NO_TIME_OUTS);
        for (String option : options) {
            arguments.add("-D" + option);
        }
        arguments.add(journal.toString());
        try (SiphonCommand backfill = SiphonCommand.start(arguments.toArray(String[]::new))) {
            SiphonCommand.Result result = backfill.awaitEnd(BACKFILL);
            // 3: a segment may end within a record, where its writer was killed
            assertThat(result.status()).as(result.output()).isIn(0, 3);
        }
        return new Undisturbed(undisturbed);
    }

    /** Messages, calls and measurements; the last two once what is open has been closed. */
    public void assertSameAs(StoreUnderTest live) throws SQLException {
        for (String table : List.of("sip_trace", "hep_trace")) {
            assertThat(differences(all(live, table), all(undisturbed, table))).isEmpty();
        }
        assertSettles("calls", () -> all(live, "calls"), all(undisturbed, "calls"));
        String end = live.rows("SELECT max(time_stamp) FROM sip_trace").get(0).get(0);
        assertSettles("measurements", () -> measured(live, end), measured(undisturbed, end));
        for (String table : List.of("undecodable", "quarantine")) {
            assertThat(live.number("SELECT count(*) FROM " + table)).as(table).isZero();
        }
    }

    /** Every column but the number of the row, and the uid, which has a secret of its store. */
    private static List<String> all(StoreUnderTest store, String table) throws SQLException {
        String columns =
                String.join(
                        ", ",
                        texts(
                                store.rows(
                                        "SELECT column_name FROM information_schema.columns WHERE"
                                                + " table_name = ? AND column_name NOT IN ('id', 'uid') ORDER BY"
                                                + " column_name",
                                        table)));
        return texts(store.rows("SELECT row(" + columns + ")::text FROM " + table));
    }

    /**
     * The level of calls whose end was never seen goes on after the last message, but not in a
     * backfill.
     */
    private static List<String> measured(StoreUnderTest store, String end) throws SQLException {
        return texts(
                store.rows(
                        "SELECT row(name, window_start, tags, count, sum, min, max, p50, p95, p99,"
                                + " last)::text FROM measurements WHERE name <> 'capture_gap_s' AND"
                                + " (name <> 'call_concurrent' OR window_end <= '"
                                + end
                                + "'::timestamp)"));
    }

    private static List<String> texts(List<List<String>> rows) {
        return rows.stream().map(row -> row.get(0)).toList();
    }

    /** Windows close, and challenged callers are given up, some time after the last message. */
    private static void assertSettles(
            String what, Callable<List<String>> actual, List<String> expected) {
        assertThat(expected).as(what).hasSizeGreaterThan(50);
        Await.until(
                what + " other than undisturbed",
                PATIENCE,
                () -> differences(actual.call(), expected),
                List::isEmpty);
    }

    /** Some of them, of either kind. */
    private static List<String> differences(List<String> actual, List<String> expected) {
        List<String> missing = new ArrayList<>();
        Set<String> more = new HashSet<>(actual);
        for (String row : expected) {
            if (!more.remove(row)) {
                missing.add("missing " + row);
            }
        }
        List<String> differences = new ArrayList<>();
        missing.stream().limit(SHOWN).forEach(differences::add);
        more.stream().sorted().limit(SHOWN).map(row -> "too many " + row).forEach(differences::add);
        if (differences.isEmpty() && actual.size() != expected.size()) {
            differences.add("rows that are the same: " + (actual.size() - expected.size()));
        }
        return differences;
    }
}
