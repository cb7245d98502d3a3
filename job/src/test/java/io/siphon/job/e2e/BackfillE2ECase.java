package io.siphon.job.e2e;

import io.siphon.job.lab.SiphonCommand;
import io.siphon.job.lab.SiphonCommand.Result;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.sources.archive.CaptureFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code siphon backfill} as a user has it. */
@Timeout(180)
class BackfillE2ECase {

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
                .contains("messages   SIP 308  HEP 0 (undecodable 0)  RTP 0  RTCP 0");
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
        assertThat(both.output()).contains("siphon: -: standard input can only be read alone");
    }

    private Result backfill(String... paths) {
        String[] arguments = new String[paths.length + 3];
        arguments[0] = "backfill";
        arguments[1] = "-Ddata.dir=" + folder.resolve("data");
        arguments[2] = "-Drest.port=0";
        System.arraycopy(paths, 0, arguments, 3, paths.length);
        return SiphonCommand.run(arguments);
    }

    private int messages() throws SQLException {
        String url = JdbcOutput.embeddedUrl(folder.resolve("data").toString());
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT count(*) FROM sip_trace")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
