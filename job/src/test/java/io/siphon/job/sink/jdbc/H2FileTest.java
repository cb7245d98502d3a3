package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.DirectWrites;
import io.siphon.job.sink.Samples;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The embedded database as a file. */
class H2FileTest {

    @TempDir Path data;

    @Test
    void outlivesACrashAfterACheckpoint() throws Exception {
        TestDatabase database = open(data);
        Schema.migrate(database.database());
        Path crashed = Files.createDirectory(data.resolve("crashed"));
        try (DirectWrites<Trace> target = database.target(Tables.SIP_TRACE)) {
            target.write(List.of(Samples.invite("a1", 0)));
            target.sync();
            // As a crash would leave it: the file, while the database is open.
            Files.copy(data.resolve("siphon.mv.db"), crashed.resolve("siphon.mv.db"));
        }

        assertThat(open(crashed).count("sip_trace")).isEqualTo(1);
    }

    @Test
    void isOneFileAndNothingElse() throws Exception {
        Schema.migrate(open(data).database());

        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve("siphon.mv.db"));
        }
    }

    private static TestDatabase open(Path folder) {
        return TestDatabase.at(JdbcOutput.embeddedUrl(folder.toString()), "sa", "");
    }
}
