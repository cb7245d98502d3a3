package io.siphon.bench.e2e;

import io.siphon.bench.lab.CaptureSocket;
import io.siphon.bench.lab.Lab;
import io.siphon.bench.lab.SipCase;
import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonCommand.Result;
import io.siphon.bench.lab.SippCall;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.StoredCall;
import io.siphon.bench.lab.TraceComparison;
import io.siphon.bench.lab.TraceMode;
import io.siphon.bench.lab.TraceRow;
import io.siphon.bench.lab.TraceTable;
import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What Kamailio wrote to its own table is read into Siphon's, as if it had been received. */
@Timeout(600)
class SipTraceTableE2ECase {

    /** Of each kind: enough for more rows than are read in one go. */
    private static final int CALLS = 5;

    private static final int USAGE = 2;
    private static final List<String> STORED =
            List.of("sip_trace", "calls", "measurements", "undecodable", "quarantine");

    private static PostgresServer postgres;
    private static MariaDbServer mariaDb;

    @BeforeAll
    static void startServers() {
        postgres = PostgresServer.started();
        mariaDb = MariaDbServer.started();
    }

    @AfterAll
    static void stopServers() {
        if (postgres != null) {
            postgres.close();
        }
        if (mariaDb != null) {
            mariaDb.close();
        }
    }

    @Test
    void readsWhatKamailioWroteToPostgres() throws Exception {
        reads(TraceTable.in(postgres, "kamailio"), StoreUnderTest.in(postgres));
    }

    @Test
    void readsWhatKamailioWroteToMariaDb() throws Exception {
        reads(TraceTable.in(mariaDb, "kamailio"), StoreUnderTest.in(mariaDb));
    }

    private static void reads(TraceTable table, StoreUnderTest store) throws Exception {
        Map<SipCase, List<SippCall>> placed = traffic(table);
        List<TraceRow> kamailio = table.rows();
        withARowForAUserAndOneWithoutMessage(table);

        Result first = backfill(table, store);
        assertThat(first.status()).as(first.output()).isZero();
        assertThat(first.output())
                .contains("read       %,d rows".formatted(kamailio.size() + 2))
                .contains("rows without a message 1, for one more traced_user 1");
        List<TraceRow> siphon = store.traces(callId -> true);
        TraceComparison.of(TraceMode.HEP3).assertSame(kamailio, siphon);
        assertThat(times(siphon, ZoneOffset.UTC))
                .isEqualTo(times(kamailio, ZoneId.systemDefault()));
        assertThat(store.rows("SELECT reason, detail FROM undecodable"))
                .singleElement()
                .satisfies(row -> assertThat(row.get(0)).isEqualTo("no-message"));
        assertCalls(placed, store.calls());

        List<Long> stored = counts(store);
        Result second = backfill(table, store);
        assertThat(second.status()).as(second.output()).isZero();
        assertThat(counts(store)).isEqualTo(stored);
    }

