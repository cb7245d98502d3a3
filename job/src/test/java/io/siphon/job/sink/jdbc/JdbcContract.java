package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.sink.DirectWrites;
import io.siphon.job.sink.RowRefusedException;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Column;
import io.siphon.schema.ColumnType;
import io.siphon.schema.LinkState;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.Severity;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Text;
import io.siphon.schema.Trace;
import io.siphon.sources.Secret;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

import static io.siphon.job.sink.Samples.NOON;
import static io.siphon.job.sink.Samples.alert;
import static io.siphon.job.sink.Samples.call;
import static io.siphon.job.sink.Samples.invite;
import static io.siphon.job.sink.Samples.later;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What each database has to do alike. */
interface JdbcContract {

    /** With our tables in it, and empty. */
    TestDatabase database();

    @BeforeEach
    default void recreate() throws SQLException {
        database().recreate();
    }

    @Test
    default void theMigrationsMakeTheColumnsOfTheTables() throws Exception {
        Map<String, Map<String, String>> made = new TreeMap<>();
        for (List<String> column :
                database()
                        .rows(
                                "SELECT table_name, column_name, data_type, character_maximum_length, datetime_precision FROM information_schema.columns WHERE LOWER(table_schema) IN ('public', 'siphon')")) {
            made.computeIfAbsent(column.get(0).toLowerCase(Locale.ROOT), table -> new TreeMap<>())
                    .put(
                            column.get(1).toLowerCase(Locale.ROOT),
                            StoredType.of(column.get(2), column.get(3), column.get(4)));
        }
        made.keySet()
                .removeAll(
                        List.of(
                                Schema.HISTORY,
                                "siphon_meta",
                                "console_audit",
                                "sip_template",
                                "alert_acks",
                                "alert_deliveries",
                                "summed_days",
                                "changed_days",
                                "call_sums",
                                "stream_sums"));

        Map<String, Map<String, String>> said = new TreeMap<>();
        Dialect dialect = database().database().dialect();
        for (Table<?> table : Tables.ALL) {
            said.put(table.name(), columns(table, dialect));
        }
        if (dialect == Dialect.POSTGRESQL) {
            said.put(database().messages(), columns(MessageRows.stored(), dialect));
        }
        assertThat(made).isEqualTo(said);
    }

    private static Map<String, String> columns(Table<?> table, Dialect dialect) {
        Map<String, String> columns = new TreeMap<>();
        if (table.numbered()) {
            columns.put("id", "bigint");
        }
        table.columns()
                .forEach(column -> columns.put(column.name(), StoredType.of(column, dialect)));
        return columns;
    }

    @Test
    default void storesASipMessageInKamailiosColumns() throws Exception {
        database().write(Tables.SIP_TRACE, invite("a1", 0));

        assertThat(
                        database()
                                .row(
                                        "SELECT time_stamp, time_us, callid, traced_user, msg, method, status, fromip, toip, fromtag, totag, direction, node, correlation_id, received_at, msg_raw FROM sip_trace"))
                .containsExactly(
                        "2026-03-01T12:00",
                        "123456",
                        "a1",
                        "",
                        "INVITE sip:b@example.net SIP/2.0\r\nCall-ID: a1\r\n\r\n",
                        "INVITE",
                        "",
                        "udp:192.0.2.1:5060",
                        "udp:[2001:db8::2]:5080",
                        "from-1",
                        "",
                        "in",
                        "proxy-1",
                        "-",
                        "2026-03-01T12:00:00.123463",
                        "-");
    }

    @Test
    default void writingTheSameMessageAgainChangesNothing() throws Exception {
        database().write(Tables.SIP_TRACE, invite("a1", 0), invite("a1", 1));
        List<List<String>> before = database().rows("SELECT * FROM sip_trace ORDER BY id");

        database().write(Tables.SIP_TRACE, invite("a1", 1), invite("a1", 0), invite("a1", 0));

        assertThat(database().rows("SELECT * FROM sip_trace ORDER BY id"))
                .hasSize(2)
                .hasToString(before.toString());
    }

