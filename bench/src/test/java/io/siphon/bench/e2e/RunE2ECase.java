package io.siphon.bench.e2e;

import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code siphon run} on the command line: what it says, how it ends, what it goes on with. */
@Timeout(600)
class RunE2ECase {

    private static final String AGENT = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void storesEverythingReceivedBeforeCtrlC() throws Exception {
        KnownCalls calls = KnownCalls.past(100, 10, Duration.ofSeconds(8), 1);
        try (SiphonProcess siphon = SiphonProcess.started();
                HepSender agent = new HepSender(AGENT, siphon.hep())) {
            calls.send(agent, 0, calls.size());
            assertReportedMeanwhile(siphon);
            assertThat(siphon.log()).doesNotContain(" WARN ", " ERROR ");
            assertWebUiChangesNothing(siphon);
            siphon.stop();

            StoreUnderTest store = siphon.embeddedStore();
            assertThat(store.number("SELECT count(*) FROM sip_trace"))
                    .as(siphon.tail())
                    .isEqualTo(calls.sip());
            assertThat(store.number("SELECT count(*) FROM hep_trace"))
                    .isEqualTo(calls.size() - calls.sip());
            assertThat(KnownCalls.of(store.calls())).isEqualTo(calls.expected());
            assertBanner(siphon);
            assertShellOpens(siphon, calls.sip());
        }
    }

    /** By a process of its own, on the file that {@code siphon run} has open. */
    private static void assertReportedMeanwhile(SiphonProcess siphon) {
        SiphonCommand.Result report =
                SiphonCommand.run(
                        "report", "--last=1h", "--format=csv", "-Ddata.dir=" + siphon.data());

        assertThat(report.status()).as(report.output()).isZero();
        assertThat(report.output()).contains("from,to,group,attempts");
        String data = "-Ddata.dir=" + siphon.data();
        SiphonCommand.Result query =
                SiphonCommand.run("query", "--format=csv", "select count(*) n from calls", data);
        assertThat(query.status()).as(query.output()).isZero();
        assertThat(query.output()).matches("(?s)n\\R\\d+\\R");
        SiphonCommand.Result change = SiphonCommand.run("query", "delete from calls", data);
        assertThat(change.status()).as(change.output()).isEqualTo(2);
        assertThat(change.output())
                .contains("siphon: query: expected a statement that returns rows");
    }

