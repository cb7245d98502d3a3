package io.siphon.bench;

import io.siphon.schema.Distribution;

import java.io.PrintStream;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Thirty days of calls in PostgreSQL, made by the database itself: seven messages a call, evenly
 * spread, two media streams of every answered call by RTCP, and the windows of a minute that such
 * traffic has. The last call begins when it is started.
 */
final class ConsoleFill {

    static final int DAYS = 30;

    private static final long MICROS = DAYS * 86_400_000_000L;

    private static final int MESSAGES_A_CALL = 7;
    private static final int TRUNKS = 3;
    private static final int NODES = 2;

    private final BenchStore store;
    private final PrintStream progress;
    private final long calls;
    private final LocalDateTime start;

    ConsoleFill(BenchStore store, long messages, PrintStream progress) {
        this.store = store;
        this.progress = progress;
        this.calls = Math.max(1, messages / MESSAGES_A_CALL);
        this.start =
                LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).minusDays(DAYS);
    }

    /** Call-IDs are {@code n@198.51.100.10}, from 0. */
    long calls() {
        return calls;
    }

    void run() throws SQLException {
        double began = System.nanoTime();
        for (LocalDate day = start.toLocalDate();
                !day.isAfter(start.toLocalDate().plusDays(DAYS));
                day = day.plusDays(1)) {
            messages(day);
        }
        step("messages", began);
        calls("calls", callRows());
        calls("reported_streams", streamRows());
        step("calls and streams", began);
        windows();
        step("windows", began);
        store.execute("VACUUM ANALYZE", "CHECKPOINT");
        step("vacuum", began);
    }

    private void step(String what, double began) {
        progress.printf(Locale.ROOT, "%s after %.0f s%n", what, (System.nanoTime() - began) / 1e9);
    }

    private void calls(String table, String rows) throws SQLException {
        store.execute("INSERT INTO " + table + " " + rows);
    }

    /** When a call begins: {@code n} is the column of its number. */
    private String time(String n) {
        return "(timestamp '%s' + %s * %d / %d * interval '1 microsecond')"
                .formatted(start, n, MICROS, calls);
    }

    /** The first call of a day, and the one after its last. */
    private long first(LocalDate day) {
        long since = ChronoUnit.MICROS.between(start, day.atStartOfDay());
        // rounded up
        return Math.min(calls, Math.max(0, -Math.floorDiv(-since * calls, MICROS)));
    }

    /** A day's table is filled before it has indexes. */
    private void messages(LocalDate day) throws SQLException {
        String partition = "sip_trace_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
        store.execute(
                "CREATE TABLE " + partition + " (LIKE sip_message INCLUDING DEFAULTS)",
                ("INSERT INTO %s (id, time_stamp, time_us, callid, msg, method, status, fromip,"
                                + " toip, fromtag, totag, direction, node, received_at, uid) SELECT"
                                + " n * 7 + m, date_trunc('second', t), 1000 * m, n ||"
                                + " '@198.51.100.10', CASE WHEN m IN (1, 2, 3, 6) THEN 'SIP/2.0 ' ||"
                                + " (ARRAY['100 Trying', '180 Ringing', '200 OK', '', '', '200"
                                + " OK'])[m] ELSE (ARRAY['INVITE', '', '', '', 'ACK', 'BYE'])[m + 1] ||"
                                + " ' sip:+4420' || n %% 500000 || '@example.org SIP/2.0' END ||"
                                + " E'\\r\\nVia: SIP/2.0/UDP 198.51.100.20:5060;branch=z9hG4bK' ||"
                                + " n || E'\\r\\nFrom: <sip:+4930' || n %% 200000 ||"
                                + " E'@example.org>;tag=a\\r\\nTo: <sip:+4420@example.org>\\r\\nCall-ID: '"
                                + " || n || E'@198.51.100.10\\r\\nCSeq: 1 ' || CASE WHEN m < 4 THEN"
                                + " 'INVITE' WHEN m = 4 THEN 'ACK' ELSE 'BYE' END ||"
                                + " E'\\r\\nX-Tenant: ' || n %% 50 || E'\\r\\n' || repeat('X-Pad:"
                                + " 0123456789abcdef\\r\\n', 12) || E'\\r\\n', CASE WHEN m < 4 THEN"
                                + " 'INVITE' WHEN m = 4 THEN 'ACK' ELSE 'BYE' END, CASE WHEN m IN (1,"
                                + " 2, 3, 6) THEN (ARRAY['100', '180', '200', '', '', '200'])[m] ELSE ''"
                                + " END, 'udp:198.51.100.20:5060', 'udp:203.0.113.10:5060', 'a', 'b',"
                                + " 'in', 'proxy-' || n %% 2, t, (lpad(to_hex((extract(epoch from"
                                + " date_trunc('second', t)) * 1000000)::bigint + 1000 * m), 16, '0')"
                                + " || substr(md5(n || ' ' || m), 1, 16))::uuid FROM (SELECT n,"
                                + " %s AS t FROM generate_series(%d::bigint, %d::bigint) n) c,"
                                + " generate_series(0, 6) m")
                        .formatted(partition, time("n"), first(day), first(day.plusDays(1)) - 1),
                "ALTER TABLE " + partition + " ADD PRIMARY KEY (uid)",
                "ALTER TABLE sip_message ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                        .formatted(partition, day, day.plusDays(1)));
    }

    /** Two of three answered; the rest as in a network. */
    private String callRows() {
        return ("(call_id, caller, callee, from_tag, to_tag, source, destination, node, trunk,"
                        + " direction, started_at, ringing_at, answered_at, ended_at, pdd_ms,"
                        + " setup_ms, duration_ms, outcome, final_status, released_by, user_agent,"
                        + " codecs, correlation_id, reason, retries, clock_offset_ms) SELECT n ||"
                        + " '@198.51.100.10', '+4930' || n %% 200000, '+4420' || n %% 500000, 'a',"
                        + " 'b', 'udp:198.51.100.20:5060', 'udp:203.0.113.' || n %% 5 || ':5060',"
                        + " 'proxy-' || n %% 2, 'carrier-' || n %% 3, 'in', t, t + interval '1"
                        + " second', CASE WHEN k < 67 THEN t + interval '5 second' END, t +"
                        + " interval '65 second', 500 + n %% 4000, CASE WHEN k < 67 THEN 5000 END,"
                        + " CASE WHEN k < 67 THEN 1000 * (n %% 300) END, CASE WHEN k < 67 THEN"
                        + " 'answered' WHEN k < 77 THEN 'busy' WHEN k < 87 THEN 'no_answer' WHEN k <"
                        + " 95 THEN 'cancelled' ELSE 'failed' END, CASE WHEN k < 67 THEN 200 WHEN k"
                        + " < 77 THEN 486 WHEN k < 87 THEN 480 WHEN k < 95 THEN 487 ELSE 503 END,"
                        + " 'caller', 'Phone/1.0', 'PCMA,telephone-event', 'cdr-' || n, 'OK', 0, 0"
                        + " FROM (SELECT n, n * 7919 %% 100 AS k, %s AS t FROM generate_series(0,"
                        + " %d::bigint) n) c")
                .formatted(time("n"), calls - 1);
    }

    private String streamRows() {
        return ("(call_id, reporter, sender, node, trunk, ssrc, codec, started_at, ended_at, reports,"
                        + " lost, loss_mean_pct, loss_max_pct, jitter_mean_ms, jitter_max_ms,"
                        + " rtt_mean_ms, rtt_max_ms, mos_mean, mos_min, uid) SELECT n ||"
                        + " '@198.51.100.10', 'udp:198.51.100.20:4001', 'udp:203.0.113.10:5001',"
                        + " 'proxy-' || n %% 2, 'carrier-' || n %% 3, n * 2 + s, CASE WHEN n %% 4 = 0"
                        + " THEN 'G729' ELSE 'PCMA' END, t + interval '10 second', t + interval '65"
                        + " second', 12, n %% 20, n %% 20 / 10.0, 2, 5 + n %% 10, 30, 40, 60, 4.3 - n"
                        + " %% 20 / 10.0, 2, gen_random_uuid() FROM (SELECT n, %s AS t FROM"
                        + " generate_series(0, %d::bigint) n) c, generate_series(0, 1) s WHERE n *"
                        + " 7919 %% 100 < 67")
                .formatted(time("n"), calls - 1);
    }

    /** One window a minute of each series, as many as are not empty in traffic like this. */
    private void windows() throws SQLException {
        store.execute("CREATE UNLOGGED TABLE windows (LIKE measurements)");
        String sketch = "'\\x" + sketch() + "'::bytea";
        String none = "NULL::bytea";
        String node = "node=proxy-' || n || '";
        String trunk = ",trunk=carrier-' || k || '";
        for (String name : new String[] {"call_attempts", "call_answers"}) {
            window(name, "direction=in," + node + trunk, "NULL", none, "", "");
        }
        window("call_pdd_ms", "direction=in," + node + trunk, "NULL", sketch, "", "");
        window("registration_attempts", "direction=in,kind=refresh," + node, "NULL", none, "", "");
        window("call_concurrent", node + trunk, "NULL", none, "", "");
        for (String name : new String[] {"rtcp_mos", "rtcp_loss_pct"}) {
            window(
                    name,
                    "codec=' || c || '," + node + trunk,
                    "NULL",
                    sketch,
                    ", unnest(ARRAY['PCMA', 'G729']) c",
                    "");
        }
        window(
                "sip_responses",
                "class=' || left(c, 1) || 'xx,code=' || c || ',direction=in,method=INVITE,"
                        + node
                        + trunk,
                "c",
                none,
                ", unnest(ARRAY['100', '180', '200', '486', '480', '487', '503']) c",
                ", 'INVITE'");
        // as a job writes them: all series of a minute, then those of the next
        store.execute(
                "INSERT INTO measurements SELECT * FROM windows ORDER BY window_start ON CONFLICT DO"
                        + " NOTHING",
                "DROP TABLE windows");
    }

    private void window(
            String name, String tags, String code, String sketch, String more, String method)
            throws SQLException {
        store.execute(
                ("INSERT INTO windows (name, window_start, window_end, tags, node, trunk, direction,"
                                + " code, count, sum, mean, min, max, p50, p95, p99, sketch%s) SELECT"
                                + " '%s', t, t + interval '1 minute', '%s', 'proxy-' || n, 'carrier-'"
                                + " || k, 'in', %s, 6, 24, 4, 3, 5, 4, 5, 5, %s%s FROM"
                                + " generate_series(timestamp '%s', timestamp '%s', interval '1"
                                + " minute') t, generate_series(0, %d) n, generate_series(0, %d) k%s")
                        .formatted(
                                method.isEmpty() ? "" : ", method",
                                name,
                                tags,
                                code,
                                sketch,
                                method,
                                start,
                                start.plusDays(DAYS),
                                NODES - 1,
                                TRUNKS - 1,
                                more));
    }

    private static String sketch() {
        Distribution values = new Distribution();
        for (int i = 1; i <= 6; i++) {
            values.add(3 + i * 0.2);
        }
        return HexFormat.of().formatHex(values.toBytes());
    }
}
