package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.ArchiveFigures;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

import java.util.function.Supplier;

/** Metrics of a reader, in the group {@code PcapSource}. */
final class ArchiveMetrics {

    static void register(SourceReaderMetricGroup source, Supplier<ArchiveFigures> figures) {
        MetricGroup group = source.addGroup("PcapSource");
        gauge(group, "filesRead", () -> figures.get().files());
        gauge(group, "bytesRead", () -> figures.get().bytes());
        gauge(group, "packetsRead", () -> figures.get().counts().frames);
        gauge(group, "packetsCut", () -> figures.get().counts().cut);
        gauge(group, "sipMessages", () -> figures.get().counts().sip);
        gauge(group, "hepPackets", () -> figures.get().counts().hep);
        gauge(group, "rtpPackets", () -> figures.get().counts().rtp);
        gauge(group, "rtcpPackets", () -> figures.get().counts().rtcp);
        gauge(group, "undecodable", () -> figures.get().counts().undecodable);
        gauge(group, "passedOver", () -> figures.get().counts().passedOver);
        gauge(group, "fragmentsLost", () -> figures.get().counts().fragmentsLost);
        gauge(group, "streamHoles", () -> figures.get().counts().holes);
        gauge(group, "damages", () -> (long) figures.get().damages().size());
    }

    private static void gauge(MetricGroup group, String name, Gauge<Long> value) {
        group.gauge(name, value);
    }

    private ArchiveMetrics() {}
}