    @Test
    default void storesTheNewRowsAmongKnownOnes() throws Exception {
        try (DirectWrites<Trace> target = database().target(Tables.SIP_TRACE)) {
            target.write(List.of(invite("a", 0), invite("b", 1)));
            target.write(List.of(invite("c", 2), invite("b", 1), invite("d", 3), invite("d", 3)));
            target.write(List.of(invite("e", 4)));
            target.write(List.of(invite("f", 5)));
            target.write(List.of(invite("f", 5), invite("g", 6)));
        }

        assertThat(database().rows("SELECT callid FROM sip_trace ORDER BY callid"))
                .hasToString("[[a], [b], [c], [d], [e], [f], [g]]");
    }

    @Test
    default void storesAPartOfABatch() throws Exception {
        try (DirectWrites<Trace> target = database().target(Tables.SIP_TRACE)) {
            List<Trace> rows =
                    List.of(
                            invite("a", 0),
                            invite("b", 1),
                            invite("c", 2),
                            invite("b", 1),
                            invite("e", 4));
            target.writePart(rows, 1, 3);
            target.writePart(rows, 2, 4); // all known
            target.writePart(rows, 4, 5);
        }

        assertThat(database().rows("SELECT callid FROM sip_trace ORDER BY callid"))
                .hasToString("[[b], [c], [e]]");
    }

    @Test
    default void replacesByTheLastOfAPart() throws Exception {
        try (DirectWrites<Call> target = database().target(Tables.CALLS)) {
            List<Call> rows =
                    List.of(
                            call("a", CallChange.ENDED),
                            call("a", CallChange.STARTED),
                            call("b", CallChange.STARTED),
                            call("a", CallChange.ENDED),
                            call("c", CallChange.STARTED),
                            call("b", CallChange.ENDED));
            target.writePart(rows, 1, 3);
            assertThat(outcomes()).hasToString("[[a, in_progress], [b, in_progress]]");
            target.writePart(rows, 1, 5);
        }

        assertThat(outcomes()).hasToString("[[a, answered], [b, in_progress], [c, in_progress]]");
    }

    private List<List<String>> outcomes() throws SQLException {
        return database().rows("SELECT call_id, outcome FROM calls ORDER BY call_id");
    }

    @Test
    default void keepsEachByteOfAMessage() throws Exception {
        List<byte[]> payloads =
                List.of(
                        "plain 'quoted' \"twice\" \\ back\\slash; -- DROP TABLE sip_trace; %s ? $1"
                                .getBytes(StandardCharsets.UTF_8),
                        "Grüße, \uD83D\uDE80 \u0645\u0631\u062D\u0628\u0627"
                                .getBytes(StandardCharsets.UTF_8),
                        "NUL \0 inside".getBytes(StandardCharsets.UTF_8),
                        "Gr\u00fc\u00dfe in latin1".getBytes(StandardCharsets.ISO_8859_1),
                        "U+FFFD \uFFFD itself".getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        HexFormat.of().parseHex("00ff80c0afeda080f4908080"));
        for (int i = 0; i < payloads.size(); i++) {
            database().write(Tables.SIP_TRACE, sip("c" + i, NOON + i, payloads.get(i)));
            List<String> row =
                    database()
                            .row("SELECT msg, msg_raw FROM sip_trace WHERE callid = 'c" + i + "'");
            byte[] back =
                    row.get(1).equals("-")
                            ? row.get(0).getBytes(StandardCharsets.UTF_8)
                            : HexFormat.of().parseHex(row.get(1));
            assertThat(back).isEqualTo(payloads.get(i));
        }
    }

