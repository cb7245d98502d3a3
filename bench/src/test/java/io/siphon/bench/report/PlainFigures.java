package io.siphon.bench.report;

import com.fasterxml.jackson.databind.JsonNode;

import javax.annotation.Nullable;

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

    /** A conversation counts once, by its first leg. */
    private static final String CALLS =
            "FROM (SELECT * FROM calls WHERE COALESCE(leg, 1) <= 1) calls";

    private static final String ANSWERED = "(answered_at IS NOT NULL OR outcome = 'answered')";
    private static final String DECIDED =
            "(" + ANSWERED + " OR outcome NOT IN ('in_progress', 'evicted'))";
    private static final String REDIRECTED =
            "(NOT " + ANSWERED + " AND COALESCE(final_status, 0) BETWEEN 300 AND 399)";
    private static final String EFFECTIVE =
            "("
                    + ANSWERED
                    + " OR final_status IN (480, 486, 487, 600, 603)"
                    + " OR q850_cause IN (16, 17, 18, 19, 21)"
                    + " OR outcome IN ('busy', 'no_answer', 'cancelled'))";
    private static final String SESSION_EFFECTIVE =
            "(" + ANSWERED + " OR final_status IN (480, 486, 600, 603))";
    private static final String NOT_REDIRECTED = DECIDED + " AND NOT " + REDIRECTED;

    private static final String ENDED = "(outcome NOT IN ('in_progress', 'evicted'))";
    private static final String ACCEPTED = "(outcome = 'accepted')";
    private static final String STATUS = "COALESCE(final_status, 0)";
    private static final String INEFFECTIVE =
            "(outcome = 'timed_out' OR final_status >= 400"
                    + " AND final_status NOT IN (401, 402, 407))";

    /** Figure → one number; NULL where the report has none. */
    private static final Map<String, String> NUMBERS =
            Map.ofEntries(
                    Map.entry("attempts", "SELECT COUNT(*) " + CALLS),
                    Map.entry("answered", "SELECT COUNT(*) " + CALLS + " WHERE " + ANSWERED),
                    Map.entry("undecided", "SELECT COUNT(*) " + CALLS + " WHERE NOT " + DECIDED),
                    Map.entry("asr_pct", share(ANSWERED, DECIDED)),
                    Map.entry("ner_pct", share(EFFECTIVE, DECIDED)),
                    Map.entry("ser_pct", share(ANSWERED, NOT_REDIRECTED)),
                    Map.entry("seer_pct", share(SESSION_EFFECTIVE, NOT_REDIRECTED)),
                    Map.entry("acd_s", "SELECT AVG(duration_ms * 1.0) / 1000.0 " + CALLS),
                    Map.entry("minutes", "SELECT SUM(duration_ms) / 60000.0 " + CALLS),
                    // up at the moment of an answer: the peak is at one of them
                    Map.entry(
                            "concurrent_peak",
                            "SELECT MAX(up) FROM (SELECT COUNT(*) up FROM calls a JOIN calls b"
                                    + " ON b.answered_at <= a.answered_at"
                                    + " AND (b.ended_at IS NULL OR b.ended_at > a.answered_at)"
                                    + " GROUP BY a.call_id, a.started_at) peaks"),
                    Map.entry("rtcp_loss_samples", rtcp("SUM(reports)")),
                    Map.entry("rtcp_loss_mean_pct", rtcpMean("loss_mean_pct", "reports")),
                    Map.entry("rtcp_loss_max_pct", rtcp("MAX(loss_max_pct)")),
                    Map.entry("rtcp_jitter_samples", rtcp("SUM(reports)")),
                    Map.entry("rtcp_jitter_mean_ms", rtcpMean("jitter_mean_ms", "reports")),
                    Map.entry("rtcp_jitter_max_ms", rtcp("MAX(jitter_max_ms)")),
                    Map.entry("rtcp_rtt_samples", rtcp("SUM(round_trips)")),
                    Map.entry("rtcp_rtt_mean_ms", rtcpMean("rtt_mean_ms", "round_trips")),
                    Map.entry("rtcp_rtt_max_ms", rtcp("MAX(rtt_max_ms)")),
                    Map.entry("rtcp_mos_samples", rtcp("SUM(scores)")),
                    Map.entry("rtcp_mos_mean", rtcpMean("mos_mean", "scores")),
                    Map.entry("rtcp_mos_min", rtcp("MIN(mos_min)")),
                    Map.entry("rtp_loss_samples", media("COUNT(loss_pct)")),
                    Map.entry("rtp_loss_mean_pct", media("AVG(loss_pct)")),
                    Map.entry("rtp_loss_max_pct", media("MAX(loss_pct)")),
                    Map.entry("rtp_jitter_samples", streams("COUNT(jitter_mean_ms)")),
                    Map.entry("rtp_jitter_mean_ms", streams("AVG(jitter_mean_ms)")),
                    Map.entry("rtp_jitter_max_ms", streams("MAX(jitter_mean_ms)")),
                    Map.entry("rtp_mos_samples", streams("COUNT(mos)")),
                    Map.entry("rtp_mos_mean", streams("AVG(mos)")),
                    Map.entry("rtp_mos_min", streams("MIN(mos)")),
                    Map.entry("rtcp_loss_bad_pct", bad("rtcp_loss_pct", "mean > 1")),
                    Map.entry("rtcp_mos_bad_pct", bad("rtcp_mos", "mean < 3.6")),
                    Map.entry("rtp_loss_bad_pct", bad("rtp_loss_pct", "mean > 1")),
                    Map.entry("rtp_mos_bad_pct", bad("rtp_mos", "mean < 3.6")),
                    Map.entry("xr_r_factor_bad_pct", bad("xr_r_factor", "mean < 70")),
                    Map.entry("xr_lq_mos_bad_pct", bad("xr_lq_mos", "mean < 3.6")),
                    Map.entry("xr_cq_mos_bad_pct", bad("xr_cq_mos", "mean < 3.6")),
                    Map.entry("xr_discard_bad_pct", bad("xr_discard_pct", "mean > 1")),
                    Map.entry("register_attempts", bindings("COUNT(*)")),
                    Map.entry("register_undecided", bindings(count("NOT " + ENDED))),
                    Map.entry("register_accepted", bindings(count(ACCEPTED))),
                    Map.entry("register_unauthorized", bindings(count("outcome = 'unauthorized'"))),
                    Map.entry("register_success_pct", ofEnded(ACCEPTED)),
                    Map.entry("register_ira_pct", ofEnded(INEFFECTIVE)),
                    Map.entry("register_challenged_pct", ofEnded("challenged_at IS NOT NULL")),
                    Map.entry("register_lapsed", bindings(count("lapsed_at IS NOT NULL"))),
                    Map.entry("register_addresses", bindings("COUNT(DISTINCT aor)")),
                    Map.entry(
                            "register_removals",
                            "SELECT " + count("kind = 'removal'") + " FROM registrations"));

    /** Figure → all samples and the quantile. */
    private static final Map<String, Quantile> QUANTILES =
            Map.of(
                    "pdd_p50_ms", new Quantile("SELECT pdd_ms " + CALLS, 0.5),
                    "pdd_p95_ms", new Quantile("SELECT pdd_ms " + CALLS, 0.95),
                    "rrd_p50_ms", new Quantile(bindings("delay_ms"), 0.5),
                    "rrd_p95_ms", new Quantile(bindings("delay_ms"), 0.95),
                    "rtp_loss_p95_pct", new Quantile(media("loss_pct"), 0.95),
                    "rtp_jitter_p95_ms", new Quantile(streams("jitter_mean_ms"), 0.95),
                    "rtp_mos_p5", new Quantile(streams("mos"), 0.05));

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
            List<Double> right = samples(connection, number.getValue());
            compare(
                    number.getKey(),
                    total,
                    right.isEmpty() ? null : right.get(0),
                    1e-6,
                    differences);
        }
        for (Map.Entry<String, Quantile> quantile : QUANTILES.entrySet()) {
            List<Double> samples = samples(connection, quantile.getValue().samples());
            samples.sort(null);
            Double right =
                    samples.isEmpty() ? null : samples.get(quantile.getValue().of(samples.size()));
            compare(quantile.getKey(), total, right, QUANTILE_ERROR, differences);
        }
        reports(PlainReports.samples(connection), total, differences);
        String ofCalls = CALLS + " WHERE " + ENDED;
        String ofRegistrations = bindings("outcome").substring("SELECT outcome ".length());
        shares(connection, report, "responses", STATUS, ofCalls, differences);
        shares(connection, report, "outcomes", "outcome", CALLS + " WHERE 1 = 1", differences);
        shares(
                connection,
                report,
                "causes",
                "cause",
                CALLS + " WHERE cause NOT IN ('', 'normal')",
                differences);
        shares(
                connection,
                report,
                "registration_outcomes",
                "outcome",
                ofRegistrations,
                differences);
        shares(
                connection,
                report,
                "registration_responses",
                STATUS,
                ofRegistrations + " AND " + ENDED,
                differences);
        return differences;
    }

    /** What receivers report, from the reports themselves. */
    private static void reports(
            Map<String, List<Double>> all, JsonNode total, List<String> differences) {
        List<Double> none = List.of();
        List<Double> loss = all.getOrDefault("loss", none);
        compare("rtcp_loss_p95_pct", total, quantile(loss, 0.95), QUANTILE_ERROR, differences);
        List<Double> jitter = all.getOrDefault("jitter", none);
        compare("rtcp_jitter_p95_ms", total, quantile(jitter, 0.95), QUANTILE_ERROR, differences);
        List<Double> trips = all.getOrDefault("rtt", none);
        compare("rtcp_rtt_samples", total, (double) trips.size(), 0, differences);
        compare("rtcp_rtt_mean_ms", total, mean(trips), 1e-3, differences);
        compare("rtcp_rtt_p95_ms", total, quantile(trips, 0.95), QUANTILE_ERROR, differences);
        List<Double> scores = all.getOrDefault("mos", none);
        compare("rtcp_mos_samples", total, (double) scores.size(), 0, differences);
        compare("rtcp_mos_mean", total, mean(scores), 1e-4, differences);
        compare("rtcp_mos_p5", total, quantile(scores, 0.05), QUANTILE_ERROR, differences);
        for (String name : List.of("xr_r_factor", "xr_lq_mos", "xr_cq_mos", "xr_discard")) {
            List<Double> samples = all.getOrDefault(name, none);
            boolean low = !name.equals("xr_discard");
            String unit = low ? "" : "_pct";
            compare(name + "_samples", total, (double) samples.size(), 0, differences);
            compare(name + "_mean" + unit, total, mean(samples), 1e-6, differences);
            compare(
                    name + (low ? "_min" : "_max_pct"),
                    total,
                    quantile(samples, low ? 0 : 1),
                    1e-6,
                    differences);
            compare(
                    name + (low ? "_p5" : "_p95_pct"),
                    total,
                    quantile(samples, low ? 0.05 : 0.95),
                    QUANTILE_ERROR,
                    differences);
        }
    }

    @Nullable
    private static Double mean(List<Double> samples) {
        return samples.isEmpty()
                ? null
                : samples.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Nullable
    private static Double quantile(List<Double> samples, double rank) {
        List<Double> sorted = samples.stream().sorted().toList();
        return sorted.isEmpty() ? null : sorted.get(new Quantile("", rank).of(sorted.size()));
    }

    private static void compare(
            String figure,
            JsonNode total,
            @Nullable Double right,
            double error,
            List<String> differences) {
        same(figure, total.path(figure), right, error, differences);
    }

    private static String rtcp(String figure) {
        return "SELECT " + figure + " FROM reported_streams WHERE origin = 'rtcp'";
    }

    private static String rtcpMean(String mean, String number) {
        return rtcp("SUM(%1$s * %2$s) / SUM(%2$s)".formatted(mean, number))
                + " AND "
                + number
                + " > 0";
    }

    private static String streams(String figure) {
        return "SELECT " + figure + " FROM streams";
    }

    /** Of DTMF and comfort noise alone loss means nothing. */
    private static String media(String figure) {
        return streams(figure) + " WHERE LOWER(codec) NOT IN ('telephone-event', 'cn')";
    }

    /** Of the windows of all series together. */
    private static String bad(String metric, String when) {
        return ("SELECT 100.0 * SUM(CASE WHEN %s THEN 1 ELSE 0 END) / COUNT(*) FROM (SELECT"
                        + " SUM(sum) / SUM(count) mean FROM measurements WHERE name = '%s'"
                        + " GROUP BY window_start) means")
                .formatted(when.replace("mean", "means.mean"), metric);
    }

    private static String bindings(String figure) {
        return "SELECT " + figure + " FROM registrations WHERE kind IN ('initial', 'refresh')";
    }

    private static String count(String condition) {
        return "SUM(CASE WHEN " + condition + " THEN 1 ELSE 0 END)";
    }

    private static String ofEnded(String condition) {
        return bindings("100.0 * " + count(condition) + " / COUNT(*)") + " AND " + ENDED;
    }

    private static String share(String part, String whole) {
        return ("SELECT 100.0 * SUM(CASE WHEN %s AND %s THEN 1 ELSE 0 END)"
                        + " / SUM(CASE WHEN %s THEN 1 ELSE 0 END) "
                        + CALLS)
                .formatted(part, whole, whole);
    }

    private static void same(
            String figure,
            JsonNode got,
            @Nullable Double right,
            double error,
            List<String> differences) {
        if (right == null || right == 0 && !got.isNumber()) {
            if (got.isNumber() && got.asDouble() != 0) {
                differences.add(figure + ": " + got + " in the report, nothing by the rows");
            }
            return;
        }
        if (!got.isNumber() || Math.abs(got.asDouble() - right) > error * Math.abs(right)) {
            differences.add(figure + ": " + got + " in the report, " + right + " by the rows");
        }
    }

    private static void shares(
            Connection connection,
            JsonNode report,
            String list,
            String column,
            String rows,
            List<String> differences)
            throws SQLException {
        Map<String, Long> right = new TreeMap<>();
        String sql =
                "SELECT %1$s, COUNT(*) %2$s AND %1$s IS NOT NULL GROUP BY %1$s"
                        .formatted(column, rows);
        try (Statement select = connection.createStatement();
                ResultSet found = select.executeQuery(sql)) {
            while (found.next()) {
                right.put(found.getString(1), found.getLong(2));
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
