package io.siphon.console.search;

import io.siphon.console.store.Dialect;
import io.siphon.console.store.MessageTimes;

import java.util.List;

/**
 * Where a field is in the tables: expressions of SQL, of which one must match; or a subquery around
 * them.
 *
 * @param expressions in which the table is {@code t}
 * @param around subquery with {@code %s} for the condition; {@code %s} alone when there is none
 * @param timed whether two parameters follow the condition: from when, and up to when, its rows are
 *     looked for
 */
record SqlFields(List<String> expressions, String around, boolean timed) {

    /** As the words of queries are. */
    private static final String VERDICT = "COALESCE(REPLACE(t.media_verdict, '_', '-'), '')";

    /** The same rule as a call's page. */
    private static final String OF_ALERT =
            "EXISTS (SELECT 1 FROM alerts a WHERE a.opened_at <= t.started_at AND a.last_at >"
                    + " t.started_at AND (a.node = '' OR a.node = t.node) AND (a.subject IN ('',"
                    + " t.trunk, t.source, t.destination)"
                    + isHostOf("t.source")
                    + isHostOf("t.destination")
                    + ") AND ";

    /** Whether a subject is the address of a socket. */
    private static String isHostOf(String socket) {
        return " OR "
                + socket
                + " LIKE CONCAT('%:', a.subject, ':%') OR "
                + socket
                + " LIKE CONCAT('%:[', a.subject, ']:%')";
    }

    /**
     * The messages of a call, found by its Call-ID in the days that the search is about. As an
     * aggregate it is asked for call by call: of EXISTS, PostgreSQL makes a join that matches the
     * text of all messages first.
     */
    private static final String OF_MESSAGES =
            "(SELECT MAX(CASE WHEN m.time_stamp >= t.started_at - INTERVAL '"
                    + MessageTimes.SLACK.toHours()
                    + "' HOUR AND m.time_stamp <= COALESCE(t.ended_at, t.started_at + INTERVAL '"
                    + MessageTimes.LONGEST_CALL.toHours()
                    + "' HOUR) + INTERVAL '"
                    + MessageTimes.SLACK.toHours()
                    + "' HOUR AND %s THEN 1 ELSE 0 END) FROM sip_trace m WHERE m.callid = t.call_id"
                    + " AND m.time_stamp >= ? AND m.time_stamp < ?) = 1";

    private static SqlFields columns(String... expressions) {
        return new SqlFields(List.of(expressions), "%s", false);
    }

    /**
     * All places of a field; one of them must match.
     *
     * @throws IllegalStateException when a field has none: a mistake in {@link Fields}
     */
    static List<SqlFields> of(Subject subject, Field field, Dialect dialect) {
        return List.of(
                switch (subject) {
                    case CALLS -> ofCalls(field.name(), dialect);
                    case MESSAGES -> ofMessages(field.name());
                    case REGISTRATIONS -> ofRegistrations(field.name());
                    case STREAMS -> ofStreams(field.name());
                    case REPORTED_STREAMS -> ofReported(field.name());
                    case ALERTS -> ofAlerts(field.name());
                });
    }

    /** The worst of each direction, by what measured it best: see the columns of a call. */
    private static SqlFields media(String figure) {
        return columns("t.from_caller_" + figure, "t.from_callee_" + figure);
    }

    private static SqlFields ofCalls(String field, Dialect dialect) {
        return switch (field) {
            case AnyField.NAME ->
                    columns(
                            "t.caller",
                            "t.callee",
                            "t.call_id",
                            "t.correlation_id",
                            "t.trunk",
                            SqlWriter.ADDRESS + "t.source",
                            SqlWriter.ADDRESS + "t.destination");
            case "from" -> columns("t.caller");
            case "to" -> columns("t.callee");
            case "user" -> columns("t.caller", "t.callee");
            case "ip" -> columns("t.source", "t.destination");
            case "status" -> columns("t.final_status");
            case "q850" -> columns("t.q850_cause");
            case "codec" -> columns("t.codecs");
            case "pdd" -> columns("t.pdd_ms");
            case "setup" -> columns("t.setup_ms");
            case "dur" -> columns("t.duration_ms");
            case "ring" ->
                    columns(
                            dialect.millisBetween(
                                    "t.ringing_at", "COALESCE(t.answered_at, t.ended_at)"));
            case "up" -> columns("CASE WHEN t.ended_at IS NULL THEN 'yes' ELSE 'no' END");
            case "media" -> columns(directions(), VERDICT);
            case "text", "header" -> new SqlFields(List.of("m.msg"), OF_MESSAGES, true);
            case "conversation" -> columns("t.conversation_id");
            case "leg" -> columns("COALESCE(t.leg, 1)");
            case "alert" -> new SqlFields(List.of("a.detector"), OF_ALERT + "%s)", false);
            case "mos" -> media("mos_min");
            case "loss" -> media("loss_max_pct");
            case "jitter" -> media("jitter_mean_ms");
            default -> common(field);
        };
    }