    @Test
    default void storesARegistrationAsItChanges() throws Exception {
        database()
                .write(
                        Tables.REGISTRATIONS,
                        registration("r1", RegistrationChange.STARTED),
                        registration("r2", RegistrationChange.STARTED));
        database().write(Tables.REGISTRATIONS, registration("r1", RegistrationChange.LAPSED));

        assertThat(
                        database()
                                .rows(
                                        "SELECT call_id, aor, kind, challenged_at, ended_at, lapsed_at, delay_ms, requested_expires_s, expires_s, outcome, final_status FROM registrations ORDER BY call_id"))
                .containsExactly(
                        List.of(
                                "r1",
                                "sip:alice@example.org",
                                "initial",
                                "2026-03-01T12:00:00.143456",
                                "2026-03-01T12:00:00.165456",
                                "2026-03-01T12:05:00.165456",
                                "42",
                                "3600",
                                "300",
                                "accepted",
                                "200"),
                        List.of(
                                "r2",
                                "sip:alice@example.org",
                                "initial",
                                "-",
                                "-",
                                "-",
                                "-",
                                "3600",
                                "-",
                                "in_progress",
                                "-"));
    }

    @Test
    default void linksTwoCallsOnceAndTellsItAnew() throws Exception {
        database().write(Tables.CALL_LINKS, link(1, LinkState.PROVISIONAL));
        database().write(Tables.CALL_LINKS, link(2, LinkState.CONFIRMED));
        database().write(Tables.CALL_LINKS, link(1, LinkState.REJECTED));

        assertThat(
                        database()
                                .rows(
                                        "SELECT first_call_id, second_call_id, reason, state, first_started_at FROM call_links ORDER BY first_call_id"))
                .containsExactly(
                        List.of(
                                "call-1",
                                "leg-1",
                                "header",
                                "rejected",
                                "2026-03-01T12:00:00.123456"),
                        List.of(
                                "call-2",
                                "leg-2",
                                "header",
                                "confirmed",
                                "2026-03-01T12:00:00.123456"));
    }

    @Test
    default void raisesAnAlertOnceAndTellsItAnew() throws Exception {
        database()
                .write(
                        Tables.ALERTS,
                        alert("carrier-a", Severity.WARNING),
                        alert("", Severity.WARNING));
        database().write(Tables.ALERTS, alert("carrier-a", Severity.CRITICAL));

        assertThat(
                        database()
                                .rows(
                                        "SELECT detector, severity, subject, opened_at, last_at, peak, threshold, count FROM alerts ORDER BY subject"))
                .containsExactly(
                        List.of(
                                "call_failures",
                                "warning",
                                "",
                                "2026-03-01T12:00",
                                "2026-03-01T12:01",
                                "42",
                                "20",
                                "100"),
                        List.of(
                                "call_failures",
                                "critical",
                                "carrier-a",
                                "2026-03-01T12:00",
                                "2026-03-01T12:01",
                                "42",
                                "20",
                                "100"));
    }

    @Test
    default void storesWhatRtcpTellsOfAStreamOnce() throws Exception {
        database().write(Tables.REPORTED_STREAMS, reported(0xDEE0EE8FL), reported(2));
        database().write(Tables.REPORTED_STREAMS, reported(2));

        assertThat(
                        database()
                                .rows(
                                        "SELECT ssrc, reporter, ended_at, reports, lost, rtt_mean_ms FROM reported_streams ORDER BY ssrc"))
                .containsExactly(
                        List.of(
                                "2",
                                "udp:192.0.2.1:4001",
                                "2026-03-01T12:00:05.123456",
                                "2",
                                "-1",
                                "-"),
                        List.of(
                                "3739283087",
                                "udp:192.0.2.1:4001",
                                "2026-03-01T12:00:05.123456",
                                "2",
                                "-1",
                                "-"));
    }

    @Test
    default void tellsAStreamAnewUnderItsKey() throws Exception {
        database().write(Tables.STREAMS, stream(0xDEE0EE8FL, false), stream(2, false));
        database().write(Tables.STREAMS, stream(0xDEE0EE8FL, true));

        assertThat(
                        database()
                                .rows(
                                        "SELECT ssrc, started_at, last_at, ended_at, packets, lost, mos, by_sdp,"
                                                + " direction FROM streams ORDER BY ssrc"))
                .containsExactly(
                        List.of(
                                "2",
                                "2026-03-01T12:00:00.123456",
                                "2026-03-01T12:00:20.123456",
                                "-",
                                "990",
                                "10",
                                "-",
                                "1",
                                "from_caller"),
                        List.of(
                                "3739283087",
                                "2026-03-01T12:00:00.123456",
                                "2026-03-01T12:00:20.123456",
                                "2026-03-01T12:00:20.123456",
                                "990",
                                "10",
                                "-",
                                "1",
                                "from_caller"));
    }

