package io.siphon.sources.archive.enumerator;

import io.siphon.sources.TwoReaders;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class PcapEnumeratorTest {

    @TempDir private Path folder;

    private final TwoReaders<PcapSplit> context = new TwoReaders<>();

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
        assertThat(assigned(0)).containsExactly("none.pcap", "kam-hep3-torture.raw.pcap.zst");
        assertThat(assigned(1))
                .containsExactly("kam-hep3-basic.raw.pcap.zst", "kam-hep3-tcp.raw.pcap.zst");
        long last =
                CaptureFiles.records("kam-hep3-tcp.raw.pcap.zst").stream()
                        .mapToLong(PcapRecord::timeMicros)
                        .max()
                        .orElseThrow();
        assertThat(context.assigned(0)).allMatch(split -> split.until() == last);
        assertThat(context.assigned(1)).allMatch(split -> split.until() == last);
        assertThat(context.complete()).containsExactly(0, 1);
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
        assertThat(assigned(0)).containsExactly("kam-hep3-tcp.raw.pcap.zst");
    }

    @Test
    void givesAFailedReadersFilesToItAgain() throws IOException {
        CaptureFiles.copy("kam-hep3-tcp.raw.pcap.zst", folder);
        context.register(0);
        PcapEnumerator enumerator = begin(PcapEnumeratorState.NOTHING_LISTED);
        List<PcapSplit> lost = context.lose(0);
        context.complete().clear();
        enumerator.addSplitsBack(lost, 0);
        enumerator.addReader(0);
        assertThat(assigned(0)).containsExactly("kam-hep3-tcp.raw.pcap.zst");
        assertThat(context.complete()).containsExactly(0);
    }

    private PcapEnumerator begin(PcapEnumeratorState state) {
        PcapEnumerator enumerator = new PcapEnumerator(context, List.of(folder.toString()), state);
        enumerator.start();
        return enumerator;
    }

    private List<String> assigned(int subtask) {
        return context.assigned(subtask).stream()
                .map(split -> split.path().substring(split.path().lastIndexOf('/') + 1))
                .toList();
    }
}
