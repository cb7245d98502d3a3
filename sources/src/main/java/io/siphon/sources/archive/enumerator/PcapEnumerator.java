package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.ArchiveListing;
import io.siphon.sources.archive.split.PcapSplit;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Finds the files and their {@link OrderedParts}, sorts them by the time of their first packet, and
 * assigns them to readers in turn, all at once. A reader that knows all its files can merge them by
 * time. Metric: {@code unorderedFiles}, of which a part is read as it comes.
 */
public final class PcapEnumerator implements SplitEnumerator<PcapSplit, PcapEnumeratorState> {

    private final SplitEnumeratorContext<PcapSplit> context;
    private final List<String> paths;
    private final Map<Integer, List<PcapSplit>> unassigned = new HashMap<>();
    private final LongAdder unordered = new LongAdder();
    private boolean listed;

    public PcapEnumerator(
            SplitEnumeratorContext<PcapSplit> context,
            List<String> paths,
            PcapEnumeratorState state) {
        this.context = context;
        this.paths = paths;
        this.listed = state.listed();
        state.unassigned().forEach(this::keep);
        context.metricGroup().gauge("unorderedFiles", unordered::sum);
    }

    @Override
    public void start() {
        if (!listed) {
            context.callAsync(this::find, this::deal);
        }
    }

    private List<PcapSplit> find() throws IOException {
        List<ArchiveListing.ArchiveFile> files = ArchiveListing.list(paths);
        Map<String, Long> offsets = CaptureClocks.offsets(files);
        List<PcapSplit> parts =
                files.parallelStream()
                        .flatMap(file -> OrderedParts.of(file.path(), unordered).stream())
                        .map(part -> part.withClockOffset(offsets.getOrDefault(part.path(), 0L)))
                        .sorted(Comparator.comparingLong(PcapSplit::firstMicros))
                        .toList();
        long last = parts.stream().mapToLong(PcapSplit::until).max().orElse(Long.MIN_VALUE);
        return parts.stream().map(part -> part.until(last)).toList();
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

    /** Keeps splits for a subtask; after a change of parallelism there may be fewer subtasks. */
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
        // no requests: a reader keeps its files
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
