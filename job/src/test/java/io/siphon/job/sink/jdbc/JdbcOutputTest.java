package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;

import org.apache.flink.configuration.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JdbcOutputTest {

    private final JdbcOutput output = new JdbcOutput();

    @Test
    void isOffWithoutAUrl() {
        assertThat(output.enabled(config(null, ""))).isFalse();
        assertThat(output.enabled(config("none", ""))).isFalse();
        assertThat(output.enabled(config("jdbc:h2:mem:x", ""))).isTrue();
    }

    @Test
    void saysWhereWithoutUserPasswordAndOptions() {
        assertThat(output.describe(config("jdbc:postgresql://db:5432/siphon?password=x", "x")))
                .isEqualTo("messages, calls and measurements in PostgreSQL at db:5432/siphon");
        assertThat(output.describe(config("jdbc:h2:file:/data/siphon;CACHE_SIZE=1", "x")))
                .isEqualTo("messages, calls and measurements in H2 at /data/siphon");
        assertThat(output.describe(config("jdbc:mysql://me:x@db/siphon", "x")))
                .isEqualTo("messages, calls and measurements in MariaDB at db/siphon");
    }

    @Test
    void namesAServerThatIsNotThere() {
        assertThatThrownBy(
                        () -> output.prepare(config("jdbc:postgresql://127.0.0.1:1/siphon", "pw")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "store.jdbc.url: PostgreSQL at 127.0.0.1:1/siphon cannot be reached: Connection refused");
        assertThatThrownBy(() -> output.prepare(config("jdbc:mariadb://127.0.0.1:1/siphon", "pw")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MariaDB at 127.0.0.1:1/siphon")
                .hasMessageContaining("Connection refused");
        assertThatThrownBy(
                        () ->
                                output.prepare(
                                        config("jdbc:postgresql://nowhere.invalid/siphon", "pw")))
                .hasMessageEndingWith("unknown host nowhere.invalid");
    }

    @Test
    void namesAWrongPasswordWithoutIt(@TempDir Path data) throws Exception {
        String url = JdbcOutput.embeddedUrl(data.toString());
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SET PASSWORD 'right'");
        }
        assertThatThrownBy(() -> output.prepare(config(url, "wrong-one")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Wrong user name or password")
                .hasMessageNotContaining("wrong-one");
    }

    @Test
    void namesAFolderThatCannotBe(@TempDir Path data) throws Exception {
        Path file = Files.createFile(data.resolve("file"));
        assertThatThrownBy(
                        () -> output.prepare(config(JdbcOutput.embeddedUrl(file.toString()), "")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("NotDirectoryException: " + file);
    }

    private static JobConfig config(String url, String password) {
        Configuration configuration = new Configuration();
        if (url != null) {
            configuration.set(JdbcSection.URL, url);
        }
        configuration.set(JdbcSection.PASSWORD, password);
        return JobConfig.from(configuration);
    }
}
