package io.siphon.job.config;

import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.udf.alert.Detectors;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code store.retention.*} and {@code store.max-size}: how long rows are kept. */
public record RetentionSection(
        String messages,
        String calls,
        String streams,
        String measurements,
        String alerts,
        String undecodable,
        MemorySize maxSize)
        implements Section {

    public static final ConfigOption<String> MESSAGES =
            ConfigOptions.key("store.retention.messages")
                    .stringType()
                    .defaultValue("30 d")
                    .withDescription(
                            "Messages (`sip_trace`, `hep_trace`) of days that ended longer ago than this are deleted; `keep` deletes none. A day that is backfilled later counts from then. One day at least, here and below.");

    public static final ConfigOption<String> CALLS =
            ConfigOptions.key("store.retention.calls")
                    .stringType()
                    .defaultValue("400 d")
                    .withDescription("Likewise `calls`, `call_links` and `registrations`.");

    public static final ConfigOption<String> STREAMS =
            ConfigOptions.key("store.retention.streams")
                    .stringType()
                    .defaultValue("400 d")
                    .withDescription("Likewise `streams` and `reported_streams`.");

    public static final ConfigOption<String> MEASUREMENTS =
            ConfigOptions.key("store.retention.measurements")
                    .stringType()
                    .defaultValue("keep")
                    .withDescription("Likewise `measurements`.");

    public static final ConfigOption<String> ALERTS =
            ConfigOptions.key("store.retention.alerts")
                    .stringType()
                    .defaultValue("400 d")
                    .withDescription("Likewise `alerts`.");

    public static final ConfigOption<String> UNDECODABLE =
            ConfigOptions.key("store.retention.undecodable")
                    .stringType()
                    .defaultValue("7 d")
                    .withDescription("Likewise `undecodable` and `quarantine`.");

    public static final ConfigOption<MemorySize> MAX_SIZE =
            ConfigOptions.key("store.max-size")
                    .memoryType()
                    .defaultValue(MemorySize.ZERO)
                    .withDescription(
                            "Size of all tables with their indexes beyond which the oldest messages are deleted, before their `store.retention.messages` is over: whole days where they are partitions, in PostgreSQL and MariaDB. Checked every minute, so leave room for a minute of traffic. 0: no limit.");

    static RetentionSection from(Configuration configuration) {
        return new RetentionSection(
                configuration.get(MESSAGES),
                configuration.get(CALLS),
                configuration.get(STREAMS),
                configuration.get(MEASUREMENTS),
                configuration.get(ALERTS),
                configuration.get(UNDECODABLE),
                configuration.get(MAX_SIZE));
    }

    /** How long rows of each table are kept. */
    public Retention settings(AlertSection alert) {
        Map<String, Duration> byTable = new LinkedHashMap<>();
        put(byTable, messages, Tables.SIP_TRACE, Tables.HEP_TRACE);
        put(byTable, calls, Tables.CALLS, Tables.CALL_LINKS, Tables.REGISTRATIONS);
        put(byTable, streams, Tables.STREAMS, Tables.REPORTED_STREAMS);
        put(byTable, measurements, Tables.MEASUREMENTS);
        put(byTable, alerts, Tables.ALERTS);
        put(byTable, undecodable, Tables.UNDECODABLE, Tables.QUARANTINE);
        return new Retention(
                byTable, maxSize.getBytes(), alert.detectors().contains(Detectors.STORE_SIZE));
    }

    private static void put(Map<String, Duration> byTable, String value, Table<?>... tables) {
        Duration kept = Retention.parse(value);
        if (kept != null) {
            for (Table<?> table : tables) {
                byTable.put(table.name(), kept);
            }
        }
    }

    @Override
    public void check(Mistakes mistakes) {
        Retention.check(mistakes, MESSAGES, messages);
        Retention.check(mistakes, CALLS, calls);
        Retention.check(mistakes, STREAMS, streams);
        Retention.check(mistakes, MEASUREMENTS, measurements);
        Retention.check(mistakes, ALERTS, alerts);
        Retention.check(mistakes, UNDECODABLE, undecodable);
        Retention.checkSize(mistakes, MAX_SIZE, maxSize);
    }
}