    @Test
    default void usesTheRawColumnOnlyWhereTextFails() throws Exception {
        database()
                .write(
                        Tables.SIP_TRACE,
                        sip("emoji", NOON, "\uD83D\uDE80".getBytes(StandardCharsets.UTF_8)),
                        sip("latin1", NOON, new byte[] {'a', (byte) 0xFC, 'b'}));

        assertThat(database().rows("SELECT callid, msg, msg_raw FROM sip_trace ORDER BY callid"))
                .containsExactly(
                        List.of("emoji", "\uD83D\uDE80", "-"),
                        List.of("latin1", "a\uFFFDb", "61fc62"));
    }

    @Test
    default void takesValuesWiderThanTheirColumns() throws Exception {
        String longId = "x".repeat(300);
        database()
                .write(
                        Tables.SIP_TRACE,
                        sip(longId + "1", NOON, new byte[] {'a'}),
                        sip(longId + "2", NOON, new byte[] {'b'}));
        database().write(Tables.CALLS, call(longId + "1", CallChange.STARTED));

        assertThat(
                        database()
                                .rows(
                                        "SELECT msg, c.call_id FROM sip_trace t LEFT JOIN calls c ON c.call_id = t.callid ORDER BY msg"))
                .containsExactly(List.of("a", Text.fold(longId + "1", 255)), List.of("b", "-"));
        assertThat(Text.fold(longId + "1", 255)).hasSize(255).contains("xxx~");
    }

    /** As version 0.1's uids of the same octets between other sockets are. */
    @Test
    default void keepsAMessageWhoseUidAnotherHas() throws Exception {
        Table<Trace> colliding = sameUids();
        List<Trace> rows =
                List.of(
                        sip("a", NOON, "one".getBytes(StandardCharsets.UTF_8)),
                        sip("b", NOON, "two".getBytes(StandardCharsets.UTF_8)),
                        sip("c", NOON, new byte[] {0, (byte) 0xFF}));
        for (int again = 0; again < 2; again++) {
            try (DirectWrites<Trace> target = database().target(colliding)) {
                target.write(rows.subList(0, 2));
                target.write(rows);
                target.write(rows.subList(2, 3));
                assertThat(target.moved()).isPositive();
            }
            assertThat(database().rows("SELECT callid FROM sip_trace ORDER BY callid"))
                    .containsExactly(List.of("a"), List.of("b"), List.of("c"));
        }
    }

    private static Table<Trace> sameUids() {
        Table<Trace> table = Tables.SIP_TRACE;
        return new Table<>(
                table.name(),
                table.numbered(),
                table.replaces(),
                table.settled(),
                table.content(),
                table.uids(),
                table.time(),
                table.pointTime(),
                table.roughBytes(),
                table.columns().stream()
                        .map(column -> column.type() == ColumnType.UID ? sameUid(column) : column)
                        .toList(),
                table.derived(),
                table.record());
    }

    private static Column<Trace> sameUid(Column<Trace> uid) {
        return new Column<>(
                uid.name(),
                uid.type(),
                uid.width(),
                uid.role(),
                uid.values(),
                uid.meaning(),
                uid.since(),
                (trace, to) -> to.uid(1, 2),
                null);
    }