    /** Of how many directions RTP was captured. */
    private static String directions() {
        return "(SELECT CASE COUNT(DISTINCT s.direction) WHEN 0 THEN 'none' WHEN 1 THEN 'one-way'"
                + " ELSE 'both' END FROM streams s WHERE s.call_id = t.call_id AND s.direction <>"
                + " '')";
    }

    /** Columns that have the same name in all tables that have them. */
    private static SqlFields common(String field) {
        return switch (field) {
            case "callid" -> columns("t.call_id");
            case "correlation" -> columns("t.correlation_id");
            case "src" -> columns("t.source");
            case "dst" -> columns("t.destination");
            case "ua" -> columns("t.user_agent");
            case "ip" -> columns("t.source", "t.destination");
            case "status" -> columns("t.final_status");
            case "trunk",
                    "node",
                    "direction",
                    "reason",
                    "outcome",
                    "cause",
                    "released_by",
                    "retries",
                    "codec",
                    "kind",
                    "aor",
                    "contact",
                    "detector",
                    "severity",
                    "state",
                    "subject",
                    "ssrc" ->
                    columns("t." + field);
            default -> throw new IllegalStateException(field);
        };
    }

    private static SqlFields ofMessages(String field) {
        return switch (field) {
            case AnyField.NAME ->
                    columns(
                            "t.callid",
                            "t.correlation_id",
                            SqlWriter.ADDRESS + "t.fromip",
                            SqlWriter.ADDRESS + "t.toip");
            case "callid" -> columns("t.callid");
            case "method" -> columns("t.method");
            // text in Kamailio's table; of requests it is empty
            case "status" -> columns("CAST(NULLIF(t.status, '') AS DECIMAL(9))");
            case "request" -> columns("CASE WHEN t.status = '' THEN 'yes' ELSE 'no' END");
            case "ip" -> columns("t.fromip", "t.toip");
            case "src" -> columns("t.fromip");
            case "dst" -> columns("t.toip");
            case "text", "header" -> columns("t.msg");
            default -> common(field);
        };
    }

    private static SqlFields ofRegistrations(String field) {
        return switch (field) {
            case AnyField.NAME ->
                    columns(
                            "t.aor",
                            "t.call_id",
                            SqlWriter.ADDRESS + "t.source",
                            SqlWriter.ADDRESS + "t.destination");
            case "delay" -> columns("t.delay_ms");
            case "expires" -> columns("t.expires_s");
            case "lapsed" -> columns("CASE WHEN t.lapsed_at IS NULL THEN 'no' ELSE 'yes' END");
            default -> common(field);
        };
    }

    private static SqlFields ofStreams(String field) {
        return switch (field) {
            case AnyField.NAME ->
                    columns(
                            "t.call_id",
                            "t.codec",
                            "t.trunk",
                            SqlWriter.ADDRESS + "t.source",
                            SqlWriter.ADDRESS + "t.destination");
            case "mos" -> columns("t.mos");
            case "loss" -> columns("t.loss_pct");
            case "jitter" -> columns("t.jitter_mean_ms");
            case "rtt" -> columns("t.rtt_ms");
            case "packets" -> columns("t.packets");
            default -> common(field);
        };
    }

    private static SqlFields ofReported(String field) {
        return switch (field) {
            case AnyField.NAME ->
                    columns(
                            "t.call_id",
                            "t.codec",
                            "t.trunk",
                            SqlWriter.ADDRESS + "t.sender",
                            SqlWriter.ADDRESS + "t.reporter");
            case "ip" -> columns("t.sender", "t.reporter");
            case "src" -> columns("t.sender");
            case "dst" -> columns("t.reporter");
            case "mos" -> columns("t.mos_mean");
            case "loss" -> columns("t.loss_mean_pct");
            case "jitter" -> columns("t.jitter_mean_ms");
            case "rtt" -> columns("t.rtt_mean_ms");
            case "packets" -> columns("t.reports");
            default -> common(field);
        };
    }

    private static SqlFields ofAlerts(String field) {
        return switch (field) {
            case AnyField.NAME -> columns("t.detector", "t.subject", "t.node");
            case "text" -> columns("t.message");
            default -> common(field);
        };
    }
}
