package io.siphon.console.report;

import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;
import io.siphon.schema.Distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** H2 in memory with the tables of the job's own migrations; rows go in by SQL. */
final class TestStore implements AutoCloseable {

    private static final Path MIGRATIONS = Path.of("../job/src/main/resources/db/migration/h2");

    private final StoreAddress address =
            new StoreAddress(
                    "jdbc:h2:mem:report-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final Connection connection;
    private int calls;

    TestStore() throws SQLException {
        connection = DriverManager.getConnection(address.url(), "sa", "");
        try (Stream<Path> scripts = Files.list(MIGRATIONS)) {
            List<Path> ordered =
                    scripts.sorted(Comparator.comparingInt(TestStore::version)).toList();
            for (Path script : ordered) {
                execute("RUNSCRIPT FROM '" + script + "'");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path script) {
        return Integer.parseInt(script.getFileName().toString().replaceAll("^V([0-9]+)__.*", "$1"));
    }

    StoreAddress address() {
        return address;
    }

    Report report(ReportRequest request) {
        return report(request, Integer.MAX_VALUE);
    }

    Report report(ReportRequest request, int mostLines) {
        try (Store store = Store.open(address)) {
            return ReportBuilder.build(
                    store, request, Instant.parse("2026-11-02T08:00:00Z"), mostLines);
        }
    }

    void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** A call with everything as usual; {@code set} overwrites: {@code "trunk = 'b'"}. */
    void call(String startedAt, String outcome, int status, String... set) throws SQLException {
        String id = "call-" + ++calls;
        LocalDateTime start = utc(startedAt);
        execute(
                "INSERT INTO calls (call_id, caller, callee, from_tag, to_tag, source,"
                        + " destination, node, trunk, direction, started_at, outcome,"
                        + " final_status, released_by, user_agent, codecs) VALUES (?, 'alice',"
                        + " '+4930123', 'a', 'b', 'udp:192.0.2.1:5060', 'udp:192.0.2.2:5060',"
                        + " 'proxy-1', 'carrier-a', 'in', ?, ?, ?, '', 'phone/1.0',"
                        + " 'PCMA,telephone-event')",
                id,
                start,
                outcome,
                status == 0 ? null : status);
        for (String assignment : set) {
            execute("UPDATE calls SET " + assignment + " WHERE call_id = ?", id);
        }
    }

    /**
     * An answered call that rang after {@code pddMs}, was answered after 2 s and lasted {@code
     * durationMs}.
     */
    void answered(String startedAt, long pddMs, long durationMs, String... set)
            throws SQLException {
        call(startedAt, "answered", 200, set);
        execute(
                "UPDATE calls SET answered_at = ?, ended_at = ?, pdd_ms = ?, duration_ms = ? WHERE"
                        + " call_id = ?",
                utc(startedAt).plusSeconds(2),
                utc(startedAt).plusSeconds(2).plus(Duration.ofMillis(durationMs)),
                pddMs,
                durationMs,
                "call-" + calls);
    }

    /** Makes the last call the second leg of the one before, by each reason; from 192.0.2.9. */
    void linkLast(String firstAt, String secondAt, String... reasons) throws SQLException {
        String first = "call-" + (calls - 1);
        String second = "call-" + calls;
        execute(
                "UPDATE calls SET leg = 2, conversation_id = ?, source = 'udp:192.0.2.9:5060' WHERE"
                        + " call_id = ?",
                first,
                second);
        for (String reason : reasons) {
            execute(
                    "INSERT INTO call_links (conversation_id, first_call_id, first_started_at,"
                            + " second_call_id, second_started_at, reason, evidence, score, state,"
                            + " linked_at, uid) VALUES (?, ?, ?, ?, ?, ?, 'x', 1, 'confirmed', ?,"
                            + " RANDOM_UUID())",
                    first,
                    first,
                    utc(firstAt),
                    second,
                    utc(secondAt),
                    reason,
                    utc(secondAt));
        }
    }

    /** A stream of PCMA off the wire, of the call that was made last; null is not known. */
    void stream(String endedAt, double lossPct, Double mos, String... set) throws SQLException {
        execute(
                "INSERT INTO streams (call_id, source, destination, ssrc, payload_type, codec,"
                        + " by_sdp, direction, node, trunk, started_at, last_at, ended_at, packets,"
                        + " octets, lost, out_of_order, duplicates, loss_pct, jitter_mean_ms, mos,"
                        + " uid) VALUES (?, '', '', 1, 8, 'PCMA', 1, '', '', '', ?, ?, ?, 1, 160, 0,"
                        + " 0, 0, ?, 5, ?, RANDOM_UUID())",
                "call-" + calls,
                utc(endedAt).minusSeconds(20),
                utc(endedAt),
                utc(endedAt),
                lossPct,
                mos);
        update("streams", set);
    }

    /** A stream that two reports told of, of the call that was made last. */
    void reported(String endedAt, String... set) throws SQLException {
        execute(
                "INSERT INTO reported_streams (call_id, reporter, sender, node, trunk, ssrc, codec,"
                        + " started_at, ended_at, reports, lost, loss_mean_pct, loss_max_pct,"
                        + " jitter_mean_ms, jitter_max_ms, mos_mean, mos_min, uid, round_trips,"
                        + " scores) VALUES (?, '', '', '', '', 1, 'PCMA', ?, ?, 2, 0, 1, 2, 4, 6,"
                        + " 4.2, 4.0, RANDOM_UUID(), 0, 2)",
                "call-" + calls,
                utc(endedAt).minusSeconds(5),
                utc(endedAt));
        update("reported_streams", set);
    }

    /** Overwrites columns of the row that was made last. */
    private void update(String table, String... set) throws SQLException {
        for (String assignment : set) {
            execute(
                    "UPDATE %s SET %s WHERE id = (SELECT MAX(id) FROM %s)"
                            .formatted(table, assignment, table));
        }
    }

    /** A window of a minute of a distribution. */
    void distribution(String metric, String start, String tags, double... values)
            throws SQLException {
        Distribution distribution = new Distribution();
        for (double value : values) {
            distribution.add(value);
        }
        window(metric, start, tags, "count, sketch", values.length, distribution.toBytes());
    }

    /** A window of a minute of a count. */
    void count(String metric, String start, String tags, double count) throws SQLException {
        window(metric, start, tags, "count, sum", count, null);
    }

    /** An alert of a window of a minute. */
    void alert(String start, String subject, String severity, int observed) throws SQLException {
        execute(
                "INSERT INTO alerts (state, windows, reopened, suppressed_by, changed_at, detector,"
                        + " severity, node, subject, opened_at, last_at, peak, threshold, count, message, uid) VALUES ('closed', 1, 0, '', '2026-03-01 11:00:00', 'call_failures', ?,"
                        + " 'proxy-1', ?, ?, ?, ?, 20, 100, ?, RANDOM_UUID())",
                severity,
                subject,
                utc(start),
                utc(start).plusMinutes(1),
                observed,
                observed + " %");
    }

    /** A window of a minute of a level. */
    void level(String metric, String start, String tags, double max) throws SQLException {
        window(metric, start, tags, "max, last", max, 0.0);
    }

    private void window(
            String metric, String start, String tags, String fields, Object first, Object second)
            throws SQLException {
        execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, "
                        + fields
                        + ") VALUES (?, ?, ?, ?, ?, ?)",
                metric,
                utc(start),
                utc(start).plusMinutes(1),
                tags,
                first,
                second);
    }

    static LocalDateTime utc(String instant) {
        return LocalDateTime.ofInstant(Instant.parse(instant), ZoneOffset.UTC);
    }

    @Override
    public void close() throws SQLException {
        execute("SHUTDOWN");
        connection.close();
    }
}
