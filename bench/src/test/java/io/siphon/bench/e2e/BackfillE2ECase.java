package io.siphon.bench.e2e;

import io.siphon.bench.lab.SiphonCommand;
import io.siphon.bench.lab.SiphonCommand.Result;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.testutils.Await;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.pcap.PcapRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code siphon backfill} as a user has it. */
@Timeout(600)
class BackfillE2ECase {

    private static final int HOURS = 150;

    @TempDir private Path folder;

    @Test
    void storesWhatAFolderHoldsAndSaysWhatItCouldNotRead() throws Exception {
        Path archive = Files.createDirectories(folder.resolve("archive/older"));
        CaptureFiles.copy("kam-hep3-tcp.raw.pcap.zst", archive);
        CaptureFiles.copy("kam-hep3-b2bua.raw.pcap.gz", archive.getParent());
        Files.writeString(archive.resolve("notes.txt"), "not a capture");
        Path cut = archive.resolve("cut.pcap");
        byte[] whole = CaptureFiles.pcap(CaptureFiles.records("kam-hep3-basic.raw.pcap.zst"));

        Result all = backfill(folder.resolve("archive").toString());
        assertThat(all.status()).as(all.output()).isZero();
        assertThat(all.output())
                .contains("read       2 files, ")
                .contains("messages   SIP 308  HEP 0 (undecodable 0)  RTP 0  RTCP 0  calls ")
                .contains("  calls %,d%n".formatted(rows("calls")));
        assertThat(messages()).isEqualTo(308);

        Files.write(cut, Arrays.copyOf(whole, whole.length - 1));
        Result partly = backfill(folder.resolve("archive").toString());
        assertThat(partly.status()).as(partly.output()).isEqualTo(3);
        assertThat(partly.output())
                .contains("damaged    " + cut + " at ")
                .contains(": the file ends within a record; not read: ");
        assertThat(messages()).isEqualTo(308 + 450);
        assertThat(folder.resolve("data/backfill")).isEmptyDirectory();
    }

    @Test
    void saysWhatCannotBe() throws Exception {
        Path text = Files.writeString(folder.resolve("a.pcap"), "not a capture at all");
        Result none = backfill(text.toString());
        assertThat(none.status()).as(none.output()).isEqualTo(2);
        assertThat(none.output()).contains("the file begins with 0x6e6f7420, expected pcap");

        Result missing = backfill(folder.resolve("b.pcap").toString());
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.output()).contains("b.pcap: no such file or folder, or not readable");

        Result both = backfill("-", text.toString());
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.output()).contains("siphon: -: cannot be combined with files");
    }

    /** Where the JVM takes ASCII for the names of files: an empty capture, into a folder ü. */
    @Test
    void storesUnderAnyNameWhereTheLocaleIsC() throws Exception {
        Process shell =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                """
                                printf '\\xd4\\xc3\\xb2\\xa1\\2\\0\\4\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\1\\0\\1\\0\\0\\0' |
                                  LC_ALL=C "$0" backfill -Drest.port=0 -Ddata.dir="$1"/$'\\303\\274' - &&
                                  test -f "$1"/$'\\303\\274'/siphon.mv.db
                                """,
                                SiphonCommand.launcher().toString(),
                                folder.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        assertThat(said).contains("read       1 file, 24 B, 0 packets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "KILL"})
    void goesOnWhereItWasStoppedOrKilled(String signal) throws Exception {
        List<PcapRecord> records = CaptureFiles.records("kam-hep3-basic.raw.pcap.zst");
        List<PcapRecord> hourly = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            for (PcapRecord record : records) {
                long time = record.timeMicros() + hour * 3_600_000_000L;
                hourly.add(new PcapRecord(time, record.linkType(), record.length(), record.data()));
            }
        }
        Path capture = Files.write(folder.resolve("a.pcap"), CaptureFiles.pcap(hourly));
        try (SiphonCommand command = SiphonCommand.start(arguments(capture.toString()))) {
            command.awaitOutput("web UI");
            Await.until(
                    "a checkpoint",
                    Duration.ofSeconds(60),
                    () -> snapshots(folder.resolve("data/backfill")),
                    snapshots -> snapshots > 0);
            Result stopped = command.signal(signal).awaitEnd();
            assertThat(stopped.status()).as(stopped.output()).isNotZero();
        }
        assertThat(messages()).isBetween(1, records.size() * HOURS - 1);

        Result rest = backfill(capture.toString());
        assertThat(rest.status()).as(rest.output()).isZero();
        assertThat(rest.output()).contains("SIP %,d ".formatted(records.size() * HOURS));
        assertThat(messages()).isEqualTo(records.size() * HOURS);
    }

    private static long snapshots(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("_metadata")).count();
        } catch (UncheckedIOException e) {
            return 0; // one was removed while we looked
        }
    }

    private Result backfill(String... paths) {
        return SiphonCommand.run(arguments(paths));
    }

    private String[] arguments(String... paths) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "backfill",
                                "-Ddata.dir=" + folder.resolve("data"),
                                "-Drest.port=0",
                                "-Dexecution.checkpointing.interval=200 ms"));
        arguments.addAll(List.of(paths));
        return arguments.toArray(String[]::new);
    }

    private int messages() throws SQLException {
        return rows("sip_trace");
    }

    private int rows(String table) throws SQLException {
        String url = JdbcOutput.embeddedUrl(folder.resolve("data").toString());
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
