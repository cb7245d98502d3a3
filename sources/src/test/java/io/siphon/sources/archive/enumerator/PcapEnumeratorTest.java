package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.archive.split.PcapSplit;

import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

import static org.assertj.core.api.Assertions.assertThat;

class PcapEnumeratorTest {

    @TempDir private Path folder;

    private final Context context = new Context();

    @Test
    void dealsFilesOutInOrderOfTheirFirstPacket() throws IOException {
        CaptureFiles.copy("kam-hep3-tcp.raw.pcap.zst", folder); // the last of the three
        CaptureFiles.copy("kam-hep3-basic.raw.pcap.zst", folder);
        CaptureFiles.copy("kam-hep3-torture.raw.pcap.zst", folder);
        Files.writeString(folder.resolve("none.pcap"), "no capture"); // for a reader to report
        context.register(0);
        PcapEnumerator enumerator = begin(PcapEnumeratorState.NOTHING_LISTED);
        context.register(1);
        enumerator.addReader(1);
        assertThat(context.assigned(0))
                .containsExactly("none.pcap", "kam-hep3-torture.raw.pcap.zst");
        assertThat(context.assigned(1))
                .containsExactly("kam-hep3-basic.raw.pcap.zst", "kam-hep3-tcp.raw.pcap.zst");
        assertThat(context.complete).containsExactly(0, 1);
        assertThat(enumerator.snapshotState(1)).isEqualTo(new PcapEnumeratorState(true, Map.of()));
    }

    @Test
    void keepsFilesForAReaderThatIsNotThereYet() throws IOException {
        CaptureFiles.copy("kam-hep3-tcp.raw.pcap.zst", folder);
        PcapEnumerator enumerator = begin(PcapEnumeratorState.NOTHING_LISTED);
        PcapEnumeratorState state = enumerator.snapshotState(1);
        assertThat(state.unassigned().get(0)).hasSize(1);

        PcapEnumerator restored = begin(state);
        context.register(0);
        restored.addReader(0);
        assertThat(context.assigned(0)).containsExactly("kam-hep3-tcp.raw.pcap.zst");
    }

    @Test
    void givesAFailedReadersFilesToItAgain() throws IOException {
        CaptureFiles.copy("kam-hep3-tcp.raw.pcap.zst", folder);
        context.register(0);
        PcapEnumerator enumerator = begin(PcapEnumeratorState.NOTHING_LISTED);
        List<PcapSplit> lost = context.splits.remove(0);
        context.complete.clear();
        enumerator.addSplitsBack(lost, 0);
        enumerator.addReader(0);
        assertThat(context.assigned(0)).containsExactly("kam-hep3-tcp.raw.pcap.zst");
        assertThat(context.complete).containsExactly(0);
    }

    private PcapEnumerator begin(PcapEnumeratorState state) {
        PcapEnumerator enumerator = new PcapEnumerator(context, List.of(folder.toString()), state);
        enumerator.start();
        return enumerator;
    }

    /** Two readers; does at once what is asked of it. */
    private static final class Context implements SplitEnumeratorContext<PcapSplit> {

        private final Map<Integer, ReaderInfo> readers = new HashMap<>();
        private final Map<Integer, List<PcapSplit>> splits = new HashMap<>();
        private final TreeSet<Integer> complete = new TreeSet<>();

        private void register(int subtask) {
            readers.put(subtask, new ReaderInfo(subtask, "localhost"));
        }

        private List<String> assigned(int subtask) {
            return splits.get(subtask).stream()
                    .map(split -> split.path().substring(split.path().lastIndexOf('/') + 1))
                    .toList();
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
        public void assignSplits(SplitsAssignment<PcapSplit> assignment) {
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
}
