package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.ArchiveListing;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.FlinkRuntimeException;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the files, sorts them by the time of their first packet, and deals them out to the readers
 * one by one, all at once and for good: a reader that knows all its files can merge them by time.
 */
public final class PcapEnumerator implements SplitEnumerator<PcapSplit, PcapEnumeratorState> {

    private final SplitEnumeratorContext<PcapSplit> context;
    private final List<String> paths;
    private final Map<Integer, List<PcapSplit>> unassigned = new HashMap<>();
    private boolean listed;

    public PcapEnumerator(
            SplitEnumeratorContext<PcapSplit> context,
            List<String> paths,
            PcapEnumeratorState state) {
        this.context = context;
        this.paths = paths;
        this.listed = state.listed();
        state.unassigned().forEach(this::keep);
    }

    @Override
    public void start() {
        if (!listed) {
            context.callAsync(this::find, this::deal);
        }
    }

    private List<PcapSplit> find() throws IOException {
        List<PcapSplit> splits = new ArrayList<>();
        for (ArchiveListing.ArchiveFile file : ArchiveListing.list(paths)) {
            splits.add(PcapSplit.file(file.path(), firstMicros(file.path())));
        }
        splits.sort(Comparator.comparingLong(PcapSplit::firstMicros));
        return splits;
    }

    /** A file that cannot be read is for a reader to report. */
    private static long firstMicros(String path) {
        if (path.equals(PcapSource.STANDARD_INPUT)) {
            return Long.MIN_VALUE;
        }
        Path file = new Path(path);
        try (PcapFile pcap = PcapFile.read(file.getFileSystem().open(file))) {
            PcapRecord first = pcap.next();
            return first == null ? Long.MIN_VALUE : first.timeMicros();
        } catch (IOException e) {
            return Long.MIN_VALUE;
        }
    }

    private void deal(@Nullable List<PcapSplit> splits, @Nullable Throwable error) {
        if (error != null || splits == null) {
            throw new FlinkRuntimeException("cannot list " + paths, error);
        }
        for (int i = 0; i < splits.size(); i++) {
            keep(i, List.of(splits.get(i)));
        }
        listed = true;
        context.registeredReaders().keySet().forEach(this::assign);
    }

    /** For a subtask; after a change of parallelism there may be fewer. */
    private void keep(int subtask, List<PcapSplit> splits) {
        unassigned
                .computeIfAbsent(subtask % context.currentParallelism(), any -> new ArrayList<>())
                .addAll(splits);
    }

    private void assign(int subtask) {
        List<PcapSplit> splits = unassigned.remove(subtask);
        if (splits != null) {
            splits.forEach(split -> context.assignSplit(split, subtask));
        }
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public void addReader(int subtask) {
        if (listed) {
            assign(subtask);
        }
    }

    @Override
    public void addSplitsBack(List<PcapSplit> splits, int subtask) {
        keep(subtask, splits);
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
        // nobody asks: a reader has its files for good
    }

    @Override
    public PcapEnumeratorState snapshotState(long checkpointId) {
        Map<Integer, List<PcapSplit>> copy = new HashMap<>();
        unassigned.forEach((subtask, splits) -> copy.put(subtask, List.copyOf(splits)));
        return new PcapEnumeratorState(listed, copy);
    }

    @Override
    public void close() {}
}
