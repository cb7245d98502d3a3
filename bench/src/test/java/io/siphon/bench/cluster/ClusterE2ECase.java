package io.siphon.bench.cluster;

import io.siphon.bench.backfill.TableDump;
import io.siphon.bench.lab.FlinkCluster;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonCommand.Result;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.bench.server.PostgresServer;
import io.siphon.bench.server.ServerProcess;
import io.siphon.job.runtime.LiveFolder;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A JobManager and two TaskManagers as processes: jobs move between them and lose nothing. */
@Timeout(600)
class ClusterE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;

    private static PostgresServer postgres;
    private static FlinkCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.started();
        cluster =
                FlinkCluster.in(
                        folder,
                        Map.of(
                                "execution.checkpointing.interval",
                                "1 s",
                                "heartbeat.interval",
                                "1000",
                                "heartbeat.timeout",
                                "10000",
                                "high-availability.zookeeper.quorum",
                                "localhost:" + ServerProcess.freePort()));
        assertThat(cluster.run("cluster", "status").output())
                .contains("siphon: no cluster runs in ");
        cluster.succeed("cluster", "start", "--taskmanagers", "2", "--ha");
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
            assertNobodyWroteThePassword();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Job graphs that ZooKeeper leads to, checkpoints, savepoints, logs. */
    private static void assertNobodyWroteThePassword() throws IOException {
        assertThat(LiveFolder.deepestFirst(folder))
                .anyMatch(file -> file.endsWith("_metadata"))
                .allSatisfy(file -> assertThat(text(file)).doesNotContain(PostgresServer.PASSWORD));
    }

    /** Empty when it is gone. */
    private static String text(Path file) throws IOException {
        try {
            return Files.isRegularFile(file)
                    ? Files.readString(file, StandardCharsets.ISO_8859_1)
                    : "";
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    @Test
    void refusesAPasswordThatItsProcessesWouldHaveToCarry() {
        String password = "-Dstore.jdbc.password=" + PostgresServer.PASSWORD;

        Result job = cluster.run("flink", "run", FlinkCluster.jobJar().toString(), "run", password);
        assertThat(job.status()).isNotZero();
        assertThat(job.output())
                .contains("store.jdbc.password: a job on a cluster would carry the password")
                .contains("expected store.jdbc.password-file, or SIPHON_STORE_JDBC_PASSWORD")
                .doesNotContain(PostgresServer.PASSWORD);

        Result start = cluster.run("cluster", "start", password);
        assertThat(start.status()).as(start.output()).isEqualTo(2);
        assertThat(start.output()).contains("siphon: store.jdbc.password: a job on a cluster");
    }

    @Test
    void saysWhatCannotBe() {
        Result again = cluster.run("cluster", "start");
        assertThat(again.status()).as(again.output()).isEqualTo(2);
        assertThat(again.output()).contains("is running already: http://localhost:");

        Result embedded = cluster.run("flink", "run", FlinkCluster.jobJar().toString(), "run");
        assertThat(embedded.status()).isNotZero();
        assertThat(embedded.output())
                .contains("store.jdbc.url: got nothing, expected PostgreSQL, MariaDB, MySQL");

        Result piped =
                cluster.run("flink", "run", FlinkCluster.jobJar().toString(), "backfill", "-");
        assertThat(piped.output()).contains("-: not possible on a cluster");
    }

    /** {@code flink run} and {@code flink stop} have it, as the other tests show. */
    @Test
    void takesJobsOnlyFromWhoHasTheSecret() throws Exception {
        String secret = Files.readString(cluster.data().resolve("rest-secret")).strip();
        assertThat(post("/jobs", "Bearer 0")).isEqualTo(401);
        assertThat(post("/jars/upload", "Bearer " + secret)).isEqualTo(403);
        assertThat(post("/jobs", "Bearer " + secret)).as("Flink's: no job graph").isEqualTo(400);
    }

    private static int post(String path, String authorization) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(cluster.uri(path))
                                .header("Authorization", authorization)
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    /** Half-way at one, at two, and to the end at one: as a whole one without a cluster. */
    @Test
    void aBackfillIsStoppedAndRescaledAndStoresWhatAWholeOneStores() throws Exception {
        KnownCalls calls =
                KnownCalls.beginning(
                        Instant.parse("2026-01-05T08:00:00Z"), 1500, 50, Duration.ofSeconds(30), 5);
        Path capture = calls.write(folder.resolve("calls.pcap"));
        StoreUnderTest whole = store("whole");
        cluster.succeed(arguments(whole, "backfill", capture.toString()).toArray(String[]::new));

        StoreUnderTest moved = store("moved");
        List<String> slowly =
                arguments(
                        moved,
                        "backfill",
                        "--files",
                        capture.toString(),
                        "-Dstore.jdbc.batch.rows=2");
        String savepoint = null;
        for (int parallelism = 1; parallelism <= 2; parallelism++) {
            String job = cluster.submit(options(parallelism, savepoint), slowly);
            long wanted = parallelism * calls.sip() / 4;
            Await.until("rows", PATIENCE, () -> messages(moved), rows -> rows >= wanted);
            savepoint = stopMidway(job, moved);
            cluster.await(job, "FINISHED");
            assertThat(messages(moved)).isBetween(wanted, calls.sip() - 1);
        }
        String last =
                cluster.submit(
                        options(1, savepoint),
                        arguments(moved, "backfill", "--files", "file://" + capture));
        cluster.await(last, "FINISHED");

        assertThat(KnownCalls.of(moved.calls())).isEqualTo(calls.expected());
        // a uid has a secret of its store
        Set<String> own = Set.of("id", "uid");
        TableDump.assertSame(TableDump.of(moved, own), TableDump.of(whole, own));
    }

    @Test
    void callsInProgressSurviveADeadTaskManagerAndADeadJobManager() throws Exception {
        StoreUnderTest store = store("live");
        UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
        KnownCalls calls = KnownCalls.past(60, 10, Duration.ofSeconds(8), 4);
        int third = calls.size() / 3;
        List<String> run = arguments(store, "run", "-Dhep.udp.bind=" + hep);
        try (HepSender agent = new HepSender("127.0.0.1", hep)) {
            String job = cluster.submit(List.of(), run);
            send(calls, 0, third, agent, hep, store);
            cluster.awaitCheckpoint(job);
            String died = cluster.taskManagersOf(job).get(0);
            cluster.kill(died);
            cluster.awaitMovedFrom(job, died);
            send(calls, third, 2 * third, agent, hep, store);
            cluster.awaitCheckpoint(job);
            cluster.kill("jobmanager");

            assertThat(cluster.succeed("cluster", "start", "--taskmanagers", "2"))
                    .contains("taskmanager-1  pid ", "taskmanager-2  pid ", "zookeeper  pid ");
            cluster.awaitRunning(job);
            send(calls, 2 * third, calls.size() - 10, agent, hep, store);
            String savepoint = cluster.stop(job);

            assertThat(cluster.succeed("cluster", "snapshot").strip()).isEqualTo(savepoint);
            String second = cluster.submit(List.of("-s", savepoint), run);
            send(calls, calls.size() - 10, calls.size(), agent, hep, store);
            Await.until(
                    "calls",
                    PATIENCE,
                    () -> KnownCalls.of(store.calls()),
                    stored -> stored.equals(calls.expected()));
            cluster.stop(second);
        }
    }

    /**
     * What runs the job is killed under traffic, and then what steers it, at random moments: all is
     * as if nobody had been.
     */
    @Test
    @Timeout(3600)
    void whatIsReceivedIsStoredOnceWhateverIsKilled() throws Exception {
        try (JobUnderTraffic traffic = JobUnderTraffic.start(cluster, store("traffic"))) {
            for (int kill = 0; kill < JobUnderTraffic.KILLS; kill++) {
                traffic.awaitRandomMoment();
                String runner = cluster.taskManagersOf(traffic.job()).get(0);
                cluster.kill(runner);
                cluster.awaitMovedFrom(traffic.job(), runner);
                cluster.succeed("cluster", "start", "--taskmanagers", "2");

                traffic.awaitRandomMoment();
                cluster.kill("jobmanager");
                cluster.succeed("cluster", "start", "--taskmanagers", "2");
                cluster.awaitRunning(traffic.job());
            }
            traffic.fallSilent();
            traffic.assertUndisturbedBy(
                    JobUnderTraffic.KILLS + " kills of a TaskManager and of the JobManager each");
        }
    }

    /**
     * The savepoint. Asked for again, as its user would, when Flink declines it: an event to align
     * watermarks, on its way to a subtask that has just ended, fails what is triggered meanwhile.
     */
    private static String stopMidway(String job, StoreUnderTest store) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return stopLocked(job, store);
            } catch (AssertionError e) {
                boolean again =
                        e.getMessage().contains("some OperatorEvents")
                                // a task had ended when it was asked for the savepoint
                                || e.getMessage().contains("Task local checkpoint failure");
                if (tries == 3 || !again) {
                    throw e;
                }
            }
        }
    }

    /** The job gets no further while Flink's client starts. */
    private static String stopLocked(String job, StoreUnderTest store) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE sip_trace IN SHARE MODE");
            return cluster.stop(job, () -> rollback(connection));
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when they are stored. */
    private static void send(
            KnownCalls calls,
            int from,
            int to,
            HepSender agent,
            UdpEndpoint hep,
            StoreUnderTest store) {
        Await.until("the socket to be open", PATIENCE, hep::isBound, bound -> bound);
        calls.send(agent, from, to);
        Await.until("rows", PATIENCE, store::messageCount, rows -> rows == to);
    }

    private static List<String> options(int parallelism, String savepoint) {
        List<String> options = new ArrayList<>(List.of("-p", "" + parallelism));
        if (savepoint != null) {
            options.addAll(List.of("-s", savepoint));
        }
        return options;
    }

    private static List<String> arguments(StoreUnderTest store, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        store.options().forEach(option -> all.add("-D" + option));
        return all;
    }

    private static StoreUnderTest store(String name) throws SQLException {
        return StoreUnderTest.in(postgres).another(name);
    }

    private static long messages(StoreUnderTest store) throws SQLException {
        return store.number("SELECT count(*) FROM sip_trace");
    }
}
