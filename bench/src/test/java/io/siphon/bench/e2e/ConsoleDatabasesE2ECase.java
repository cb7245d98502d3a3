package io.siphon.bench.e2e;

import io.siphon.bench.server.DatabaseServer;
import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;
import io.siphon.console.baseline.CountedBaselines;
import io.siphon.console.flow.HostNames;
import io.siphon.console.search.Page;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.search.TimeRange;
import io.siphon.console.store.StoreAddress;
import io.siphon.console.store.StorePool;
import io.siphon.console.web.ConsoleServer;
import io.siphon.console.web.ConsoleSettings;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.runtime.Stores;
import io.siphon.job.sink.jdbc.PruneByHand;
import io.siphon.schema.Call;

import org.apache.flink.configuration.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A query finds the same calls in H2, PostgreSQL and MariaDB, and every page opens on each. */
@Timeout(600)
class ConsoleDatabasesE2ECase {

    private static final List<String> QUERIES =
            List.of(
                    "",
                    "from:+4420*",
                    "to:+4420*",
                    "user:alice",
                    "alice",
                    "192.0.2.1",
                    "callid:a@x",
                    "outcome:failed",
                    "!outcome:answered",
                    "status:5xx OR status:486",
                    "status:>=500",
                    "!status:200",
                    "reason:\"service un\"",
                    "reason:BUSY",
                    "dur:<15",
                    "dur:500ms..10s",
                    "pdd:>5",
                    "ring:1500ms",
                    "setup:none",
                    "ip:192.0.2.*",
                    "src:192.0.2.1:5060",
                    "src:2001:db8::1",
                    "trunk:carrier-b",
                    "node:proxy_2",
                    "ua:50%_off",
                    "codec:pcma",
                    "retries:>1",
                    "alert:*",
                    "mos:<3.5",
                    "!mos:<3.5",
                    "loss:>1.5",
                    "media:one-way",
                    "media:both",
                    "media:none",
                    "up:yes",
                    "text:\"x-route: gold\"",
                    "header:x-route",
                    "header:X-Route:gold",
                    "header:X-Route=g*d",
                    "header:Route:gold",
                    "header:X-Route:INVITE",
                    "!header:X-Route",
                    "header:X-Clock",
                    "text:x-clock header:X-Clock:behind",
                    "correlation:cdr-*",
                    "xcid:cdr-17",
                    "dst:192.0.2.2",
                    "src:192.0.2.0/24",
                    "src:192.0.2.0/31",
                    "dst:192.0.2.4/30",
                    "src:2001:DB8:0:0::1",
                    "direction:in",
                    "jitter:>1",
                    "jitter:>6",
                    "retries:0..1",
                    "is:slow-setup",
                    "is:one-way",
                    "is:poor-media",
                    "is:retried",
                    "setup:<3s",
                    "q850:16",
                    "alert:call_failures",
                    "(to:bob OR status:486) !is:failed",
                    "is:short",
                    "is:problems",
                    "is:failed",
                    "is:still-up",
                    "q850:none",
                    "released:network",
                    "Alice",
                    "alice ");

    private static final List<String> PAGES =
            List.of(
                    "/calls",
                    "/calls?q=is:problems",
                    "/calls/b%40x?m=1",
                    "/messages",
                    "/messages?q=status:4xx",
                    "/messages?q=request:yes+method:INVITE",
                    "/registrations?q=lapsed:no",
                    "/streams",
                    "/streams?q=mos:%3C3.5&from=2026-03-01",
                    "/compare?a=b@x&b=a@x",
                    "/messages?q=header:x-route",
                    "/alerts",
                    "/baselines",
                    "/overview?from=2026-03-01&to=2026-03-02",
                    "/overview?from=2026-02-01&to=2026-03-20",
                    "/overview?from=2026-02-01&to=2026-03-02&trunk=carrier-a&node=proxy-1&codec=PCMA",
                    "/health",
                    "/api/v1/measurements?name=x");

    @TempDir Path folder;

