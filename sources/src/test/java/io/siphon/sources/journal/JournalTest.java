package io.siphon.sources.journal;

import io.siphon.sources.CaptureGap;
import io.siphon.sources.JournalGap;
import io.siphon.sources.JournalNote;
import io.siphon.sources.KernelLoss;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.HepCapture;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;
import io.siphon.sources.pcap.WireMessages;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTest {

    private static final long NOW = 1_795_000_000_000_000L;
    private static final InetSocketAddress RECEIVER = new InetSocketAddress("192.0.2.1", 9060);
    private static final InetSocketAddress AGENT = new InetSocketAddress("198.51.100.7", 40_000);

    @TempDir private Path folder;

    private final JournalCounts counts = new JournalCounts();

    @Test
    void whatIsWrittenIsReadAsItWas() throws Exception {
        List<RawMessage> all =
                List.of(
                        message("one", NOW),
                        message("", NOW + 1),
                        message("x".repeat(65_507), NOW + 2),
                        new RawMessage(
                                bytes("six"),
                                new InetSocketAddress("2001:db8::7", 65_535),
                                NOW + 3,
                                null));
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 1 << 20)) {
            writer.write(all.subList(0, 2), NOW);
            writer.write(all.subList(2, 4), NOW + 4);
        }
        List<RawMessage> read = read(lane, JournalPosition.BEGINNING);
        assertSame(read, all);
        for (int i = 0; i < read.size(); i++) {
            assertSame(read(lane, read.get(i).behind()), all.subList(i + 1, 4));
        }
    }

    /** As {@code siphon backfill} reads them; the message without a socket is of version 0.1. */
    @Test
    void whatIsMissingIsToldAgainByTheCapture() throws Exception {
        CaptureGap gap = new CaptureGap(NOW - 5, NOW, "udp-9060-1");
        KernelLoss loss = new KernelLoss(NOW - 3, NOW + 1, "udp-9060-1", 7);
        JournalGap missed = new JournalGap(NOW - 2, NOW + 2, "udp-9060-1", 8);
        CaptureGap old = new CaptureGap(NOW - 5, NOW + 3, "udp-9060-0");
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 1 << 20)) {
            writer.write(
                    List.of(
                            note(JournalNote.write(gap.message(), gap.socket()), NOW),
                            note(JournalNote.write(loss.message(), loss.socket()), NOW + 1),
                            note(JournalNote.write(missed.message(), missed.socket()), NOW + 2),
                            note(old.message(), NOW + 3),
                            // no Siphon wrote these
                            note(old.message(), NOW + 4),
                            note(bytes("siphon: nobody listened, epoch us: 1 to 9".repeat(9)), NOW),
                            new RawMessage(gap.message(), AGENT, NOW, null)),
                    NOW);
        }
        List<HepPacket> packets = new ArrayList<>();
        WireMessages messages =
                new WireMessages(
                        new WireMessages.Settings(
                                "pcap",
                                ClockWindow.of(Duration.ofDays(1), Duration.ofDays(1)),
                                true),
                        packets::add);
        try (PcapFile file = PcapFile.open(lane.segments().get(0).file())) {
            for (PcapRecord record = file.next(); record != null; record = file.next()) {
                messages.accept(record);
            }
        }

        assertThat(packets)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(gap.packet(), loss.packet(), missed.packet(), old.packet());
        assertThat(messages.counts().passedOver).isEqualTo(3);
    }

    private static RawMessage note(byte[] message, long micros) {
        return new RawMessage(message, new InetSocketAddress(JournalNote.SENDER, 0), micros, null);
    }

    @Test
    void segmentsAreCapturesOfTheAgentsTraffic() throws Exception {
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 1 << 20)) {
            writer.write(List.of(message("SIP", NOW)), NOW);
        }
        JournalLane.Segment segment = lane.segments().get(0);
        assertThat(segment.file().getFileName()).hasToString("20261118T110640.000000Z.pcap");
        List<Datagram> datagrams = new ArrayList<>();
        HepCapture.read(segment.file(), datagrams::add);
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0))
                .usingRecursiveComparison()
                .isEqualTo(
                        new Datagram(NOW, "198.51.100.7", 40_000, "192.0.2.1", 9060, bytes("SIP")));
    }

    /** Frames of TCP, too long for IPv4, and for the length of UDP. */
    @ParameterizedTest
    @ValueSource(ints = {65_507, 65_508, 65_527, 65_528, 65_535})
    void whatIsTooLongForADatagramIsKeptAsOne(int length) throws Exception {
        List<RawMessage> all =
                List.of(
                        message("x".repeat(length), NOW),
                        new RawMessage(
                                bytes("y".repeat(length)),
                                new InetSocketAddress("2001:db8::7", 65_535),
                                NOW + 1,
                                null),
                        message("short", NOW + 2));
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 1 << 20)) {
            writer.write(all, NOW);
        }
        List<RawMessage> read = read(lane, JournalPosition.BEGINNING);
        List<Datagram> datagrams = new ArrayList<>();
        HepCapture.read(lane.segments().get(0).file(), datagrams::add);
        for (int i = 0; i < all.size(); i++) {
            assertThat(Arrays.equals(read.get(i).bytes(), all.get(i).bytes())).isTrue();
            assertThat(Arrays.equals(datagrams.get(i).payload(), all.get(i).bytes())).isTrue();
        }
        assertThat(read)
                .extracting(RawMessage::sender)
                .isEqualTo(all.stream().map(RawMessage::sender).toList());
        assertThat(datagrams)
                .extracting(Datagram::sourceIp)
                .containsExactly("198.51.100.7", "2001:db8::7", "198.51.100.7");
        assertThat(datagrams.get(0).destinationIp()).isEqualTo("192.0.2.1");
    }

    @Test
    void placesAreThoseThatReadingTells() throws Exception {
        JournalLane lane = lane("a");
        List<RawMessage> written = new ArrayList<>();
        try (JournalWriter writer = writer(lane, 100)) {
            for (int i = 0; i < 10; i++) {
                written.addAll(writer.write(List.of(message("m" + i, NOW + i)), NOW + i));
            }
        }
        assertThat(lane.segments()).hasSize(5);
        assertThat(read(lane, JournalPosition.BEGINNING))
                .extracting(RawMessage::behind)
                .isEqualTo(written.stream().map(RawMessage::behind).toList());
    }

    @Test
    void anOldSegmentIsFollowedByANewOne() throws Exception {
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 1 << 20)) {
            writer.write(List.of(message("m", NOW)), NOW);
            writer.write(List.of(message("m", NOW)), NOW + 3_600_000_000L);
            writer.write(List.of(message("m", NOW)), NOW + 3_600_000_001L);
        }
        assertThat(lane.segments()).hasSize(2);
    }

    @Test
    void aTornRecordIsLeftOutAndTheNextSegmentRead() throws Exception {
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 1 << 20)) {
            writer.write(List.of(message("whole", NOW), message("torn", NOW + 1)), NOW);
        }
        Path file = lane.segments().get(0).file();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        try (JournalWriter writer = writer(lane, 1 << 20)) {
            writer.write(List.of(message("after", NOW + 2)), NOW + 2);
        }
        assertThat(read(lane, JournalPosition.BEGINNING))
                .extracting(received -> new String(received.bytes(), StandardCharsets.UTF_8))
                .containsExactly("whole", "after");
        assertThat(counts.damaged).hasValue(1);
    }

    @Test
    void aPlaceBehindTheEndOfItsSegmentIsTheStartOfTheNext() throws Exception {
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 10)) {
            writer.write(List.of(message("one", NOW)), NOW);
            writer.write(List.of(message("two", NOW + 1)), NOW + 1);
        }
        long first = lane.segments().get(0).micros();
        assertThat(read(lane, new JournalPosition(first, 1000))).hasSize(1);
        assertThat(read(lane, new JournalPosition(first - 1, 1000))).hasSize(2);
    }

    @Test
    void aReaderFollowsItsWriter() throws Exception {
        JournalLane lane = lane("a");
        JournalReader reader = new JournalReader(lane, JournalPosition.BEGINNING, counts);
        try (JournalWriter writer = writer(lane, 300)) {
            for (int i = 0; i < 20; i++) {
                assertThat(reader.peek()).isNull();
                writer.write(List.of(message("m" + i, NOW + i)), NOW + i);
                assertThat(reader.peek().bytes()).isEqualTo(bytes("m" + i));
                reader.advance();
            }
        }
        reader.close();
        assertThat(counts.replayed).hasValue(20);
    }

    @Test
    void segmentsThatAreTooOldGoButNoneThatACheckpointNeeds() throws Exception {
        JournalLane lane = lane("a");
        try (JournalWriter writer = writer(lane, 1)) {
            for (int i = 0; i < 4; i++) {
                writer.write(List.of(message("m" + i, NOW)), NOW + i);
            }
            for (JournalLane.Segment segment : lane.segments()) {
                Files.setLastModifiedTime(segment.file(), FileTime.fromMillis(NOW / 1000));
            }
            long twoDays = NOW + 2 * 86_400_000_000L;
            lane.cover(new JournalPosition(lane.segments().get(2).micros(), 24));
            writer.beat(twoDays);
            assertThat(lane.segments()).hasSize(2);
            assertThat(counts.deleted).hasValue(2);
            assertThat(counts.deletedNeeded).hasValue(0);
        }
    }

    /** Of a port that was listened on before: nobody else deletes them. */
    @Test
    void oldSegmentsOfSocketsThatNobodyHasGoToo() throws Exception {
        for (String name : List.of("gone", "taken")) {
            try (JournalWriter writer = writer(lane(name), 1)) {
                for (int i = 0; i < 4; i++) {
                    writer.write(List.of(message("m" + i, NOW)), NOW + i);
                }
            }
            for (JournalLane.Segment segment : lane(name).segments()) {
                Files.setLastModifiedTime(segment.file(), FileTime.fromMillis(NOW / 1000));
            }
            lane(name).cover(new JournalPosition(lane(name).segments().get(2).micros(), 24));
        }
        try (JournalLock other = JournalLock.take(lane("taken"), Duration.ZERO);
                JournalLock ours = JournalLock.take(lane("a"), Duration.ZERO);
                JournalWriter writer = writer(lane("a"), 1)) {
            writer.beat(NOW + 2 * 86_400_000_000L);
        }
        assertThat(lane("gone").segments()).hasSize(2);
        assertThat(lane("taken").segments()).hasSize(4);
        assertThat(counts.deleted).hasValue(2);
        assertThat(counts.bytes).hasValue(0);
    }

    @Test
    void beyondItsSizeTheOldestGoNeededOrNot() throws Exception {
        JournalLane lane = lane("a");
        JournalSettings small =
                new JournalSettings(
                        folder.toString(),
                        1000,
                        Duration.ofHours(1),
                        Duration.ofDays(1),
                        5000,
                        JournalSettings.RETRY);
        try (JournalWriter writer = new JournalWriter(lane, RECEIVER, small, counts)) {
            for (int i = 0; i < 20; i++) {
                writer.write(List.of(message("x".repeat(1000), NOW)), NOW + i);
            }
        }
        long bytes = lane.segments().stream().mapToLong(JournalLane.Segment::bytes).sum();
        assertThat(bytes).isBetween(3000L, 5000L);
        assertThat(counts.bytes).hasValue(bytes);
        assertThat(counts.deletedNeeded).hasValue(20 - lane.segments().size());
    }

    /** As good as a disk that cannot be read either. */
    @Test
    void whereItsFolderShouldBeIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "no folder");
        JournalLane lane = lane("a");
        List<RawMessage> message = List.of(message("m", NOW));
        try (JournalLock none = JournalLock.take(lane, Duration.ZERO);
                JournalWriter writer = writer(lane, 1 << 20)) {
            writer.beat(NOW);
            assertThat(writer.write(message, NOW)).isEqualTo(message);
            assertThat(counts.notWritten).hasValue(1);
            assertThat(writer.gap(NOW + 1, false)).isEqualTo(new JournalGap(NOW, NOW + 1, "a", 1));
            assertThat(read(lane, JournalPosition.BEGINNING)).isEmpty();

            Files.delete(file);
            writer.beat(NOW + 20_000_000);
            assertThat(writer.write(message, NOW + 20_000_000)).isNotEqualTo(message);
        }
        assertSame(read(lane, JournalPosition.BEGINNING), message);
    }

    @Test
    void aFullDiskIsLeftAloneAndTriedAgain() throws Exception {
        JournalLane lane = lane("a");
        boolean[] full = {true};
        JournalSettings settings = settings(1 << 20);
        try (JournalWriter writer =
                new JournalWriter(
                        lane,
                        RECEIVER,
                        settings,
                        counts,
                        segment -> {
                            if (full[0]) {
                                throw new IOException("No space left on device");
                            }
                            Files.createDirectories(segment.file().getParent());
                            return FileChannel.open(
                                    segment.file(),
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE);
                        })) {
            List<RawMessage> lost = writer.write(List.of(message("lost", NOW)), NOW);
            assertThat(lost).extracting(RawMessage::behind).containsOnlyNulls();
            assertThat(writer.isWriting()).isFalse();
            full[0] = false;
            writer.write(List.of(message("too early", NOW)), NOW + 9_999_999);
            assertThat(lane.segments()).isEmpty();
            List<RawMessage> kept = writer.write(List.of(message("kept", NOW)), NOW + 10_000_000);
            assertThat(kept).extracting(RawMessage::behind).doesNotContainNull();
            assertThat(writer.isWriting()).isTrue();
        }
        assertThat(counts.writeErrors).hasValue(1);
        assertThat(counts.notWritten).hasValue(2);
        assertThat(read(lane, JournalPosition.BEGINNING)).hasSize(1);
    }

    @Test
    void whatIsMissingIsToldAtOnceNowAndThenAndInTheEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "no folder");
        List<RawMessage> message = List.of(message("m", NOW));
        try (JournalWriter writer = writer(lane("a"), 1 << 20)) {
            assertThat(writer.gap(NOW, true)).isNull();
            writer.write(List.of(message("one", NOW), message("two", NOW)), NOW);
            assertThat(writer.gap(NOW + 1, false)).isEqualTo(new JournalGap(NOW, NOW + 1, "a", 2));

            writer.write(message, NOW + 2);
            assertThat(writer.gap(NOW + 10_000_000, false)).isNull();
            assertThat(writer.gap(NOW + 10_000_001, false))
                    .isEqualTo(new JournalGap(NOW, NOW + 10_000_001, "a", 3));
            assertThat(writer.gap(NOW + 30_000_000, true)).as("no more than before").isNull();

            writer.write(message, NOW + 30_000_001);
            assertThat(writer.gap(NOW + 30_000_002, true))
                    .isEqualTo(new JournalGap(NOW, NOW + 30_000_002, "a", 4));

            Files.delete(file);
            writer.write(message, NOW + 50_000_000);
            assertThat(writer.gap(NOW + 50_000_001, false))
                    .isEqualTo(new JournalGap(NOW, NOW + 50_000_000, "a", 4));
            assertThat(writer.gap(NOW + 90_000_000, true)).as("told").isNull();
        }
    }

    /** /dev/full takes an open file and refuses every octet. */
    @Test
    void aDiskThatFillsUpMeanwhileLosesNoMessage() throws Exception {
        JournalLane lane = lane("a");
        try (JournalWriter writer =
                new JournalWriter(
                        lane,
                        RECEIVER,
                        settings(1 << 20),
                        counts,
                        segment ->
                                FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE))) {
            List<RawMessage> messages = List.of(message("one", NOW), message("two", NOW));
            assertThat(writer.write(messages, NOW)).isEqualTo(messages);
            assertThat(counts.failing).isTrue();
        }
    }

    @Test
    void whatACheckpointCoversIsKnownToTheNextRun() throws Exception {
        assertThat(lane("a").covered()).isEqualTo(JournalPosition.BEGINNING);
        lane("a").cover(new JournalPosition(NOW, 42));
        assertThat(lane("a").covered()).isEqualTo(new JournalPosition(NOW, 42));
        assertThat(JournalLane.all(folder)).hasSize(1);
        assertThat(JournalLane.all(folder.resolve("none"))).isEmpty();
    }

    @Test
    void tellsUntilWhenSomebodyListened() throws Exception {
        assertThat(lane("a").lastAlive()).isNull();
        try (JournalLock ours = JournalLock.take(lane("a"), Duration.ZERO);
                JournalWriter writer = writer(lane("a"), 1)) {
            writer.beat(NOW);
            writer.beat(NOW + 999_999);
            assertThat(lane("a").lastAlive()).isEqualTo(NOW);
            writer.beat(NOW + 1_000_000);
            assertThat(lane("a").lastAlive()).isEqualTo(NOW + 1_000_000);
        }
    }

    private JournalLane lane(String name) {
        return JournalLane.of(folder.toString(), name);
    }

    private JournalWriter writer(JournalLane lane, long segmentBytes) {
        return new JournalWriter(lane, RECEIVER, settings(segmentBytes), counts);
    }

    private JournalSettings settings(long segmentBytes) {
        return new JournalSettings(
                folder.toString(),
                segmentBytes,
                Duration.ofHours(1).minusMillis(1),
                Duration.ofDays(1),
                1 << 30,
                JournalSettings.RETRY);
    }

    private List<RawMessage> read(JournalLane lane, JournalPosition from) throws IOException {
        List<RawMessage> all = new ArrayList<>();
        try (JournalReader reader = new JournalReader(lane, from, counts)) {
            for (RawMessage next = reader.peek(); next != null; next = reader.peek()) {
                all.add(next);
                reader.advance();
            }
        }
        return all;
    }

    private static void assertSame(List<RawMessage> actual, List<RawMessage> expected) {
        assertThat(actual)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("behind")
                .isEqualTo(expected);
    }

    private static RawMessage message(String text, long micros) {
        return new RawMessage(bytes(text), AGENT, micros, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