    @Test
    default void keepsEachCallOfACallId() throws Exception {
        database()
                .write(
                        Tables.CALLS,
                        call("a1", CallChange.ENDED),
                        later(1, call("a1", CallChange.STARTED)),
                        later(1, call("a1", CallChange.ENDED)));
        database().write(Tables.CALLS, later(1, call("a1", CallChange.ENDED)));

        assertThat(
                        database()
                                .rows(
                                        "SELECT call_id, started_at, duration_ms FROM calls ORDER BY started_at"))
                .containsExactly(
                        List.of("a1", "2026-03-01T12:00:00.123456", "30000"),
                        List.of("a1", "2026-03-01T12:00:00.123457", "30000"));
    }

    /** As half of a capture would have it that is read again. */
    @Test
    default void doesNotReplaceWhatHasEndedByWhatGoesOn() throws Exception {
        database().write(Tables.CALLS, call("a1", CallChange.ENDED));
        database().write(Tables.CALLS, call("a1", CallChange.STARTED));
        database().write(Tables.REGISTRATIONS, registration("r1", RegistrationChange.LAPSED));
        database().write(Tables.REGISTRATIONS, registration("r1", RegistrationChange.STARTED));
        database().write(Tables.STREAMS, stream(2, true));
        database().write(Tables.STREAMS, stream(2, false));

        assertThat(database().row("SELECT outcome, duration_ms FROM calls"))
                .containsExactly("answered", "30000");
        assertThat(database().row("SELECT outcome, expires_s FROM registrations"))
                .containsExactly("accepted", "300");
        assertThat(database().row("SELECT ended_at FROM streams").get(0)).isNotEqualTo("-");
    }

    @Test
    default void takesOverTheTablesOfVersion01() throws Exception {
        database().recreateAsOfVersion01();
        String others =
                "caller, callee, from_tag, to_tag, source, destination, node, trunk, direction, outcome, released_by, user_agent, codecs";
        String empty = "'', '', '', '', '', '', '', '', '', 'answered', '', '', ''";
        for (String id : List.of("a1", "old")) {
            database()
                    .execute(
                            "INSERT INTO calls (call_id, started_at, %s) VALUES ('%s', TIMESTAMP '2026-03-01 12:00:00.123456', %s)"
                                    .formatted(others, id, empty));
        }
        database().migrate();
        database().write(Tables.CALLS, call("a1", CallChange.ENDED));
        database().write(Tables.CALLS, later(1, call("a1", CallChange.ENDED)));

        assertThat(
                        database()
                                .rows(
                                        "SELECT call_id, started_at, duration_ms FROM calls ORDER BY call_id, started_at"))
                .containsExactly(
                        List.of("a1", "2026-03-01T12:00:00.123456", "30000"),
                        List.of("a1", "2026-03-01T12:00:00.123457", "30000"),
                        List.of("old", "2026-03-01T12:00:00.123456", "-"));
        String secret = StoreMeta.uidSecret(database().database(), null);
        assertThat(secret).matches("[0-9a-f]{64}@[0-9]{16}");
        assertThat(StoreMeta.uidSecret(database().database(), null)).isEqualTo(secret);
    }

    /** An alert of 0.1 was one window, and is over. */
    @Test
    default void takesOverTheAlertsOfVersion01() throws Exception {
        database().recreateAsOfVersion01();
        database()
                .execute(
                        "INSERT INTO alerts (detector, severity, node, subject, window_start,"
                                + " window_end, observed, threshold, count, message, uid) VALUES"
                                + " ('call_failures', 'critical', 'proxy-1', 'old', TIMESTAMP"
                                + " '2026-02-01 12:00:00', TIMESTAMP '2026-02-01 12:01:00', 42.5,"
                                + " 20, 100, 'text', %s)"
                                        .formatted(
                                                database().database().dialect() == Dialect.MARIADB
                                                        ? "X'00000000000000000000000000000001'"
                                                        : "'00000000-0000-0000-0000-000000000001'"));
        database().migrate();
        database().write(Tables.ALERTS, alert("carrier-a", Severity.WARNING));

        assertThat(
                        database()
                                .rows(
                                        "SELECT subject, state, opened_at, last_at, changed_at, closed_at, peak, windows, reopened, suppressed_by FROM alerts ORDER BY opened_at"))
                .containsExactly(
                        List.of(
                                "old",
                                "closed",
                                "2026-02-01T12:00",
                                "2026-02-01T12:01",
                                "2026-02-01T12:01",
                                "2026-02-01T12:01",
                                "42.5",
                                "1",
                                "0",
                                ""),
                        List.of(
                                "carrier-a",
                                "open",
                                "2026-03-01T12:00",
                                "2026-03-01T12:01",
                                "2026-03-01T12:00",
                                "-",
                                "42",
                                "1",
                                "0",
                                ""));
    }

