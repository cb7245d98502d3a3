package io.siphon.job.sink;

import io.siphon.job.config.JdbcSection;
import io.siphon.job.sink.jdbc.JdbcOutput;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A whole job into the embedded database. */
@Timeout(600)
class OutputsITCase {

    private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(4)
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .build());

    @TempDir Path data;

    @Test
    void storesEachRowOnceAlsoWhenTheJobRunsTwice() throws Exception {
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(data.toString()));

        for (int run = 0; run < 2; run++) {
            StoringJob.start(options, 5000).getJobExecutionResult().get();

            // Siphon has closed the file: a plain connection opens it.
            try (Connection connection =
                    DriverManager.getConnection(
                            JdbcOutput.embeddedUrl(data.toString()), "sa", "")) {
                assertThat(count(connection, "sip_trace")).isEqualTo(4500);
                assertThat(count(connection, "hep_trace")).isEqualTo(500);
                assertThat(count(connection, "calls WHERE outcome = 'answered'")).isEqualTo(500);
                assertThat(count(connection, "reported_streams")).isEqualTo(1000);
                assertThat(count(connection, "registrations")).isEqualTo(1000);
                assertThat(count(connection, "measurements")).isEqualTo(1000);
                assertThat(count(connection, "alerts")).isEqualTo(500);
                assertThat(count(connection, "undecodable")).isEqualTo(100);
                assertThat(count(connection, "quarantine")).isZero();
            }
        }
    }

    @Test
    void quarantinesOnlyTheRowsThatAreRefused() throws Exception {
        String url = JdbcOutput.embeddedUrl(data.toString());
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, url);

        StoringJob.start(
                        options,
                        5000,
                        () ->
                                execute(
                                        url,
                                        "ALTER TABLE sip_trace ADD CONSTRAINT few CHECK (callid NOT IN ('call-0', 'call-2000', 'call-4998'))"))
                .getJobExecutionResult()
                .get();

        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            assertThat(count(connection, "sip_trace")).isEqualTo(4497);
            assertThat(count(connection, "quarantine WHERE target = 'sip_trace'")).isEqualTo(3);
        }
    }

    @Test
    void countsWhatItSends() throws Exception {
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(data.toString()));
        JobID job = StoringJob.start(options, 1000).getJobExecutionResult().get().getJobID();

        Map<String, Metric> metrics =
                METRICS.findOperatorMetricGroups(job, "jdbc sip_trace: Writer").stream()
                        .map(METRICS::getMetricsByGroup)
                        .findFirst()
                        .orElseThrow();
        assertThat(metrics)
                .containsKeys("numRecordsSendErrors", "currentSendTime", "rowsQuarantined");
        assertThat(((Counter) metrics.get("numRecordsSend")).getCount()).isEqualTo(900);
        assertThat(((Counter) metrics.get("numBytesSend")).getCount()).isGreaterThan(900 * 300);
        assertThat(((Counter) metrics.get("retries")).getCount()).isZero();
    }

    @Test
    void failsTheJobWithASentenceWhenATableIsGone() throws Exception {
        String url = JdbcOutput.embeddedUrl(data.toString());
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, url);

        assertThatThrownBy(
                        () ->
                                StoringJob.start(
                                                options,
                                                5000,
                                                () -> execute(url, "DROP TABLE measurements"))
                                        .getJobExecutionResult()
                                        .get())
                .hasStackTraceContaining("measurements in H2 at " + data)
                .hasStackTraceContaining("not found");
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int count(Connection connection, String from) throws SQLException {
        try (ResultSet rows =
                connection.createStatement().executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
