package io.siphon.bench.report;

import com.fasterxml.jackson.databind.JsonNode;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures of a report computed anew from the stored rows, by SQL that follows the words of {@code
 * docs/reports.md} and shares nothing with the report.
 */
final class PlainFigures {

    /** A quantile of the report is within 1 % of the sample (docs/reports.md). */
    private static final double QUANTILE_ERROR = 0.0101;

    private static final String ANSWERED = "(answered_at IS NOT NULL OR outcome = 'answered')";
    private static final String DECIDED =
            "(" + ANSWERED + " OR outcome NOT IN ('in_progress', 'evicted'))";
    private static final String REDIRECTED =
            "(NOT " + ANSWERED + " AND final_status BETWEEN 300 AND 399)";
    private static final String EFFECTIVE =
            "("
                    + ANSWERED
                    + " OR final_status IN (480, 486, 487, 600, 603)"
                    + " OR q850_cause IN (16, 17, 18, 19, 21)"
                    + " OR outcome IN ('busy', 'no_answer', 'cancelled'))";
    private static final String SESSION_EFFECTIVE =
            "(" + ANSWERED + " OR final_status IN (480, 486, 600, 603))";
    private static final String NOT_REDIRECTED = DECIDED + " AND NOT " + REDIRECTED;

    /** Figure → one number. */
    private static final Map<String, String> NUMBERS =
            Map.ofEntries(
                    Map.entry("attempts", "SELECT COUNT(*) FROM calls"),
                    Map.entry("answered", "SELECT COUNT(*) FROM calls WHERE " + ANSWERED),
                    Map.entry("undecided", "SELECT COUNT(*) FROM calls WHERE NOT " + DECIDED),
                    Map.entry("asr_pct", share(ANSWERED, DECIDED)),
                    Map.entry("ner_pct", share(EFFECTIVE, DECIDED)),
                    Map.entry("ser_pct", share(ANSWERED, NOT_REDIRECTED)),
                    Map.entry("seer_pct", share(SESSION_EFFECTIVE, NOT_REDIRECTED)),
                    Map.entry("acd_s", "SELECT AVG(duration_ms * 1.0) / 1000.0 FROM calls"),
                    Map.entry("minutes", "SELECT SUM(duration_ms) / 60000.0 FROM calls"),
                    // up at the moment of an answer: the peak is at one of them
                    Map.entry(
                            "concurrent_peak",
                            "SELECT MAX(up) FROM (SELECT COUNT(*) up FROM calls a JOIN calls b"
                                    + " ON b.answered_at <= a.answered_at"
                                    + " AND (b.ended_at IS NULL OR b.ended_at > a.answered_at)"
                                    + " GROUP BY a.call_id, a.started_at) peaks"),
                    Map.entry(
                            "rtcp_loss_samples",
                            "SELECT SUM(reports) FROM reported_streams WHERE origin = 'rtcp'"),
                    Map.entry(
                            "rtcp_loss_mean_pct",
                            "SELECT SUM(loss_mean_pct * reports) / SUM(reports)"
                                    + " FROM reported_streams WHERE origin = 'rtcp'"),
                    Map.entry(
                            "rtcp_loss_max_pct",
                            "SELECT MAX(loss_max_pct) FROM reported_streams WHERE origin = 'rtcp'"),
                    Map.entry(
                            "rtcp_jitter_max_ms",
                            "SELECT MAX(jitter_max_ms) FROM reported_streams WHERE origin = 'rtcp'"),
                    Map.entry(
                            "rtcp_mos_min",
                            "SELECT MIN(mos_min) FROM reported_streams WHERE origin = 'rtcp'"));

    /** Figure → all samples and the quantile. */
    private static final Map<String, Quantile> QUANTILES =
            Map.of(
                    "pdd_p50_ms", new Quantile("SELECT pdd_ms FROM calls", 0.5),
                    "pdd_p95_ms", new Quantile("SELECT pdd_ms FROM calls", 0.95));

    private record Quantile(String samples, double rank) {

        /** Place among so many: a p95 of fewer than 20 is the highest. */
        int of(int samples) {
            return rank >= 0.95 && samples < 20 ? samples - 1 : (int) (rank * (samples - 1));
        }
    }

    private PlainFigures() {}

    /**
     * @param report whose period has every row
     * @return what the report says otherwise than the rows; empty when they agree
     */
    static List<String> differences(Connection connection, JsonNode report) throws SQLException {
        List<String> differences = new ArrayList<>();
        JsonNode total = report.get("total");
        for (Map.Entry<String, String> number : NUMBERS.entrySet()) {
            double right = samples(connection, number.getValue()).get(0);
            compare(number.getKey(), total.path(number.getKey()), right, 1e-6, differences);
        }
        for (Map.Entry<String, Quantile> quantile : QUANTILES.entrySet()) {
            List<Double> samples = samples(connection, quantile.getValue().samples());
            samples.sort(null);
            double right = samples.get(quantile.getValue().of(samples.size()));
            compare(
                    quantile.getKey(),
                    total.path(quantile.getKey()),
                    right,
                    QUANTILE_ERROR,
                    differences);
        }
        shares(connection, report, "responses", "final_status", differences);
        shares(connection, report, "outcomes", "outcome", differences);
        return differences;
    }

    private static String share(String part, String whole) {
        return ("SELECT 100.0 * SUM(CASE WHEN %s AND %s THEN 1 ELSE 0 END)"
                        + " / SUM(CASE WHEN %s THEN 1 ELSE 0 END) FROM calls")
                .formatted(part, whole, whole);
    }

    private static void compare(
            String figure, JsonNode got, double right, double error, List<String> differences) {
        if (!got.isNumber() || Math.abs(got.asDouble() - right) > error * Math.abs(right)) {
            differences.add(figure + ": " + got + " in the report, " + right + " by the rows");
        }
    }

    private static void shares(
            Connection connection,
            JsonNode report,
            String list,
            String column,
            List<String> differences)
            throws SQLException {
        Map<String, Long> right = new TreeMap<>();
        String sql =
                "SELECT %1$s, COUNT(*) FROM calls WHERE %1$s IS NOT NULL AND %2$s GROUP BY %1$s"
                        .formatted(column, DECIDED);
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(sql)) {
            while (rows.next()) {
                right.put(rows.getString(1), rows.getLong(2));
            }
        }
        Map<String, Long> got = new LinkedHashMap<>();
        report.get(list)
                .forEach(share -> got.put(share.get("key").asText(), share.get("count").asLong()));
        if (!right.equals(new TreeMap<>(got))) {
            differences.add(list + ": " + got + " in the report, " + right + " by the rows");
        }
    }

    /** The numbers of the first column that are not NULL. */
    private static List<Double> samples(Connection connection, String sql) throws SQLException {
        List<Double> samples = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(sql)) {
            while (rows.next()) {
                double sample = rows.getDouble(1);
                if (!rows.wasNull()) {
                    samples.add(sample);
                }
            }
        }
        return samples;
    }
}
