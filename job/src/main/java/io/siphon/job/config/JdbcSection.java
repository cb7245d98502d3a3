package io.siphon.job.config;

import io.siphon.sources.Secret;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

import javax.annotation.Nullable;

import java.time.Duration;

/** {@code store.jdbc.*}: the SQL database. */
public record JdbcSection(
        @Nullable String url,
        String user,
        String password,
        @Nullable String passwordFile,
        int batchRows,
        MemorySize batchBytes,
        Duration batchInterval)
        implements Section {

    public static final ConfigOption<String> URL =
            ConfigOptions.key("store.jdbc.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "JDBC URL of H2, PostgreSQL, MariaDB or MySQL. `siphon run` without one"
                                    + " keeps an H2 file under `data.dir`; `none` stores nothing.");

    public static final ConfigOption<String> USER =
            ConfigOptions.key("store.jdbc.user")
                    .stringType()
                    .defaultValue("sa")
                    .withDescription("Database user.");

    public static final ConfigOption<String> PASSWORD =
            ConfigOptions.key("store.jdbc.password")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Database password. Prefer a file, or `SIPHON_STORE_JDBC_PASSWORD`"
                                    + " in the environment: all users of the machine see a `-D` option in"
                                    + " `ps`.");

    public static final ConfigOption<String> PASSWORD_FILE =
            ConfigOptions.key("store.jdbc.password-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File whose first line is the database password. On a cluster the"
                                    + " client that submits and each TaskManager read their own copy.");

    public static final ConfigOption<Integer> BATCH_ROWS =
            ConfigOptions.key("store.jdbc.batch.rows")
                    .intType()
                    .defaultValue(1000)
                    .withDescription("Maximum number of rows in one transaction.");

    public static final ConfigOption<MemorySize> BATCH_BYTES =
            ConfigOptions.key("store.jdbc.batch.bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(4))
                    .withDescription("Approximate maximum number of bytes in one transaction.");

    public static final ConfigOption<Duration> BATCH_INTERVAL =
            ConfigOptions.key("store.jdbc.batch.interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(400))
                    .withDescription("Maximum time that a row waits for its batch.");

    static JdbcSection from(Configuration configuration) {
        return new JdbcSection(
                configuration.get(URL),
                configuration.get(USER),
                configuration.get(PASSWORD),
                configuration.get(PASSWORD_FILE),
                configuration.get(BATCH_ROWS),
                configuration.get(BATCH_BYTES),
                configuration.get(BATCH_INTERVAL));
    }

    /** The database's password. */
    public Secret secret() {
        return login().secret();
    }

    private Password login() {
        return new Password(PASSWORD, password, passwordFile);
    }

    /** Without the password, which is no text for logs. */
    @Override
    public String toString() {
        return "JdbcSection[url=" + url + ", user=" + user + "]";
    }

    @Override
    public void check(Mistakes mistakes) {
        login().check(URL, url, mistakes);
        mistakes.positive(BATCH_ROWS, batchRows);
        mistakes.positive(BATCH_BYTES, batchBytes);
        mistakes.positive(BATCH_INTERVAL, batchInterval);
    }
}
