package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.archive.enumerator.OrderedParts;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.archive.split.PcapSplitSerializer;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.pcap.WireMessages;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A reader without a job around it, and all that it gave, over restarts. */
final class Reading implements AutoCloseable {

    private static final PcapSplitSerializer SERIALIZER = new PcapSplitSerializer();

    final List<HepPacket> packets = new ArrayList<>();
    final List<Long> watermarks = new ArrayList<>();
    final Output output = new Output();
    PcapSourceReader reader = begin();

    /** Of these files, all known from the start. */
    static Reading of(Path... files) {
        Reading reading = new Reading();
        List<PcapSplit> splits = new ArrayList<>();
        for (Path file : files) {
            splits.addAll(OrderedParts.of(file.toString(), new LongAdder()));
        }
        return reading.with(splits);
    }

    static Reading ofSplits(List<PcapSplit> splits) {
        return new Reading().with(splits);
    }

    static Reading ofStandardInput() {
        return new Reading()
                .with(List.of(PcapSplit.file(PcapSource.STANDARD_INPUT, Long.MIN_VALUE)));
    }

    private Reading with(List<PcapSplit> splits) {
        reader.addSplits(splits);
        reader.notifyNoMoreSplits();
        return this;
    }

    private static PcapSourceReader begin() {
        ClockWindow any = ClockWindow.of(Duration.ofDays(36_500), Duration.ofDays(36_500));
        PcapSourceReader reader =
                new PcapSourceReader(
                        new Context(), new WireMessages.Settings("test", any, true), 1);
        reader.start();
        return reader;
    }

    /** Reads to the end. */
    Reading toTheEnd() {
        while (reader.pollNext(output) == InputStatus.MORE_AVAILABLE) {
            // goes on
        }
        return this;
    }

    /** Another reader goes on from what this one saves. */
    void restart() throws IOException {
        List<PcapSplit> restored = new ArrayList<>();
        for (PcapSplit split : reader.snapshotState(1)) {
            byte[] bytes = SERIALIZER.serialize(split);
            restored.add(SERIALIZER.deserialize(SERIALIZER.getVersion(), bytes));
        }
        reader.close();
        reader = begin();
        with(restored);
    }

    List<String> texts() {
        return packets.stream().map(Reading::text).toList();
    }

    private static String text(HepPacket packet) {
        return packet.timeMicros()
                + " "
                + packet.sourceIp()
                + " "
                + packet.protocol()
                + " "
                + new String(packet.payload(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        reader.close();
    }

    final class Output implements ReaderOutput<HepPacket> {

        @Override
        public void collect(HepPacket packet) {
            throw new AssertionError("without a time");
        }

        @Override
        public void collect(HepPacket packet, long timestamp) {
            packets.add(packet);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}

        @Override
        public SourceOutput<HepPacket> createOutputForSplit(String splitId) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {}
    }

    private static final class Context implements SourceReaderContext {

        @Override
        public SourceReaderMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSourceReaderMetricGroup();
        }

        @Override
        public Configuration getConfiguration() {
            return new Configuration();
        }

        @Override
        public String getLocalHostName() {
            return "localhost";
        }

        @Override
        public int getIndexOfSubtask() {
            return 0;
        }

        @Override
        public void sendSplitRequest() {}

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {}

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
        }
    }
}