    @Test
    void answersAreEqualAndPagesOpen() throws Exception {
        try (PostgresServer postgres = PostgresServer.started();
                MariaDbServer mariaDb = MariaDbServer.started()) {
            Map<String, String> expected = answers(h2(), "RANDOM_UUID()");

            assertThat(expected.get("from:+4420*")).isEqualTo("b");
            assertThat(expected.get("is:problems")).isEqualTo("bd");
            assertThat(expected.get("header:X-Route=g*d")).isEqualTo("b");
            assertThat(expected.get("header:X-Clock")).isEqualTo("d");
            assertThat(expected.get("xcid:cdr-17")).isEqualTo("e");
            assertThat(expected.get("alert:call_failures")).isEqualTo("b");
            assertThat(answers(of(postgres), "gen_random_uuid()")).isEqualTo(expected);
            assertThat(answers(of(mariaDb), "RANDOM_BYTES(16)")).isEqualTo(expected);
        }
    }

    private StoreAddress h2() {
        String url = "jdbc:h2:file:" + folder.resolve("siphon");
        return prepared(new StoreAddress(url, "sa", ""));
    }

    private StoreAddress of(DatabaseServer server) {
        return prepared(
                new StoreAddress(server.url(), DatabaseServer.USER, DatabaseServer.PASSWORD));
    }

    private StoreAddress prepared(StoreAddress address) {
        Configuration configuration = options(address);
        configuration.set(DataSection.DIR, folder.toString());
        Stores.prepare(configuration);
        return address;
    }

    private static Configuration options(StoreAddress address) {
        Configuration configuration = new Configuration();
        configuration.set(JdbcSection.URL, address.url());
        configuration.set(JdbcSection.USER, address.user());
        configuration.set(JdbcSection.PASSWORD, address.password());
        return configuration;
    }

    private static Map<String, String> answers(StoreAddress address, String uid) throws Exception {
        fill(address, uid);
        Map<String, String> answers = new LinkedHashMap<>();
        try (StorePool pool = new StorePool(address, 2, Duration.ofSeconds(30))) {
            for (String query : QUERIES) {
                answers.put(query, ids(pool, query));
            }
        }
        try (ConsoleServer console =
                ConsoleServer.start(
                        ConsoleSettings.of(
                                        "127.0.0.1",
                                        io.siphon.bench.server.ServerProcess.freePort(),
                                        address,
                                        HostNames.NONE)
                                .learning(CountedBaselines::new))) {
            Map<String, String> bodies = new LinkedHashMap<>();
            for (String page : PAGES) {
                bodies.put(page, get(console, page));
            }
            PruneByHand.of(JobConfig.from(options(address))).addUp(Clock.systemUTC());
            assertThat(numbers(address, "SELECT SUM(calls) FROM call_sums")).isEqualTo(5);
            assertThat(numbers(address, "SELECT SUM(streams) FROM stream_sums")).isPositive();
            for (String page : PAGES) {
                if (page.startsWith("/overview")) {
                    assertThat(get(console, page)).isEqualTo(bodies.get(page));
                }
            }
        }
        return answers;
    }

