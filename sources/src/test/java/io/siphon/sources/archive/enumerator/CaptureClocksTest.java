package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.ArchiveListing;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.pcap.PcapRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class CaptureClocksTest {

    private static final long SECOND = 1_000_000;
    private static final long NOON = 1_800_000_000L * SECOND;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {-600 * SECOND, -1_500_000, 3600 * SECOND})
    void findsHowFarAClockIsOffByWhatBothHaveCaptured(long wrong) throws IOException {
        capture("a.pcap", 0, 0, 20);
        capture("b.pcap", wrong, 10, 30);

        assertThat(offsets()).isEqualTo(Map.of(path("b.pcap"), wrong));
    }

    @Test
    void rightIsWhatMostAgreeOn() throws IOException {
        capture("a.pcap", -600 * SECOND, 0, 20);
        capture("b.pcap", 0, 0, 20);
        capture("c.pcap", 0, 10, 30);

        assertThat(offsets()).isEqualTo(Map.of(path("a.pcap"), -600 * SECOND));
    }

    @Test
    void whatIsInCommonWithAThirdFileIsEnough() throws IOException {
        capture("a.pcap", 0, 0, 10);
        capture("b.pcap", 0, 5, 20);
        capture("c.pcap", 60 * SECOND, 15, 30);

        assertThat(offsets()).isEqualTo(Map.of(path("c.pcap"), 60 * SECOND));
    }

    @Test
    void aFewMessagesOrNoneTellNothing() throws IOException {
        capture("a.pcap", 0, 0, 20);
        capture("b.pcap", -600 * SECOND, 18, 40);
        capture("c.pcap", -600 * SECOND, 50, 60);

        assertThat(offsets()).isEmpty();
    }

    @Test
    void whatIsDaysApartWasCapturedAtAnotherTime() throws IOException {
        capture("a.pcap", 0, 0, 20);
        capture("b.pcap", 2 * 86_400 * SECOND, 0, 20);

        assertThat(offsets()).isEmpty();
    }

    @Test
    void clocksThatAgreeAreLeftAlone() throws IOException {
        capture("a.pcap", 0, 0, 20);
        capture("b.pcap", 40_000, 0, 20);

        assertThat(offsets()).isEmpty();
    }

    /** As a script does that sends the same every hour. */
    @Test
    void whatComesAgainInAFileTellsNothing() throws IOException {
        capture("a.pcap", 0, 3600 * SECOND, 0, 20);
        capture("b.pcap", 7200 * SECOND, 3600 * SECOND, 0, 20);

        assertThat(offsets()).isEmpty();
    }

    @Test
    void aFileThatIsNoCaptureIsForAReaderToReport() throws IOException {
        capture("a.pcap", 0, 0, 20);
        capture("b.pcap", -600 * SECOND, 0, 20);
        Files.write(folder.resolve("c.pcap"), new byte[] {1, 2, 3});

        assertThat(offsets()).isEqualTo(Map.of(path("b.pcap"), -600 * SECOND));
    }

    private Map<String, Long> offsets() throws IOException {
        return CaptureClocks.offsets(ArchiveListing.list(List.of(folder.toString())));
    }

    private String path(String name) throws IOException {
        return ArchiveListing.list(List.of(folder.resolve(name).toString())).get(0).path();
    }

    /** Messages by their number, one a second, by a clock that is so far ahead. */
    private void capture(String name, long wrong, int from, int to) throws IOException {
        write(name, messages(wrong, from, to));
    }

    /** The same once more, so much later. */
    private void capture(String name, long wrong, long again, int from, int to) throws IOException {
        List<PcapRecord> records = messages(wrong, from, to);
        records.addAll(messages(wrong + again, from, to));
        write(name, records);
    }

    private void write(String name, List<PcapRecord> records) throws IOException {
        Files.write(folder.resolve(name), CaptureFiles.pcap(records));
    }

    private static List<PcapRecord> messages(long wrong, int from, int to) {
        List<PcapRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String message =
                    "OPTIONS sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"
                            + i
                            + "\r\nCall-ID: "
                            + i
                            + "\r\nCSeq: 1 OPTIONS\r\n\r\n";
            records.add(
                    CaptureFiles.datagram(
                            NOON + i * SECOND + wrong,
                            new InetSocketAddress("192.0.2.1", 5060),
                            new InetSocketAddress("192.0.2.2", 5060),
                            message.getBytes(StandardCharsets.US_ASCII)));
        }
        return records;
    }
}