    private static Map<SipCase, List<SippCall>> traffic(TraceTable table) throws Exception {
        try (CaptureSocket collector = CaptureSocket.open();
                Lab lab = Lab.start(TraceMode.HEP3, collector.endpoint(), table)) {
            Map<SipCase, List<SippCall>> placed = lab.run(CALLS);
            Await.settled(
                    "rows of Kamailio",
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60),
                    table::count);
            return placed;
        }
    }

    /** As siptrace writes them for {@code traced_user_avp}, and where it has no buffer. */
    private static void withARowForAUserAndOneWithoutMessage(TraceTable table) throws SQLException {
        String others = "method, status, fromip, toip, fromtag, totag, direction";
        String copy =
                "INSERT INTO sip_trace (time_stamp, time_us, callid, traced_user, msg, "
                        + others
                        + ") SELECT time_stamp, time_us, callid, %s, "
                        + others
                        + " FROM sip_trace WHERE id = (SELECT MIN(id) FROM sip_trace)";
        try (Connection connection = table.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(copy.formatted("'alice', msg"));
            statement.execute(copy.formatted("'', 'No request buffer'"));
        }
    }

    private static void assertCalls(
            Map<SipCase, List<SippCall>> placed, Map<String, StoredCall> stored) {
        assertThat(placed.remove(SipCase.REGISTERED)).hasSize(CALLS);
        assertThat(stored).hasSize(CALLS * placed.size());
        placed.forEach(
                (kind, calls) ->
                        calls.forEach(
                                call -> {
                                    StoredCall found = stored.get(call.callId());
                                    assertThat(found).as(kind + " " + call).isNotNull();
                                    assertThat(found.isOver()).as(kind + " " + found).isTrue();
                                    assertThat(found.outcome())
                                            .as(kind + " " + found)
                                            .isEqualTo(kind.outcome());
                                    assertThat(found.finalStatus())
                                            .as(kind + " " + found)
                                            .isEqualTo((long) call.finalStatus());
                                }));
    }

    private static List<String> times(List<TraceRow> rows, ZoneId zone) {
        return rows.stream()
                .map(
                        row ->
                                LocalDateTime.parse(
                                                        row.timeStamp()
                                                                .substring(0, 19)
                                                                .replace(' ', 'T'))
                                                .atZone(zone)
                                                .toEpochSecond()
                                        + " "
                                        + row.timeUs())
                .sorted()
                .toList();
    }

    private static List<Long> counts(StoreUnderTest store) throws SQLException {
        List<Long> counts = new ArrayList<>();
        for (String table : STORED) {
            counts.add(store.number("SELECT COUNT(*) FROM " + table));
        }
        return counts;
    }

    private static Result backfill(TraceTable table, StoreUnderTest store) {
        return SiphonCommand.run(
                "backfill",
                "--from-sip-trace=" + table.url(),
                "--user=" + store.user(),
                "--password=" + store.password(),
                "--zone=" + ZoneId.systemDefault(),
                "-Dstore.jdbc.url=" + store.url(),
                "-Dstore.jdbc.user=" + store.user(),
                "-Dstore.jdbc.password=" + store.password());
    }

    @Test
    void whatCannotBeReadIsOneSentence() throws Exception {
        assertSentence(
                SiphonCommand.run("backfill", "--from-sip-trace=jdbc:postgresql://127.0.0.1:1/k"),
                "siphon: --from-sip-trace: cannot read sip_trace at 127.0.0.1:1/k: ");
        assertSentence(
                SiphonCommand.run("backfill", "--from-sip-trace=jdbc:oracle:thin:@//db/kamailio"),
                "siphon: --from-sip-trace: got jdbc:oracle:thin:@, expected jdbc:mariadb://");
        assertSentence(
                SiphonCommand.run("backfill"),
                "siphon: expected captures to read, or --from-sip-trace URL, and not both");
        StoreUnderTest server = StoreUnderTest.in(postgres);
        assertSentence(read(server, "not_there"), "\"not_there\" does not exist");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE of_opensips (id INT, time_stamp TIMESTAMP, callid TEXT,"
                            + " trace_attrs TEXT, msg TEXT, method TEXT, status TEXT,"
                            + " from_proto TEXT, from_ip TEXT, from_port INT, to_proto TEXT,"
                            + " to_ip TEXT, to_port INT, fromtag TEXT, direction TEXT)");
        }
        assertSentence(
                read(server, "of_opensips"),
                "is OpenSIPS's table, which has no microseconds, expected Kamailio's table");
    }

    private static Result read(StoreUnderTest server, String table) {
        return SiphonCommand.run(
                "backfill",
                "--from-sip-trace=" + server.url(),
                "--table=" + table,
                "--user=" + server.user(),
                "--password=" + server.password());
    }

    private static void assertSentence(Result result, String sentence) {
        assertThat(result.status()).as(result.output()).isEqualTo(USAGE);
        assertThat(result.output().lines().toList())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("siphon: ").contains(sentence));
    }
}