    private static String get(ConsoleServer console, String page) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(console.url() + page)).build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(page + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static long numbers(StoreAddress address, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                address.url(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String ids(StorePool pool, String query) {
        StringBuilder ids = new StringBuilder();
        String after = null;
        do {
            Page<Call> page =
                    new Search(
                                    Subject.CALLS,
                                    QueryParser.parse(Subject.CALLS, query),
                                    TimeRange.ALWAYS,
                                    2,
                                    after,
                                    true)
                            .run(pool, Call.class, Duration.ofSeconds(60));
            page.rows().forEach(call -> ids.append(call.callId().charAt(0)));
            after = page.next();
        } while (after != null);
        return ids.toString();
    }

    private static void fill(StoreAddress address, String uid) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                address.url(), address.user(), address.password());
                Statement sql = connection.createStatement()) {
            for (char id = 'a'; id <= 'e'; id++) {
                sql.execute(
                        ("INSERT INTO calls (call_id, caller, callee, from_tag, to_tag, source,"
                                        + " destination, node, trunk, direction, started_at,"
                                        + " ringing_at, answered_at, ended_at, pdd_ms, setup_ms,"
                                        + " duration_ms, outcome, final_status, released_by,"
                                        + " user_agent, codecs, reason, retries) VALUES ('%1$s@x',"
                                        + " 'alice', '+4420123', 'a', 'b', 'udp:192.0.2.1:5060',"
                                        + " 'udp:192.0.2.2:5060', 'proxy-1', 'carrier-a', 'in',"
                                        + " '2026-03-01 10:%2$d0:00', '2026-03-01 10:%2$d0:00.5',"
                                        + " '2026-03-01 10:%2$d0:02', '2026-03-01 10:%2$d1:02', 500,"
                                        + " 2000, 60000, 'answered', 200, 'caller', 'Phone/1.0',"
                                        + " 'PCMA,telephone-event', 'OK', 0)")
                                .formatted(id, id - 'a'));
            }
            String unanswered = "answered_at = NULL, setup_ms = NULL, duration_ms = NULL, ";
            for (String change :
                    List.of(
                            "caller = '+4420999', callee = 'bob', outcome = 'failed', final_status ="
                                    + " 503, reason = 'Service Unavailable', released_by ="
                                    + " 'network', trunk = 'carrier-b', "
                                    + unanswered
                                    + "retries = 0 WHERE call_id = 'b@x'",
                            "outcome = 'busy', final_status = 486, reason = 'Busy Here', source ="
                                    + " 'tcp:[2001:db8::1]:5061', node = 'proxy_2', "
                                    + unanswered
                                    + "retries = 0 WHERE call_id = 'c@x'",
                            "duration_ms = 4000, pdd_ms = 7000 WHERE call_id = 'd@x'",
                            "ended_at = NULL, duration_ms = NULL, user_agent = '50%_off',"
                                    + " correlation_id = 'cdr-17', q850_cause = 16, retries ="
                                    + " 2 WHERE call_id = 'e@x'")) {
                sql.execute("UPDATE calls SET " + change);
            }
            for (String stream :
                    List.of(
                            "a@x', 'from_caller', 4.2",
                            "a@x', 'from_callee', 4.1",
                            "d@x', 'from_caller', 2.5")) {
                sql.execute(
                        ("INSERT INTO streams (call_id, direction, mos, source, destination, ssrc,"
                                        + " payload_type, codec, by_sdp, node, trunk, started_at,"
                                        + " last_at, ended_at, packets, octets, lost, out_of_order,"
                                        + " duplicates, loss_pct, jitter_mean_ms, uid) VALUES ('%s,"
                                        + " 'udp:192.0.2.1:4000', 'udp:192.0.2.2:4000', 1, 8,"
                                        + " 'PCMA', 1, 'n', '', '2026-03-01 10:00:02', '2026-03-01"
                                        + " 10:01:02', '2026-03-01 10:01:02', 100, 16000, 2, 0, 0,"
                                        + " 2, 5, %s)")
                                .formatted(stream, uid));
            }
            if (address.url().startsWith("jdbc:postgresql:")) {
                for (int month = 1; month <= 3; month++) {
                    sql.execute(
                            "CREATE TABLE sip_trace_20260%1$d01 PARTITION OF sip_message FOR VALUES FROM ('2026-0%1$d-01') TO ('2026-0%2$d-01')"
                                    .formatted(month, month + 1));
                }
            }
            sql.execute(
                    ("INSERT INTO alerts (state, windows, reopened, suppressed_by, changed_at,"
                                    + " detector, severity, node, subject, opened_at, last_at, peak,"
                                    + " threshold, count, message, uid) VALUES ('closed', 1, 0, '',"
                                    + " '2026-03-01 10:11:00', 'call_failures', 'warning', '',"
                                    + " 'carrier-b', '2026-03-01 10:10:00', '2026-03-01 10:11:00', 1,"
                                    + " 1, 1, 'm', %s)")
                            .formatted(uid));
            // of the last, the clock is a day behind; the one before is of another dialog
            for (String message :
                    List.of(
                            "2026-03-01 10:10:00', 1, 'b@x', 'INVITE sip:bob@x SIP/2.0\nX-Route: Gold",
                            "2026-01-07 10:10:00', 1, 'c@x', 'OPTIONS sip:c@x SIP/2.0\nX-Clock: right",
                            "2026-02-28 10:31:00', 1, 'd@x', 'INVITE sip:d@x SIP/2.0\nX-Clock: behind")) {
                sql.execute(
                        ("INSERT INTO sip_trace (time_stamp, time_us, callid, msg, method, status,"
                                        + " fromip, toip, node, received_at, uid) VALUES"
                                        + " ('%s\n\n', 'INVITE', '', 'udp:192.0.2.1:5060',"
                                        + " 'udp:192.0.2.2:5060', 'n', '2026-03-01 10:10:00', %s)")
                                .formatted(message, uid));
            }
        }
    }
}
