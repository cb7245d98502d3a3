package io.siphon.bench.e2e;

import io.siphon.bench.lab.EndlessTraffic;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.JournalUnderTest;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.runtime.LiveFolder;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The journal of {@code siphon run}, as its user meets it. */
@Timeout(240)
class JournalE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    /** A batch is the least that a segment has. */
    @Test
    void isReadByTshark() throws Exception {
        KnownCalls calls = KnownCalls.past(30, 10, Duration.ofSeconds(3), 51);
        try (SiphonProcess siphon = SiphonProcess.started("journal.segment-size=1 kb");
                HepSender agent = new HepSender("127.0.0.1", siphon.hep())) {
            Path journal = siphon.data().resolve("journal");
            int half = calls.size() / 2;
            calls.send(agent, 0, half);
            Await.until(
                    "datagrams of the journal",
                    PATIENCE,
                    new JournalUnderTest(journal)::datagrams,
                    n -> n == half);
            calls.send(agent, half, calls.size());
            siphon.stop();

            List<Path> segments = segments(journal);
            assertThat(segments).hasSizeGreaterThan(1);
            List<String> seen = new ArrayList<>();
            for (Path segment : segments) {
                seen.addAll(datagramsOf(segment));
            }
            assertThat(seen)
                    .isEqualTo(
                            IntStream.range(0, calls.size())
                                    .mapToObj(i -> HexFormat.of().formatHex(calls.datagram(i)))
                                    .toList());
        }
    }

    /** Where its folder should be is a file, as good as a disk that is full. */
    @Test
    void whereItCannotBeWrittenCaptureGoesOnAndSaysSo() throws Exception {
        KnownCalls calls = KnownCalls.past(20, 10, Duration.ofSeconds(3), 52);
        Path disk = Files.writeString(folder.resolve("disk"), "full");
        int half = calls.size() / 2;
        try (SiphonProcess siphon = SiphonProcess.started("journal.directory=" + disk);
                HepSender agent = new HepSender("127.0.0.1", siphon.hep())) {
            calls.send(agent, 0, half);
            siphon.stop();
            assertThat(siphon.output())
                    .contains("JOURNAL CANNOT BE WRITTEN (" + half + " messages are not in it)");
            assertThat(siphon.log())
                    .contains("ERROR")
                    .contains("journal: cannot write " + disk)
                    .contains("capture continues without the journal");

            Files.delete(disk);
            siphon.start();
            calls.send(agent, half, calls.size());
            siphon.stop();
            assertThat(siphon.output()).doesNotContain("JOURNAL");
            assertThat(journalGaps(siphon.embeddedStore()))
                    .isEqualTo(List.of(List.of("critical", "" + half)));
            assertThat(new JournalUnderTest(disk).datagrams()).isEqualTo(calls.size() - half);
            assertThat(KnownCalls.of(siphon.embeddedStore().calls())).isEqualTo(calls.expected());
        }
    }

    /** A gap is one alert, from its beginning to its end; all of it is stored. */
    @Test
    void aDiskThatComesBackIsWrittenAgain() throws Exception {
        Path disk = Files.writeString(folder.resolve("disk"), "full");
        JournalUnderTest journal = new JournalUnderTest(disk);
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres), "journal.directory=" + disk);
                HepSender agent = new HepSender("127.0.0.1", siphon.hep());
                EndlessTraffic traffic = EndlessTraffic.start(agent, 200, 53)) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            Await.until("alerts", PATIENCE, () -> journalGaps(store), alerts -> !alerts.isEmpty());
            Files.delete(disk);
            Await.until("segments", PATIENCE, () -> Files.exists(disk), exists -> exists);
            traffic.await(100);
            traffic.stop();
            siphon.stop();

            long missed = traffic.sent() - journal.datagrams();
            assertThat(journalGaps(store)).isEqualTo(List.of(List.of("critical", "" + missed)));
            assertThat(store.messageCount()).isEqualTo(traffic.sent());
        }
    }

    /** What is missing is known to the journal alone. */
    @Test
    void itsBackfillTellsWhenNobodyListened() throws Exception {
        String[] options = {"qos.window=1 s", "alert.capture-gap.min=10 ms"};
        try (SiphonProcess siphon = SiphonProcess.started(options);
                HepSender agent = new HepSender("127.0.0.1", siphon.hep())) {
            siphon.stop();
            siphon.start();
            try (EndlessTraffic traffic = EndlessTraffic.start(agent, 200, 54)) {
                traffic.await(2000);
            }
            siphon.stop();
            List<List<String>> live = gaps(siphon.embeddedStore());
            assertThat(live).hasSize(2);

            Path data = folder.resolve("data");
            SiphonCommand.Result backfill =
                    SiphonCommand.run(
                            "backfill",
                            siphon.data().resolve("journal").toString(),
                            "-Ddata.dir=" + data,
                            "-Drest.port=0",
                            "-D" + options[0],
                            "-D" + options[1]);
            assertThat(backfill.status()).as(backfill.output()).isZero();
            StoreUnderTest read = new StoreUnderTest("jdbc:h2:file:" + data + "/siphon", "sa", "");
            assertThat(gaps(read)).isEqualTo(live);
        }
    }

    private static List<List<String>> gaps(StoreUnderTest store) throws SQLException {
        return store.rows(
                "SELECT name, window_start, node, tags, cast(sum AS varchar) FROM measurements"
                        + " WHERE name = 'capture_gap_s' UNION ALL SELECT detector, opened_at,"
                        + " node, subject, message FROM alerts WHERE detector = 'capture_gap'"
                        + " ORDER BY 1");
    }

    /** Severity, and how many messages are not in the journal. */
    private static List<List<String>> journalGaps(StoreUnderTest store) throws SQLException {
        return store.rows("SELECT severity, count FROM alerts WHERE detector = 'journal_gap'");
    }

    private static List<Path> segments(Path journal) throws IOException {
        return LiveFolder.deepestFirst(journal).stream()
                .filter(file -> file.toString().endsWith(".pcap"))
                .sorted()
                .toList();
    }

    /** The datagrams that tshark finds, in hexadecimal digits. */
    private static List<String> datagramsOf(Path segment) throws Exception {
        Process tshark =
                new ProcessBuilder(
                                "tshark",
                                "-r",
                                segment.toString(),
                                "-T",
                                "fields",
                                "-e",
                                "udp.payload")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tshark.waitFor()).isZero();
        return output.lines().toList();
    }
}
