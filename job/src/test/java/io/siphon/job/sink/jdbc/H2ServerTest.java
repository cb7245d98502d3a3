package io.siphon.job.sink.jdbc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class H2ServerTest {

    @TempDir Path data;

    @Test
    void leadsToTheFileForWhoeverHasTheKey() throws Exception {
        String url = JdbcOutput.embeddedUrl(data.toString());
        try (Connection writer = connect(url)) {
            H2Server.open(url);
            writer.createStatement().execute("CREATE TABLE calls (id INT)");
            writer.createStatement().execute("INSERT INTO calls VALUES (1), (2)");
            Path door = data.resolve("siphon.door");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door)))
                    .isEqualTo("rw-------");
            String through = Files.readString(door).strip();
            assertThat(through).startsWith("jdbc:h2:tcp://127.0.0.1:");
            try (Connection reader = connect(through)) {
                var rows = reader.createStatement().executeQuery("SELECT count(*) FROM calls");
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
            String otherKey = through.replaceFirst("(:\\d+/)[^;]+", "$1file:" + data + "/siphon");
            assertThatThrownBy(() -> connect(otherKey)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void isForFilesOnly() {
        H2Server.open(null);
        H2Server.open("jdbc:h2:mem:" + data.resolve("siphon"));
        H2Server.open("jdbc:h2:tcp://127.0.0.1/" + data.resolve("siphon"));
        H2Server.open("jdbc:postgresql://127.0.0.1/siphon");

        assertThat(data).isEmptyDirectory();
    }

    @Test
    void theFolderIsItsOwnersAloneWhereItIsNew() throws Exception {
        H2Server.createFolder(JdbcOutput.embeddedUrl(data.resolve("new/data").toString()));
        H2Server.createFolder("jdbc:h2:mem:" + data.resolve("memory/siphon"));

        assertThat(data)
                .isDirectoryContaining("glob:**/new")
                .isDirectoryNotContaining("glob:**/memory");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("new/data"))))
                .isEqualTo("rwx------");
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }
}