    /** Without the secret of the data folder; and code is taken from nobody. */
    private static void assertWebUiChangesNothing(SiphonProcess siphon) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        URI jobs = URI.create(siphon.output().lines().toList().get(2).substring(11) + "/jobs");
        HttpResponse<String> read =
                http.send(HttpRequest.newBuilder(jobs).build(), BodyHandlers.ofString());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("access-control-allow-origin")).isEmpty();
        URI savepoints =
                URI.create(jobs + "/" + read.body().replaceAll(".*(\\w{32}).*", "$1/savepoints"));
        Path secret = siphon.data().resolve("rest-secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        String bearer = "Bearer " + Files.readString(secret).strip();
        assertThat(post(http, savepoints, "Bearer 0")).isEqualTo(401);
        assertThat(post(http, savepoints, bearer)).isEqualTo(202);
        assertThat(post(http, jobs, bearer)).isEqualTo(403);
    }

    private static int post(HttpClient http, URI uri, String authorization) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", authorization)
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static void assertBanner(SiphonProcess siphon) {
        List<String> said = siphon.output().lines().toList();
        assertThat(said.get(0)).startsWith("listening  udp and tcp " + siphon.hep());
        assertThat(said.get(1)).startsWith("storing ").contains("H2 at " + siphon.data());
        assertThat(said.get(2)).startsWith("web UI     http://localhost:");
        assertThat(said.get(3)).startsWith("console    http://localhost:");
        assertThat(said.get(4))
                .startsWith("Kamailio   modparam(\"siptrace\", \"duplicate_uri\"")
                .contains("sip:" + siphon.hep());
        assertThat(said.get(5)).isEqualTo("stop       Ctrl-C");
        assertThat(said.get(said.size() - 1)).isEqualTo("stopped: everything received is stored");
        assertThat(siphon.output()).doesNotContain("Exception");
        assertThat(siphon.log().lines().filter(line -> !line.contains("RefusalLog")))
                .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }

    /** H2's own shell, on the file as Siphon left it. */
    private static void assertShellOpens(SiphonProcess siphon, long rows) throws Exception {
        Process shell =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                Path.of(
                                                org.h2.Driver.class
                                                        .getProtectionDomain()
                                                        .getCodeSource()
                                                        .getLocation()
                                                        .toURI())
                                        .toString(),
                                "org.h2.tools.Shell",
                                "-url",
                                siphon.embeddedStore().url(),
                                "-user",
                                "sa",
                                "-sql",
                                "SELECT count(*) FROM sip_trace")
                        .redirectErrorStream(true)
                        .start();
        assertThat(new String(shell.getInputStream().readAllBytes()))
                .containsPattern("(?m)^" + rows + "$");
    }

    @Test
    void goesOnWithTheCallsOfTheRunBefore() throws Exception {
        KnownCalls calls = KnownCalls.past(40, 10, Duration.ofSeconds(8), 2);
        int half = calls.size() / 2;
        // seldom, so that a stop which did not wait for the last one would be seen
        String watermarks = "pipeline.auto-watermark-interval=2 s";
        try (SiphonProcess siphon = SiphonProcess.started(watermarks);
                HepSender agent = new HepSender(AGENT, siphon.hep())) {
            calls.send(agent, 0, half);
            siphon.stop();
            assertThat(siphon.embeddedStore().calls().values())
                    .anyMatch(call -> call.outcome().equals("in_progress"))
                    .anyMatch(call -> call.durationMs() == null);

            siphon.start();
            calls.send(agent, half, calls.size());
            siphon.stop("HUP"); // as a terminal that is closed
            assertThat(KnownCalls.of(siphon.embeddedStore().calls())).isEqualTo(calls.expected());
        }
    }

    @Test
    void goesOnFromItsCheckpointWhenItWasKilled() throws Exception {
        KnownCalls calls = KnownCalls.past(40, 10, Duration.ofSeconds(8), 3);
        int half = calls.size() / 2;
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres),
                                "execution.checkpointing.interval=500 ms");
                HepSender agent = new HepSender(AGENT, siphon.hep())) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            calls.send(agent, 0, half);
            Await.until("rows", PATIENCE, () -> rows(store), rows -> rows == half);
            int seen = newestCheckpoint(siphon);
            Await.until(
                    "a checkpoint begun after that",
                    PATIENCE,
                    () -> newestCheckpoint(siphon),
                    newest -> newest > seen + 1);
            siphon.kill();

            siphon.start();
            calls.send(agent, half, calls.size());
            siphon.stop();
            assertThat(KnownCalls.of(store.calls())).isEqualTo(calls.expected());
            assertThat(rows(store)).isEqualTo(calls.size());
        }
    }

    private static long rows(StoreUnderTest store) throws SQLException {
        return store.number("SELECT count(*) FROM sip_trace")
                + store.number("SELECT count(*) FROM hep_trace");
    }

    /** Number of the newest whole checkpoint; 0 before the first. */
    private static int newestCheckpoint(SiphonProcess siphon) throws IOException {
        try (Stream<Path> files =
                Files.walk(siphon.data().resolve("state").resolve("checkpoints"))) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(file -> file.getParent().getFileName().toString())
                    .mapToInt(chk -> Integer.parseInt(chk.substring("chk-".length())))
                    .max()
                    .orElse(0);
        } catch (UncheckedIOException | NoSuchFileException gone) {
            // an old one is being removed
            return 0;
        }
    }
}
