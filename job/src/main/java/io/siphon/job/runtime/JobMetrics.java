package io.siphon.job.runtime;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Flink metric reporter that keeps the job's metrics at hand in this JVM, for the status line.
 */
public final class JobMetrics implements MetricReporter {

    private static final String OPERATOR = "<operator_name>";

    /** By name, with the operator of each: a job has thousands, and some are asked for often. */
    private static final Map<String, Map<Metric, String>> METRICS = new ConcurrentHashMap<>();

    /** Of a job, how often it was restarted: of use after its end, too. */
    private static final String RESTARTS = "numRestarts";

    /** Counters of operators that have ended, by name. */
    private static final Map<String, Long> ENDED = new ConcurrentHashMap<>();

    /** Sum of all counters and numeric gauges of a name, over operators and subtasks. */
    public static long sum(String name) {
        return sum("", name);
    }

    /** The same of the operators whose name begins so. */
    static long sum(String operator, String name) {
        return METRICS.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue().startsWith(operator))
                .mapToLong(entry -> value(entry.getKey()))
                .sum();
    }

    /** Whether there is an operator whose name begins so. */
    static boolean has(String operator) {
        return METRICS.values().stream()
                .flatMap(metrics -> metrics.values().stream())
                .anyMatch(name -> name.startsWith(operator));
    }

    /** Sum of all counters of a name, also of operators that have come to their end. */
    public static long total(String name) {
        return sum(name) + ENDED.getOrDefault(name, 0L);
    }

    private static long value(Metric metric) {
        if (metric instanceof Counter counter) {
            return counter.getCount();
        }
        return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
                ? number.longValue()
                : 0;
    }

    @Override
    public void open(MetricConfig config) {
        ENDED.clear();
    }

    @Override
    public void close() {
        METRICS.clear();
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        METRICS.computeIfAbsent(name, n -> new ConcurrentHashMap<>())
                .put(metric, group.getAllVariables().getOrDefault(OPERATOR, ""));
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        METRICS.computeIfPresent(
                name,
                (n, metrics) -> {
                    metrics.remove(metric);
                    return metrics;
                });
        if (metric instanceof Counter || name.equals(RESTARTS)) {
            ENDED.merge(name, value(metric), Long::sum);
        }
    }

    /** Found by Flink through META-INF/services. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new JobMetrics();
        }
    }
}
