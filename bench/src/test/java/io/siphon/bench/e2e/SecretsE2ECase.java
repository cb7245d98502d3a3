package io.siphon.bench.e2e;

import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonCommand.Result;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.bench.server.PostgresServer;
import io.siphon.bench.server.ServerProcess;
import io.siphon.bench.testutils.InfluxServer;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passwords of databases are looked for where somebody else could find them: command lines, output,
 * log, journal, checkpoints, the savepoint, and every page of the web UI. Who may read the files.
 */
@Timeout(600)
class SecretsE2ECase {

    private static final String OF_POSTGRES = "canary-of-postgres-5e8c";
    private static final String OF_INFLUX = "canary-of-influx-91b7";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ID = Pattern.compile("\"(?:id|jid)\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path folder;

    @Test
    void nobodyFindsAPasswordAndNobodyElseReadsAFile() throws Exception {
        KnownCalls calls = KnownCalls.past(10, 10, Duration.ofSeconds(8), 1);
        UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
        int rest = ServerProcess.freePort();
        Path file = Files.writeString(folder.resolve("password"), OF_POSTGRES + "\n");
        Path data = folder.resolve("data");
        try (PostgresServer postgres = PostgresServer.started();
                InfluxServer influx = InfluxServer.started(true)) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            execute(
                    store,
                    "CREATE ROLE canary LOGIN PASSWORD '" + OF_POSTGRES + "'",
                    "GRANT ALL ON SCHEMA public TO canary");
            influx.query(
                    "", "CREATE USER canary WITH PASSWORD '" + OF_INFLUX + "' WITH ALL PRIVILEGES");
            try (SiphonCommand siphon =
                            SiphonCommand.start(
                                    Map.of(
                                            "SIPHON_STORE_INFLUX_PASSWORD",
                                            OF_INFLUX,
                                            "SIPHON_LOG",
                                            data.resolve("log/siphon.log").toString()),
                                    "run",
                                    "-Dhep.udp.bind=" + hep,
                                    "-Drest.port=" + rest,
                                    "-Ddata.dir=" + data,
                                    "-Dstore.jdbc.url=" + postgres.url(),
                                    "-Dstore.jdbc.user=canary",
                                    "-Dstore.jdbc.password-file=" + file,
                                    "-Dstore.influx.url=" + influx.url(),
                                    "-Dstore.influx.user=canary",
                                    "-Dqos.window=5 s",
                                    "-Dexecution.checkpointing.interval=500 ms");
                    HepSender agent = new HepSender("127.0.0.1", hep)) {
                siphon.awaitOutput("stop       Ctrl-C");
                calls.send(agent, 0, calls.size());
                Await.until(
                        "rows",
                        PATIENCE,
                        () -> store.number("SELECT count(*) FROM calls"),
                        rows -> rows == calls.expected().size());
                assertHasNone(
                        "command line",
                        Files.readAllBytes(Path.of("/proc/" + siphon.pid() + "/cmdline")));
                Map<String, String> pages = pages("http://127.0.0.1:" + rest);
                assertThat(pages).containsKey("/jobs/overview");
                pages.forEach((page, body) -> assertHasNone(page, body.getBytes()));
                siphon.signal("INT");
                Result result = siphon.awaitEnd();

                assertThat(result.status()).as(result.output()).isZero();
                assertHasNone("output", result.output().getBytes());
            }
        }
        List<Path> files = filesIn(data);
        assertThat(files)
                .anyMatch(path -> path.endsWith("_metadata"))
                .anyMatch(path -> path.toString().endsWith(".pcap"))
                .anyMatch(path -> path.endsWith("siphon.log"));
        for (Path path : files) {
            if (Files.isRegularFile(path)) {
                assertHasNone(path.toString(), Files.readAllBytes(path));
            }
            assertThat(Files.getPosixFilePermissions(path))
                    .as("%s", path)
                    .isSubsetOf(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void theEmbeddedDatabaseAndItsDoorAreItsOwnersAlone() throws Exception {
        Path data = folder.resolve("data");
        try (SiphonCommand siphon =
                SiphonCommand.start(
                        Map.of("SIPHON_LOG", data.resolve("log/siphon.log").toString()),
                        "run",
                        "-Dhep.udp.bind=" + UdpEndpoint.free("127.0.0.1"),
                        "-Drest.port=" + ServerProcess.freePort(),
                        "-Ddata.dir=" + data)) {
            siphon.awaitOutput("stop       Ctrl-C");
            Set<PosixFilePermission> owners = PosixFilePermissions.fromString("rw-------");
            assertThat(Files.getPosixFilePermissions(data.resolve("siphon.mv.db")))
                    .isEqualTo(owners);
            assertThat(Files.getPosixFilePermissions(data.resolve("siphon.door")))
                    .isEqualTo(owners);
            siphon.signal("INT").awaitEnd();
        }
    }

    private static void assertHasNone(String where, byte[] bytes) {
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .as(where)
                .doesNotContain(OF_POSTGRES, OF_INFLUX);
    }

    /** What Flink's REST API answers to GET, by path. */
    private Map<String, String> pages(String url) throws Exception {
        Map<String, String> pages = new LinkedHashMap<>();
        List<String> paths =
                new ArrayList<>(
                        List.of(
                                "/config",
                                "/overview",
                                "/jobs",
                                "/jobs/overview",
                                "/jobs/metrics",
                                "/jobmanager/config",
                                "/jobmanager/environment",
                                "/jobmanager/logs",
                                "/jobmanager/log",
                                "/jobmanager/stdout",
                                "/jobmanager/metrics",
                                "/jobmanager/thread-dump",
                                "/taskmanagers"));
        for (String path : paths) {
            get(url, path, pages);
        }
        for (String job : ids(pages.getOrDefault("/jobs/overview", ""))) {
            for (String page :
                    List.of(
                            "",
                            "/config",
                            "/plan",
                            "/exceptions",
                            "/accumulators",
                            "/checkpoints",
                            "/checkpoints/config",
                            "/jobmanager/config",
                            "/jobmanager/environment",
                            "/metrics")) {
                get(url, "/jobs/" + job + page, pages);
            }
            for (String vertex : ids(pages.getOrDefault("/jobs/" + job, ""))) {
                for (String page : List.of("", "/taskmanagers", "/accumulators", "/metrics")) {
                    get(url, "/jobs/" + job + "/vertices/" + vertex + page, pages);
                }
            }
        }
        for (String taskManager : ids(pages.getOrDefault("/taskmanagers", ""))) {
            for (String page : List.of("", "/logs", "/log", "/stdout", "/metrics")) {
                get(url, "/taskmanagers/" + taskManager + page, pages);
            }
        }
        return pages;
    }

    private void get(String url, String path, Map<String, String> pages) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(url + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            pages.put(path, answer.body());
        }
    }

    private static List<String> ids(String json) {
        return ID.matcher(json).results().map(id -> id.group(1)).distinct().toList();
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }

    private static void execute(StoreUnderTest store, String... statements) throws Exception {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
