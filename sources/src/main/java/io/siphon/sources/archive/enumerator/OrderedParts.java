package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.core.fs.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * The parts of a capture file whose packets are in order of time: one, unless captures were put
 * behind each other ({@code mergecap -a}, {@code cat}). Merged by time they read as the sorted
 * file. To find them takes reading the file once more. Standard input is read as it comes.
 */
public final class OrderedParts {

    /** Packets of several queues or interfaces may be so far apart: event time waits for longer. */
    static final long DISORDER_MICROS = 1_000_000;

    /** What follows more parts of a file than this is read as it comes: each is a file handle. */
    static final int MOST = 64;

    private static final Logger LOG = LoggerFactory.getLogger(OrderedParts.class);

    private final String path;
    private final LongAdder unordered;
    private final List<PcapSplit> parts = new ArrayList<>();
    private long start;
    private long firstMicros = Long.MIN_VALUE;
    private long lastMicros = Long.MIN_VALUE;

    private OrderedParts(String path, LongAdder unordered) {
        this.path = path;
        this.unordered = unordered;
    }

    /**
     * In order of the file. What cannot be read is for a reader to report.
     *
     * @param unordered counts files of which a part is read as it comes
     */
    public static List<PcapSplit> of(String path, LongAdder unordered) {
        if (path.equals(PcapSource.STANDARD_INPUT)) {
            return List.of(PcapSplit.file(path, Long.MIN_VALUE));
        }
        OrderedParts found = new OrderedParts(path, unordered);
        Path file = new Path(path);
        try (PcapFile pcap = PcapFile.read(file.getFileSystem().open(file))) {
            found.read(pcap);
        } catch (IOException e) {
            LOG.debug("{} is read up to what is wrong with it", path, e);
        }
        return found.upTo(PcapSplit.FILE_END);
    }

    private void read(PcapFile pcap) throws IOException {
        long latest = Long.MIN_VALUE;
        long position = pcap.position();
        for (PcapRecord record = pcap.next(); record != null; record = pcap.next()) {
            long micros = record.timeMicros();
            if (latest == Long.MIN_VALUE) {
                firstMicros = micros;
            } else if (micros < latest - DISORDER_MICROS && parts.size() == MOST - 1) {
                LOG.warn(
                        "{} at {}: more than {} times back in time; what follows is read as it comes",
                        path,
                        position,
                        MOST - 1);
                unordered.increment();
                last(pcap, record);
                return;
            } else if (micros < latest - DISORDER_MICROS) {
                upTo(position);
                start = position;
                firstMicros = micros;
                latest = micros;
            }
            latest = Math.max(latest, micros);
            lastMicros = Math.max(lastMicros, micros);
            position = pcap.position();
        }
    }

    /** Of what is read as it comes. */
    private void last(PcapFile pcap, PcapRecord from) throws IOException {
        for (PcapRecord record = from; record != null; record = pcap.next()) {
            lastMicros = Math.max(lastMicros, record.timeMicros());
        }
    }

    private List<PcapSplit> upTo(long end) {
        parts.add(PcapSplit.part(path, firstMicros, start, end, lastMicros));
        return parts;
    }
}
