package io.siphon.job.config;

import io.siphon.sources.Secret;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.time.Duration;

/** {@code store.influx.*}: InfluxDB. */
public record InfluxSection(
        @Nullable String url,
        String database,
        String retentionPolicy,
        String user,
        String password,
        @Nullable String passwordFile,
        int batchPoints,
        Duration batchInterval)
        implements Section {

    public static final ConfigOption<String> URL =
            ConfigOptions.key("store.influx.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "URL of InfluxDB 1.x, `http://127.0.0.1:8086`. When not set,"
                                    + " nothing is sent.");

    public static final ConfigOption<String> DATABASE =
            ConfigOptions.key("store.influx.database")
                    .stringType()
                    .defaultValue("siphon")
                    .withDescription("InfluxDB database; created when missing.");

    public static final ConfigOption<String> RETENTION_POLICY =
            ConfigOptions.key("store.influx.retention-policy")
                    .stringType()
                    .defaultValue("autogen")
                    .withDescription(
                            "InfluxDB retention policy; created, without an end, when missing.");

    public static final ConfigOption<String> USER =
            ConfigOptions.key("store.influx.user")
                    .stringType()
                    .defaultValue("")
                    .withDescription("InfluxDB user; empty where authentication is off.");

    public static final ConfigOption<String> PASSWORD =
            ConfigOptions.key("store.influx.password")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "InfluxDB password. Prefer a file, or"
                                    + " `SIPHON_STORE_INFLUX_PASSWORD` in the environment.");

    public static final ConfigOption<String> PASSWORD_FILE =
            ConfigOptions.key("store.influx.password-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File whose first line is the InfluxDB password. On a cluster the"
                                    + " client that submits and each TaskManager read their own copy.");

    public static final ConfigOption<Integer> BATCH_POINTS =
            ConfigOptions.key("store.influx.batch.points")
                    .intType()
                    .defaultValue(5000)
                    .withDescription("Maximum number of points in one request.");

    public static final ConfigOption<Duration> BATCH_INTERVAL =
            ConfigOptions.key("store.influx.batch.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription("Maximum time that a point waits for its batch.");

    static InfluxSection from(Configuration configuration) {
        return new InfluxSection(
                configuration.get(URL),
                configuration.get(DATABASE),
                configuration.get(RETENTION_POLICY),
                configuration.get(USER),
                configuration.get(PASSWORD),
                configuration.get(PASSWORD_FILE),
                configuration.get(BATCH_POINTS),
                configuration.get(BATCH_INTERVAL));
    }

    /** InfluxDB's password. */
    public Secret secret() {
        return login().secret();
    }

    private Password login() {
        return new Password(PASSWORD, password, passwordFile);
    }

    /** Without the password, which is no text for logs. */
    @Override
    public String toString() {
        return "InfluxSection[url=" + url + ", user=" + user + "]";
    }

    @Override
    public void check(Mistakes mistakes) {
        login().check(URL, url, mistakes);
        mistakes.positive(BATCH_POINTS, batchPoints);
        mistakes.positive(BATCH_INTERVAL, batchInterval);
    }
}
