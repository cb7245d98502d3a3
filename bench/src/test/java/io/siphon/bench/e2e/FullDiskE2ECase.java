package io.siphon.bench.e2e;

import io.siphon.bench.lab.EndlessTraffic;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.JournalUnderTest;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.SmallDisk;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real disks that are full: whatever is on them, Siphon goes on receiving, says what is wrong, and
 * stores all of it when there is room again.
 */
@Timeout(600)
class FullDiskE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir private Path folder;

    /** Their disks in turn, of one process, which must not even notice a restart of its job. */
    @Test
    void underCheckpointsAndUnderH2() throws Exception {
        try (SmallDisk checkpoints = disk("checkpoints", 16, "root");
                SmallDisk store = disk("store", 200, "root");
                SiphonProcess siphon =
                        SiphonProcess.started(
                                "execution.checkpointing.interval=500 ms",
                                "execution.checkpointing.dir=" + checkpoints.folder().toUri(),
                                "store.retry.max-delay=500 ms",
                                "store.jdbc.url=jdbc:h2:file:" + store.folder().resolve("siphon"),
                                "store.jdbc.user=sa");
                HepSender agent = new HepSender("127.0.0.1", siphon.hep());
                EndlessTraffic traffic = EndlessTraffic.start(agent, 200, 61)) {
            Await.until(
                    "checkpoints",
                    PATIENCE,
                    () -> snapshots(checkpoints.folder()),
                    snapshots -> snapshots > 0);
            checkpoints.fill(0);
            siphon.awaitLog("Failed to trigger or complete checkpoint");
            traffic.await(100);
            checkpoints.free();

            store.fill(40);
            siphon.awaitLog("store unavailable, retrying: the disk is full");
            traffic.await(200);
            store.free();
            siphon.awaitLog("store available again");
            traffic.stop();
            siphon.stop();

            assertThat(siphon.output()).endsWith("stopped: everything received is stored\n");
            assertThat(siphon.log()).doesNotContain("switched from RUNNING to FAILED");
            assertThat(h2(store).messageCount()).isEqualTo(traffic.sent());
        }
    }

    /**
     * H2, journal and checkpoints, as they are by default, to the last block and at once: H2 may
     * break down then, but not in silence.
     */
    @Test
    void underAllOfThem() throws Exception {
        try (SmallDisk disk = disk("data", 200, "root");
                SiphonProcess siphon =
                        SiphonProcess.started(
                                "data.dir=" + disk.folder(),
                                "execution.checkpointing.interval=500 ms",
                                "store.retry.max-delay=500 ms");
                HepSender agent = new HepSender("127.0.0.1", siphon.hep());
                EndlessTraffic traffic = EndlessTraffic.start(agent, 200, 62)) {
            traffic.await(200);
            disk.fill(0);
            siphon.awaitLog("store unavailable, retrying: the disk is full");
            siphon.awaitLog("capture continues without the journal");
            traffic.await(200);
            disk.free();
            siphon.awaitLog("store available again");
            traffic.await(200);
            traffic.stop();
            int code = siphon.end();
            boolean brokeDown = code != 0;
            if (brokeDown) {
                assertThat(code).as(siphon.tail()).isEqualTo(1);
                siphon.start();
                siphon.stop();
            }

            long stored = h2(disk).messageCount();
            if (brokeDown) {
                assertThat(stored)
                        .isGreaterThanOrEqualTo(
                                new JournalUnderTest(disk.folder().resolve("journal")).datagrams());
            } else {
                assertThat(stored).isEqualTo(traffic.sent());
            }
        }
    }

    /** The tables alone: the server lives, and says 53100. */
    @Test
    void underPostgres() throws Exception {
        try (SmallDisk disk = disk("tables", 60, "postgres");
                PostgresServer postgres = PostgresServer.started()) {
            execute(
                    postgres,
                    "CREATE TABLESPACE small LOCATION '" + disk.folder() + "'",
                    "ALTER ROLE siphon SET default_tablespace = small");
            StoreUnderTest store = StoreUnderTest.in(postgres);
            try (SiphonProcess siphon =
                            SiphonProcess.started(
                                    store,
                                    "execution.checkpointing.interval=1 s",
                                    "store.retry.max-delay=500 ms");
                    HepSender agent = new HepSender("127.0.0.1", siphon.hep());
                    EndlessTraffic traffic = EndlessTraffic.start(agent, 200, 63)) {
                traffic.await(100);
                disk.fill(0);
                siphon.awaitLog("No space left on device");
                traffic.await(200);
                disk.free();
                siphon.awaitLog("store available again");
                traffic.stop();
                siphon.stop();

                assertThat(siphon.log()).doesNotContain("switched from RUNNING to FAILED");
                assertThat(store.messageCount()).isEqualTo(traffic.sent());
                assertThat(store.number("SELECT count(*) FROM quarantine")).isZero();
            }
        }
    }

    private SmallDisk disk(String name, int megabytes, String user) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return SmallDisk.mounted(Files.createDirectory(folder.resolve(name)), megabytes, user);
    }

    private static StoreUnderTest h2(SmallDisk disk) {
        return new StoreUnderTest("jdbc:h2:file:" + disk.folder().resolve("siphon"), "sa", "");
    }

    private static long snapshots(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("_metadata")).count();
        } catch (UncheckedIOException e) {
            return 0; // one was removed while we looked
        }
    }

    private static void execute(PostgresServer postgres, String... sql) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }
}