    @Test
    default void remembersWhatReceiversHaveTaken() throws Exception {
        DeliveryTable deliveries = new DeliveryTable(database().database());
        deliveries.add("a/open/0", "webhook");
        database()
                .execute(
                        "INSERT INTO alert_deliveries (notification, receiver, at) VALUES"
                                + " ('old/open/0', 'webhook', TIMESTAMP '2020-01-01 00:00:00')");
        database().write(Tables.ALERTS, alert("carrier-a", Severity.WARNING));
        deliveries.begin("call_failures");

        assertThat(deliveries.has("a/open/0", "webhook")).isTrue();
        assertThat(deliveries.has("a/open/0", "mail")).isFalse();
        assertThat(deliveries.has("old/open/0", "webhook")).isFalse();
        assertThat(database().row("SELECT state FROM alerts")).containsExactly("closed");
        assertThatThrownBy(() -> deliveries.add("a/open/0", "webhook"))
                .isInstanceOf(java.io.IOException.class);
    }

    @Test
    default void keepsASecretOfItsOwn() throws Exception {
        Database database = database().database();
        String secret = StoreMeta.uidSecret(database, null);

        assertThat(secret).matches("[0-9a-f]{64}");
        assertThat(StoreMeta.uidSecret(database, secret)).isEqualTo(secret);
        assertThatThrownBy(() -> StoreMeta.uidSecret(database, "another secret of 16"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("store.uid-secret: ")
                .hasMessageNotContaining(secret);
    }

    @Test
    default void tellsTextsApartByATrailingBlank() throws Exception {
        database()
                .write(
                        Tables.CALLS,
                        call("2001", CallChange.STARTED),
                        call("2001 ", CallChange.STARTED));
        database()
                .write(
                        Tables.MEASUREMENTS,
                        measurement(Map.of("count", 1.0), "2001"),
                        measurement(Map.of("count", 1.0), "2001 "),
                        measurement(Map.of("count", 1.0), "2001\u00a0"));

        assertThat(database().count("calls")).isEqualTo(2);
        assertThat(database().count("measurements")).isEqualTo(3);
        assertThat(database().rows("SELECT node, count(*) FROM measurements GROUP BY node"))
                .hasSize(3);
        assertThat(database().rows("SELECT call_id FROM calls WHERE call_id = '2001'")).hasSize(1);
    }

    @Test
    default void tellsCallIdsApartByCaseAndAccent() throws Exception {
        database()
                .write(
                        Tables.CALLS,
                        call("abc", CallChange.STARTED),
                        call("ABC", CallChange.STARTED),
                        call("\u00e4bc", CallChange.STARTED));

        assertThat(database().count("calls")).isEqualTo(3);
    }

    @Test
    default void storesTheSameTimesInEachTimeZone() throws Exception {
        TimeZone zone = TimeZone.getDefault();
        // Hours that local clocks skip or repeat, and the far ends.
        List<String> times =
                List.of(
                        "1970-01-01T00:00:00.000001",
                        "1970-01-01T12:00:00.999999",
                        "2026-03-29T02:30:00.000001",
                        "2026-10-25T02:30:00.5",
                        "2026-03-08T02:30:00.5",
                        "2100-12-31T23:59:59.999999");
        try {
            for (String jvmZone : List.of("UTC", "Europe/Berlin", "America/New_York")) {
                TimeZone.setDefault(TimeZone.getTimeZone(jvmZone));
                for (String time : times) {
                    String id = jvmZone + time;
                    database()
                            .write(
                                    Tables.SIP_TRACE,
                                    sip(id, micros(time), id.getBytes(StandardCharsets.UTF_8)));
                    assertThat(
                                    database()
                                            .row(
                                                    "SELECT CAST(time_stamp AS CHAR(19)), time_us FROM sip_trace WHERE callid = '"
                                                            + id
                                                            + "'"))
                            .as(id)
                            .satisfies(
                                    row -> {
                                        assertThat(row.get(0))
                                                .isEqualTo(time.substring(0, 19).replace('T', ' '));
                                        assertThat(Long.parseLong(row.get(1)))
                                                .isEqualTo(Math.floorMod(micros(time), 1_000_000));
                                    });
                }
            }
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    default void storesACallAsItChanges() throws Exception {
        database().write(Tables.CALLS, call("a1", CallChange.STARTED));
        assertThat(
                        database()
                                .row(
                                        "SELECT call_id, started_at, ringing_at, answered_at, ended_at, pdd_ms, duration_ms, outcome, final_status, q850_cause, released_by FROM calls"))
                .containsExactly(
                        "a1",
                        "2026-03-01T12:00:00.123456",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "in_progress",
                        "-",
                        "-",
                        "");

        database()
                .write(
                        Tables.CALLS,
                        call("a1", CallChange.ANSWERED),
                        call("a2", CallChange.STARTED),
                        call("a1", CallChange.ENDED));

        assertThat(
                        database()
                                .rows(
                                        "SELECT call_id, answered_at, ended_at, pdd_ms, setup_ms, duration_ms, outcome, final_status, q850_cause, released_by, codecs FROM calls ORDER BY call_id"))
                .containsExactly(
                        List.of(
                                "a1",
                                "2026-03-01T12:00:02.123456",
                                "2026-03-01T12:00:32.123457",
                                "2000",
                                "2000",
                                "30000",
                                "answered",
                                "200",
                                "16",
                                "caller",
                                "PCMA,opus"),
                        List.of(
                                "a2",
                                "-",
                                "-",
                                "-",
                                "-",
                                "-",
                                "in_progress",
                                "-",
                                "-",
                                "",
                                "PCMA,opus"));
    }

    @Test
    default void replacesAMeasurement() throws Exception {
        database().write(Tables.MEASUREMENTS, measurement(Map.of("count", 1.0, "sum", 2.5)));
        database()
                .write(
                        Tables.MEASUREMENTS,
                        measurement(
                                Map.of(
                                        "count", 3.0,
                                        "mean", Double.NaN,
                                        "max", Double.POSITIVE_INFINITY,
                                        "last", 7.0,
                                        "peak", 9.5)));

        assertThat(
                        database()
                                .row(
                                        "SELECT name, window_start, window_end, tags, node, trunk, direction, method, code, count, sum, mean, min, max, p50, p95, p99, last, fields, sketch FROM measurements"))
                .containsExactly(
                        "call_duration_s",
                        "2026-03-01T12:00",
                        "2026-03-01T12:01",
                        "code=200,node=proxy-1,trunk=carrier-a",
                        "proxy-1",
                        "carrier-a",
                        "-",
                        "-",
                        "200",
                        "3",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "7",
                        "{\"peak\":9.5}",
                        "010203");
    }

    @Test
    default void keepsOtherHepTypesAsTextOrBytes() throws Exception {
        byte[] json = "{\"ssrc\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] isup = {1, (byte) 0xFE, 0};
        database()
                .write(
                        Tables.HEP_TRACE,
                        trace(5, "a1", NOON, json),
                        trace(54, "a2", NOON + 1, isup),
                        trace(5, "a1", NOON, json));

        assertThat(
                        database()
                                .rows(
                                        "SELECT captured_at, received_at, protocol, correlation_id, node, source, destination, payload, payload_raw FROM hep_trace ORDER BY captured_at"))
                .containsExactly(
                        List.of(
                                "2026-03-01T12:00:00.123456",
                                "2026-03-01T12:00:00.123463",
                                "5",
                                "a1",
                                "proxy-1",
                                "udp:192.0.2.1:5060",
                                "udp:[2001:db8::2]:5080",
                                "{\"ssrc\":1}",
                                "-"),
                        List.of(
                                "2026-03-01T12:00:00.123457",
                                "2026-03-01T12:00:00.123464",
                                "54",
                                "a2",
                                "proxy-1",
                                "udp:192.0.2.1:5060",
                                "udp:[2001:db8::2]:5080",
                                "-",
                                "01fe00"));
    }

    @Test
    default void keepsUndecodableBytesOnce() throws Exception {
        database().write(Tables.UNDECODABLE, undecodable(new byte[] {0, (byte) 0xFF}));
        database().write(Tables.UNDECODABLE, undecodable(new byte[] {0, (byte) 0xFF}));

        assertThat(
                        database()
                                .row(
                                        "SELECT received_at, agent, node, protocol, reason, detail, bytes FROM undecodable"))
                .containsExactly(
                        "2026-03-01T12:00:00.123456",
                        "198.51.100.1",
                        "7",
                        "0",
                        "bad_magic",
                        "expected HEP3, got EEP9",
                        "00ff");
    }

    @Test
    default void refusesABatchWithABadRowAndStoresNothingOfIt() throws Exception {
        database()
                .execute(
                        "ALTER TABLE "
                                + database().messages()
                                + " ADD CONSTRAINT no_bad CHECK (callid <> 'bad')");
        try (DirectWrites<Trace> target = database().target(Tables.SIP_TRACE)) {
            assertThatThrownBy(
                            () ->
                                    target.write(
                                            List.of(
                                                    invite("a1", 0),
                                                    invite("bad", 1),
                                                    invite("a2", 2))))
                    .isInstanceOf(RowRefusedException.class)
                    .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase("no_bad"));
            assertThat(database().count("sip_trace")).isZero();

            target.write(List.of(invite("a1", 0)));
            target.quarantine(invite("bad", 1), new RowRefusedException("no_bad violated", null));
            target.write(List.of(invite("a2", 2)));
        }
        assertThat(database().count("sip_trace")).isEqualTo(2);
        assertThat(database().row("SELECT target, error, row_text FROM quarantine"))
                .satisfies(
                        row -> {
                            assertThat(row.get(0)).isEqualTo("sip_trace");
                            assertThat(row.get(1)).isEqualTo("no_bad violated");
                            assertThat(row.get(2)).contains("callid=bad", "msg=0x494e56495445");
                        });
    }

    @Test
    default void failsWhenATableIsMissing() throws Exception {
        database().execute("DROP TABLE calls");

        assertThatThrownBy(() -> database().write(Tables.CALLS, call("a1", CallChange.STARTED)))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageStartingWith("calls in " + database().database().dialect().title());
    }

    @Test
    default void migratesAgainWithoutAChange() throws Exception {
        database().write(Tables.SIP_TRACE, invite("a1", 0));

        Schema.migrate(database().database());

        assertThat(database().count("sip_trace")).isEqualTo(1);
    }

    @Test
    default void acceptsASchemaWithTablesOfOthers() throws Exception {
        database().clear();
        database().execute("CREATE TABLE subscriber (id INT)");

        Schema.migrate(database().database());

        assertThat(database().count("sip_trace")).isZero();
    }

    @Test
    default void refusesASipTraceThatIsNotOurs() throws Exception {
        database().clear();
        database().execute("CREATE TABLE sip_trace (id INT)");

        assertThatThrownBy(() -> Schema.migrate(database().database()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has a table sip_trace that is not Siphon's: rename it");
    }

    @Test
    default void namesTheDatabaseThatAWrongPasswordDoesNotOpen() {
        Database right = database().database();
        Database wrong =
                new Database(right.dialect(), right.url(), right.user(), Secret.of("mistyped"));

        assertThatThrownBy(() -> Schema.migrate(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("store.jdbc.url: " + right + " cannot be used as user ")
                .hasMessageNotContaining("mistyped");
    }
}
