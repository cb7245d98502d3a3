package io.siphon.sources;

import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** An enumerator's context of two readers; does at once what is asked of it. */
public final class TwoReaders<S extends SourceSplit> implements SplitEnumeratorContext<S> {

    private final Map<Integer, ReaderInfo> readers = new HashMap<>();
    private final Map<Integer, List<S>> splits = new HashMap<>();
    private final Set<Integer> complete = new TreeSet<>();

    /**
     * @param reported what the reader was restored with
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final void register(int subtask, S... reported) {
        readers.put(subtask, ReaderInfo.createReaderInfo(subtask, "localhost", List.of(reported)));
    }

    /** The reader is gone. */
    public void unregister(int subtask) {
        readers.remove(subtask);
    }

    public List<S> assigned(int subtask) {
        return splits.getOrDefault(subtask, List.of());
    }

    /** Takes back what a reader was given. */
    public List<S> lose(int subtask) {
        return splits.remove(subtask);
    }

    /** Readers that were told that no more splits come. */
    public Set<Integer> complete() {
        return complete;
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public void sendEventToSourceReader(int subtaskId, SourceEvent event) {}

    @Override
    public int currentParallelism() {
        return 2;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<S> assignment) {
        assignment
                .assignment()
                .forEach(
                        (subtask, some) ->
                                splits.computeIfAbsent(subtask, any -> new ArrayList<>())
                                        .addAll(some));
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        complete.add(subtask);
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        try {
            handler.accept(callable.call(), null);
        } catch (Exception e) {
            handler.accept(null, e);
        }
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
        callAsync(callable, handler);
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        runnable.run();
    }
}
