package io.siphon.sources.archive;

import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.pcap.WireMessages;

import java.time.Duration;
import java.util.List;

/** Builds a {@link PcapSource}. Everything but the paths has a default. */
public final class PcapSourceBuilder {

    private List<String> paths = List.of();
    private String node = "pcap";
    private Duration maxBehind = Duration.ofDays(1);
    private Duration maxAhead = Duration.ofMinutes(1);

    PcapSourceBuilder() {}

    /** Files and folders, see {@link ArchiveListing}; or only standard input. */
    public PcapSourceBuilder setPaths(List<String> paths) {
        this.paths = paths;
        return this;
    }

    /** Name of the node that captured. */
    public PcapSourceBuilder setNode(String node) {
        this.node = node;
        return this;
    }

    /**
     * How far an agent's time in HEP may differ from the capture time. Beyond it the capture time
     * is used.
     */
    public PcapSourceBuilder setClockWindow(Duration maxBehind, Duration maxAhead) {
        this.maxBehind = maxBehind;
        this.maxAhead = maxAhead;
        return this;
    }

    public PcapSource build() {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("expected a file or folder to read");
        }
        if (paths.size() > 1 && paths.contains(PcapSource.STANDARD_INPUT)) {
            throw new IllegalArgumentException("standard input can only be read alone");
        }
        return new PcapSource(
                paths, new WireMessages.Settings(node, ClockWindow.of(maxBehind, maxAhead), true));
    }
}
