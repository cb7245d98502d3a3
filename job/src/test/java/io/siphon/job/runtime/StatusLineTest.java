package io.siphon.job.runtime;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import static org.assertj.core.api.Assertions.assertThat;

class StatusLineTest {

    private final JobMetrics metrics = new JobMetrics();
    private final SettableClock clock = new SettableClock();

    @AfterEach
    void forget() {
        metrics.close();
    }

    @Test
    void theRateIsOfTheTimeSinceTheLastLineAlsoWhenTheJobCountsAnew() {
        Counter received = counter("datagramsReceived");
        StatusLine line = StatusLine.ofReceiving(clock);
        received.inc(5000);
        assertThat(after(10, line)).contains("  received 5,000 (500/s)  ");
        received.inc(100);
        assertThat(after(10, line)).contains("  received 5,100 (10/s)  ");

        metrics.notifyOfRemovedMetric(received, "datagramsReceived", group());
        counter("datagramsReceived").inc(200);
        assertThat(after(10, line)).contains("  received 200 (20/s)  ");
    }

    @Test
    void tellsOfAStoreThatIsUnavailableWhileItIs() {
        long[] waiting = {1234};
        gauge("rowsWaiting", () -> waiting[0]);
        StatusLine line = StatusLine.ofReceiving(clock);
        assertThat(line.text()).endsWith("  STORE UNAVAILABLE, RETRYING (1,234 rows wait)");
        waiting[0] = 0;
        assertThat(line.text()).doesNotContain("STORE");
    }

    @Test
    void tellsOfCheckpointsThatFailInARow() {
        long[] completed = {5};
        long[] failed = {1};
        gauge("numberOfCompletedCheckpoints", () -> completed[0]);
        gauge("numberOfFailedCheckpoints", () -> failed[0]);
        StatusLine line = StatusLine.ofReceiving(clock);
        assertThat(line.text()).doesNotContain("CHECKPOINTS");
        failed[0] = 2;
        assertThat(line.text()).doesNotContain("CHECKPOINTS");
        failed[0] = 4;
        assertThat(line.text()).endsWith("  CHECKPOINTS FAIL (3 in a row)");
        completed[0] = 6;
        assertThat(line.text()).doesNotContain("CHECKPOINTS");
    }

    private String after(int seconds, StatusLine line) {
        clock.millis += seconds * 1000L;
        return line.text();
    }

    private Counter counter(String name) {
        Counter counter = new SimpleCounter();
        add(counter, name);
        return counter;
    }

    private void gauge(String name, Gauge<Long> gauge) {
        add(gauge, name);
    }

    private void add(Metric metric, String name) {
        metrics.notifyOfAddedMetric(metric, name, group());
    }

    private static UnregisteredMetricsGroup group() {
        return new UnregisteredMetricsGroup();
    }

    private static final class SettableClock extends Clock {

        private long millis = 1_000_000;

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
