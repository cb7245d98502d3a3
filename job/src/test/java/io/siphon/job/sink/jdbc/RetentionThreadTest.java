package io.siphon.job.sink.jdbc;

import io.siphon.job.config.Retention;
import io.siphon.job.sink.Samples;
import io.siphon.job.testutils.Await;
import io.siphon.schema.Tables;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(180)
class RetentionThreadTest {

    private static final Retention A_DAY =
            new Retention(Map.of(Tables.SIP_TRACE.name(), Duration.ofDays(1)));

    private final TestDatabase database =
            TestDatabase.at("jdbc:h2:mem:retention;DB_CLOSE_DELAY=-1", "sa", "");

    private final Map<String, Counter> counters = new HashMap<>();

    @Test
    void goesOnAfterAFailureAndCountsWhatItDeletes() throws Exception {
        database.recreate();
        database.write(Tables.SIP_TRACE, Samples.invite("a1", 0), Samples.invite("a1", 1));
        database.execute(
                "INSERT INTO siphon_meta VALUES ('retention.sip_trace',"
                        + " '2026-03-01 2026-03-02T23:00:00Z')",
                "ALTER TABLE sip_trace RENAME TO elsewhere");
        try (RetentionThread thread = start()) {
            await("pruneFailures");

            database.execute("ALTER TABLE elsewhere RENAME TO sip_trace");
            await("rowsPruned");
        }
        assertThat(counters.get("rowsPruned").getCount()).isEqualTo(2);
        assertThat(database.count("sip_trace")).isZero();
        assertThat(threads()).isEmpty();
    }

    /** A job that ends need not wait for a database that hangs. */
    @Test
    void endsWhileItsStatementWaitsForALock() throws Exception {
        database.recreate();
        database.write(Tables.SIP_TRACE, Samples.invite("a1", 0));
        database.execute(
                "INSERT INTO siphon_meta VALUES ('retention.sip_trace',"
                        + " '2026-03-01 2026-03-02T23:00:00Z')");
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("UPDATE sip_trace SET node = 'locked'");
            RetentionThread thread = start();
            await("pruneFailures");
            thread.close();
            other.rollback();
        }
        assertThat(threads()).isEmpty();
        assertThat(database.count("sip_trace")).isEqualTo(1);
    }

    /** 1 byte is less than any database takes. */
    @Test
    void deletesMessagesOfADatabaseThatIsTooLargeAndRaisesOneAlert(@TempDir Path folder)
            throws Exception {
        TestDatabase file = TestDatabase.at(JdbcOutput.embeddedUrl(folder.toString()), "sa", "");
        Schema.migrate(file.database());
        file.write(Tables.SIP_TRACE, Samples.invite("a1", 0), Samples.invite("a1", 1));
        try (Connection open = file.connect();
                RetentionThread thread = start(file, new Retention(Map.of(), 1, true))) {
            await("rowsOverMaxSize");
            // and looks again
            Await.until(
                    "count",
                    Duration.ofSeconds(60),
                    () -> file.count("alerts"),
                    count -> count > 0);
            assertThat(open.isClosed()).isFalse();
        }
        assertThat(file.count("sip_trace")).isZero();
        assertThat(counters.get("rowsOverMaxSize").getCount()).isEqualTo(2);
        assertThat(file.row("SELECT detector, severity, subject, count FROM alerts"))
                .containsExactly("store_size", "warning", "messages", "2");
        assertThat(file.row("SELECT message FROM alerts").get(0))
                .startsWith("the database takes 0.00 GB of 0.00: ")
                .contains("2 messages of 2026-03-01 to 2026-03-01 were deleted");
    }

    private static Set<String> threads() {
        Set<String> names = new java.util.TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("retention of "))
                .forEach(names::add);
        return names;
    }

    private RetentionThread start() {
        return start(database, A_DAY);
    }

    private RetentionThread start(TestDatabase of, Retention retention) {
        return new RetentionThread(
                of.database(),
                retention,
                new UnregisteredMetricsGroup() {
                    @Override
                    public Counter counter(String name) {
                        Counter counter = new SimpleCounter();
                        counters.put(name, counter);
                        return counter;
                    }
                },
                getClass().getClassLoader(),
                Clock.fixed(Instant.parse("2026-03-03T00:00:00Z"), ZoneOffset.UTC),
                Duration.ZERO,
                Duration.ofMillis(20));
    }

    private void await(String counter) throws Exception {
        Await.until(
                counter,
                Duration.ofSeconds(60),
                () -> counters.get(counter).getCount(),
                count -> count > 0);
    }
}
