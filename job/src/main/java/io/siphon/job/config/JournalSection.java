package io.siphon.job.config;

import io.siphon.sources.journal.JournalSettings;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

import javax.annotation.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/** {@code journal.*}: the journal of received messages. */
public record JournalSection(
        boolean enabled,
        @Nullable String directory,
        MemorySize segmentSize,
        Duration segmentTime,
        Duration retention,
        MemorySize maxSize)
        implements Section {

    public static final ConfigOption<Boolean> ENABLED =
            ConfigOptions.key("journal.enabled")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Write received messages to the local disk first, as pcap files."
                                    + " Then nothing received is lost when Siphon is killed or a store is"
                                    + " unavailable.");

    public static final ConfigOption<String> DIRECTORY =
            ConfigOptions.key("journal.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Folder of the journal, on a local disk; `journal` under `data.dir` when"
                                    + " not set.");

    public static final ConfigOption<MemorySize> SEGMENT_SIZE =
            ConfigOptions.key("journal.segment-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription("A new segment is begun when one has reached this size.");

    public static final ConfigOption<Duration> SEGMENT_TIME =
            ConfigOptions.key("journal.segment-time")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription("A new segment is begun when one has reached this age.");

    public static final ConfigOption<Duration> RETENTION =
            ConfigOptions.key("journal.retention")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "Segments older than this are deleted, except those that no"
                                    + " checkpoint covers yet.");

    public static final ConfigOption<MemorySize> MAX_SIZE =
            ConfigOptions.key("journal.max-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(4096))
                    .withDescription(
                            "Maximum size of all segments together. Beyond it the oldest are"
                                    + " deleted and counted, with a warning if no checkpoint covers them"
                                    + " yet.");

    static JournalSection from(Configuration configuration) {
        return new JournalSection(
                configuration.get(ENABLED),
                configuration.get(DIRECTORY),
                configuration.get(SEGMENT_SIZE),
                configuration.get(SEGMENT_TIME),
                configuration.get(RETENTION),
                configuration.get(MAX_SIZE));
    }

    /** Where the journal is, whether or not it is kept. */
    Path folder(DataSection data) {
        return (directory == null ? Path.of(data.dir()).resolve("journal") : Path.of(directory))
                .toAbsolutePath();
    }

    /**
     * How each of some sockets keeps its journal; null when it keeps none.
     *
     * @param sockets that share the maximum size
     */
    @Nullable
    JournalSettings settings(DataSection data, int sockets) {
        return enabled
                ? new JournalSettings(
                        folder(data).toString(),
                        segmentSize.getBytes(),
                        segmentTime,
                        retention,
                        maxSize.getBytes() / sockets,
                        JournalSettings.RETRY)
                : null;
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(SEGMENT_SIZE, segmentSize);
        mistakes.positive(SEGMENT_TIME, segmentTime);
        mistakes.positive(MAX_SIZE, maxSize);
    }
}
