package io.siphon.job.sink;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;
import io.siphon.bench.testutils.InfluxServer;
import io.siphon.job.config.InfluxSection;
import io.siphon.job.config.JdbcSection;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** A store that is stopped under a running job, and comes back: nothing is lost or doubled. */
@Timeout(600)
class OutageE2ECase {

    private static final long ROWS = 100_000;

    private static final InMemoryReporter METRICS = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(4)
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .build());

    private interface Connect {
        Connection get() throws SQLException;
    }

    @Test
    void postgresIsWaitedFor() throws Exception {
        try (PostgresServer postgres = PostgresServer.started()) {
            storesEachRowOnce(
                    options(postgres), postgres::connect, postgres::stop, postgres::start);
        }
    }

    @Test
    void mariaDbIsWaitedFor() throws Exception {
        try (MariaDbServer mariaDb = MariaDbServer.started()) {
            storesEachRowOnce(options(mariaDb), mariaDb::connect, mariaDb::stop, mariaDb::start);
        }
    }

    @Test
    void influxIsWaitedFor() throws Exception {
        try (InfluxServer influx = InfluxServer.started()) {
            Configuration options = new Configuration();
            options.set(InfluxSection.URL, influx.url());
            JobClient job = StoringJob.start(options, 1000, influx::stop);
            until("the job finds InfluxDB away", () -> retries() > 2);
            influx.start();
            job.getJobExecutionResult().get();

            assertThat(influx.query("siphon", "SELECT count(\"count\") FROM sip_requests"))
                    .contains(",1000]");
            assertThat(influx.query("siphon", "SELECT count(call_id) FROM calls"))
                    .contains(",500]");
        }
    }

    @Test
    void aJobThatWaitsCanBeCancelled() throws Exception {
        try (PostgresServer postgres = PostgresServer.started()) {
            JobClient job = StoringJob.start(options(postgres), ROWS, postgres::stop);
            until("the job finds the store away", () -> retries() > 5);

            job.cancel().get(60, TimeUnit.SECONDS);
            until("it is cancelled", () -> job.getJobStatus().get() == JobStatus.CANCELED);
        }
    }

    @Test
    void onlyRefusedRowsAreQuarantined() throws Exception {
        try (PostgresServer postgres = PostgresServer.started()) {
            quarantinesThree(options(postgres), postgres::connect, "sip_message");
        }
        try (MariaDbServer mariaDb = MariaDbServer.started()) {
            quarantinesThree(options(mariaDb), mariaDb::connect, "sip_trace");
        }
    }

    private static void quarantinesThree(Configuration options, Connect connect, String messages)
            throws Exception {
        StoringJob.start(
                        options,
                        5000,
                        () ->
                                execute(
                                        connect,
                                        "ALTER TABLE "
                                                + messages
                                                + " ADD CONSTRAINT few CHECK (callid NOT IN ('call-0', 'call-2000', 'call-4998'))"))
                .getJobExecutionResult()
                .get();

        assertThat(count(connect, "sip_trace")).isEqualTo(4497);
        assertThat(count(connect, "quarantine WHERE error LIKE '%few%'")).isEqualTo(3);
    }

    private static Configuration options(PostgresServer postgres) {
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, postgres.url());
        options.set(JdbcSection.USER, PostgresServer.USER);
        options.set(JdbcSection.PASSWORD, PostgresServer.PASSWORD);
        return options;
    }

    private static Configuration options(MariaDbServer mariaDb) {
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, mariaDb.url());
        options.set(JdbcSection.USER, MariaDbServer.USER);
        options.set(JdbcSection.PASSWORD, MariaDbServer.PASSWORD);
        return options;
    }

    private static void execute(Connect connect, String sql) {
        try (Connection connection = connect.get()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void storesEachRowOnce(
            Configuration options, Connect connect, Runnable stop, Runnable start)
            throws Exception {
        JobClient job = StoringJob.start(options, ROWS);
        until("rows are stored", () -> count(connect, "sip_trace") > 1000);

        stop.run();
        until("the job finds the store away", () -> retries() > 5);
        start.run();
        job.getJobExecutionResult().get();

        assertThat(count(connect, "sip_trace")).isEqualTo(ROWS / 10 * 9);
        assertThat(count(connect, "hep_trace")).isEqualTo(ROWS / 10);
        assertThat(count(connect, "calls WHERE outcome = 'answered'")).isEqualTo(500);
        assertThat(count(connect, "measurements")).isEqualTo(1000);
        assertThat(count(connect, "quarantine")).isZero();
    }

    private static long retries() {
        return METRICS.getMetricsByGroup().values().stream()
                .map(metrics -> metrics.get("retries"))
                .filter(Objects::nonNull)
                .mapToLong(retries -> ((Counter) retries).getCount())
                .sum();
    }

    private static long count(Connect connect, String from) throws SQLException {
        try (Connection connection = connect.get();
                ResultSet rows =
                        connection.createStatement().executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long: " + what).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
