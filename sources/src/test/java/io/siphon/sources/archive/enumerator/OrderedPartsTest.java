package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import static org.assertj.core.api.Assertions.assertThat;

class OrderedPartsTest {

    private static final int HEADER = 24;
    private static final int RECORD = 16 + 10;
    private static final long SECOND = 1_000_000;

    @TempDir private Path folder;

    private final LongAdder unordered = new LongAdder();

    @Test
    void aFileInOrderIsOnePart() throws IOException {
        assertThat(parts(100, 100.5, 99.6, 101, 200)).containsExactly("100.0: 0 - end");
        assertThat(unordered.sum()).isZero();
    }

    @Test
    void eachPartIsInOrder() throws IOException {
        assertThat(parts(100, 200, 50, 60, 55, 300, 10))
                .containsExactly(
                        "100.0: 0 - " + at(2),
                        "50.0: " + at(2) + " - " + at(4),
                        "55.0: " + at(4) + " - " + at(6),
                        "10.0: " + at(6) + " - end");
    }

    @Test
    void hasABoundOfParts() throws IOException {
        double[] seconds = new double[1_000];
        Arrays.setAll(seconds, i -> 5_000 - 2.0 * i);
        assertThat(parts(seconds)).hasSize(OrderedParts.MOST).last().asString().endsWith("- end");
        assertThat(unordered.sum()).isEqualTo(1);
    }

    @Test
    void theLastPartKnowsTheLastPacket() throws IOException {
        Path file = Files.write(folder.resolve("y.pcap"), CaptureFiles.pcap(records(9, 300, 10)));
        List<PcapSplit> parts = OrderedParts.of(file.toString(), unordered);
        assertThat(parts).last().extracting(PcapSplit::until).isEqualTo(300 * SECOND);

        double[] back = new double[OrderedParts.MOST + 10];
        Arrays.setAll(back, i -> 5_000 - 2.0 * i);
        back[back.length - 1] = 7_000;
        Path rest = Files.write(folder.resolve("z.pcap"), CaptureFiles.pcap(records(back)));
        assertThat(OrderedParts.of(rest.toString(), unordered))
                .last()
                .extracting(PcapSplit::until)
                .isEqualTo(7_000 * SECOND);
    }

    @Test
    void leavesWhatIsWrongToTheReader() throws IOException {
        assertThat(parts()).containsExactly("none: 0 - end");
        Path none = Files.writeString(folder.resolve("none.pcap"), "no capture at all, no");
        assertThat(OrderedParts.of(none.toString(), unordered))
                .extracting(this::text)
                .containsExactly("none: 0 - end");
        assertThat(OrderedParts.of(folder.resolve("missing").toString(), unordered)).hasSize(1);
        assertThat(OrderedParts.of(PcapSource.STANDARD_INPUT, unordered)).hasSize(1);

        byte[] whole = CaptureFiles.pcap(records(100, 200, 50));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 1));
        assertThat(OrderedParts.of(cut.toString(), unordered))
                .extracting(this::text)
                .containsExactly("100.0: 0 - end");
    }

    private List<String> parts(double... seconds) throws IOException {
        Path file = Files.write(folder.resolve("x.pcap"), CaptureFiles.pcap(records(seconds)));
        List<PcapSplit> parts = OrderedParts.of(file.toString(), unordered);
        assertThat(parts).extracting(PcapSplit::splitId).doesNotHaveDuplicates();
        assertThat(parts).allSatisfy(part -> assertThat(part.position()).isEqualTo(part.start()));
        return parts.stream().map(this::text).toList();
    }

    private static List<PcapRecord> records(double... seconds) {
        List<PcapRecord> records = new ArrayList<>();
        for (double second : seconds) {
            records.add(new PcapRecord((long) (second * SECOND), 1, 10, new byte[10]));
        }
        return records;
    }

    private String text(PcapSplit part) {
        String first =
                part.firstMicros() == Long.MIN_VALUE
                        ? "none"
                        : String.valueOf(part.firstMicros() / (double) SECOND);
        return first + ": " + part.start() + " - " + (part.endsFile() ? "end" : part.end());
    }

    private static long at(int record) {
        return HEADER + (long) record * RECORD;
    }
}
