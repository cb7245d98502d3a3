package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.enumerator.OrderedParts;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.core.io.InputStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class PcapSourceReaderTest {

    private static final String TCP = "kam-hep3-tcp.raw.pcap.zst";
    private static final String FRAGMENTS = "kam-hep3-fragmented.raw.pcap.zst";

    @TempDir private Path folder;

    @Test
    void mergesFilesByTime() throws IOException {
        List<PcapRecord> records = CaptureFiles.records(TCP);
        List<List<PcapRecord>> parts =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < records.size(); i++) {
            parts.get(i * 7919 % 3).add(records.get(i));
        }
        List<Path> files = new ArrayList<>();
        for (List<PcapRecord> part : parts) {
            Path file = folder.resolve("part" + files.size() + ".pcap");
            files.add(Files.write(file, CaptureFiles.pcap(part)));
        }
        Reading whole = Reading.of(CaptureFiles.copy(TCP, folder)).toTheEnd();
        Reading merged = Reading.of(files.toArray(Path[]::new)).toTheEnd();
        assertThat(merged.texts()).isEqualTo(whole.texts()).hasSize(196);
        assertThat(merged.packets)
                .isSortedAccordingTo(Comparator.comparingLong(HepPacket::timeMicros));
    }

    /** Also of files that another reader has: time ends at one moment, whoever ends last. */
    @Test
    void endsWithTheTimeOfTheLastPacketOfAllFiles() throws IOException {
        long last = 1_900_000_000_123_456L;
        Path file = CaptureFiles.copy(TCP, folder);
        PcapSplit split = PcapSplit.file(file.toString(), 0).until(last);
        try (Reading reading = Reading.ofSplits(List.of(split))) {
            reading.restart();
            reading.toTheEnd();
            assertThat(reading.watermarks).containsExactly(last / 1000 + 1000);
        }
        try (Reading unknown = Reading.ofSplits(List.of(PcapSplit.file(file.toString(), 0)))) {
            unknown.toTheEnd();
            assertThat(unknown.watermarks).isEmpty();
        }
    }

    /** As {@code mergecap -a} and {@code cat} put captures behind each other. */
    @Test
    void readsAFileOfCapturesBehindEachOtherAsTheSortedOne() throws IOException {
        List<PcapRecord> records = CaptureFiles.records(TCP);
        int third = records.size() / 3;
        long hour = 3_600_000_000L;
        List<PcapRecord> sorted = new ArrayList<>();
        List<PcapRecord> appended = new ArrayList<>();
        for (int part : new int[] {2, 0, 1}) {
            for (PcapRecord record : records.subList(part * third, (part + 1) * third)) {
                appended.add(later(record, part * hour));
            }
        }
        sorted.addAll(appended);
        sorted.sort(Comparator.comparingLong(PcapRecord::timeMicros));
        Path one = Files.write(folder.resolve("sorted.pcap"), CaptureFiles.pcap(sorted));
        Path other = CaptureFiles.gzip(folder.resolve("x.pcap.gz"), CaptureFiles.pcap(appended));

        Reading whole = Reading.of(one).toTheEnd();
        try (Reading broken = Reading.of(other)) {
            while (broken.reader.pollNext(broken.output) == InputStatus.MORE_AVAILABLE) {
                broken.restart();
            }
            assertThat(broken.texts()).isEqualTo(whole.texts()).isNotEmpty();
        }
        assertThat(ArchiveProgress.now().files()).isEqualTo(1);
        assertThat(ArchiveProgress.now().damages()).isEmpty();
    }

    private static PcapRecord later(PcapRecord record, long micros) {
        return new PcapRecord(
                record.timeMicros() + micros,
                record.linkType(),
                record.originalLength(),
                record.data());
    }

    @Test
    void aCaptureThatWasCutIntoFilesReadsAsOne() throws IOException {
        for (String name : List.of(TCP, FRAGMENTS)) {
            Path parts = Files.createDirectory(folder.resolve("parts of " + name));
            List<Path> files = CaptureFiles.rotated(CaptureFiles.records(name), 7, parts);
            Reading whole = Reading.of(CaptureFiles.copy(name, folder)).toTheEnd();
            Reading rotated = Reading.of(files.toArray(Path[]::new)).toTheEnd();
            assertThat(rotated.texts()).as(name).isEqualTo(whole.texts());
        }
    }

    @Test
    void resumesExactlyAfterAnyRecord() throws IOException {
        List<PcapRecord> records = CaptureFiles.records(TCP);
        Path[] files = {
            CaptureFiles.copy(FRAGMENTS, folder),
            CaptureFiles.copy("kam-hep3-b2bua.raw-pcapng.pcapng", folder),
            CaptureFiles.copy("kam-hep3-b2bua.raw.pcap.gz", folder),
            Files.write(folder.resolve("a.pcap"), CaptureFiles.pcap(records.subList(0, 150))),
            Files.write(
                    folder.resolve("b.pcap"),
                    CaptureFiles.pcap(records.subList(150, records.size()))),
        };
        Reading whole = Reading.of(files).toTheEnd();
        ArchiveFigures figures = ArchiveProgress.now();
        try (Reading broken = Reading.of(files)) {
            while (broken.reader.pollNext(broken.output) == InputStatus.MORE_AVAILABLE) {
                broken.restart();
            }
            assertThat(broken.texts()).isEqualTo(whole.texts()).hasSizeGreaterThan(400);
        }
        assertThat(ArchiveProgress.now().counts())
                .usingRecursiveComparison()
                .isEqualTo(figures.counts());
        assertThat(ArchiveProgress.now().files()).isEqualTo(figures.files()).isEqualTo(5);
    }

    /** One agent is right, one an hour slow, and one sends a backlog of ten minutes. */
    @Test
    void correctsClocksAlsoWhereItResumes() throws IOException {
        long noon = 1_800_000_000_000_000L;
        List<PcapRecord> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long received = noon + i * 100_000L;
            records.add(hep(1, received - 300, received));
            records.add(hep(2, received - 3_600_000_000L, received));
            if (i >= 30) {
                records.add(hep(3, noon - 600_000_000L + i * 900_000L, received));
            }
        }
        Path file = Files.write(folder.resolve("clocks.pcap"), CaptureFiles.pcap(records));
        Reading whole = Reading.of(file).toTheEnd();
        assertThat(whole.packets).hasSize(records.size());
        assertThat(whole.packets)
                .allMatch(p -> p.clockOffsetMicros() == (p.node().equals("2") ? -3600_000_000L : 0))
                .allMatch(p -> p.node().equals("3") == p.lateMicros() > 0);
        try (Reading broken = Reading.of(file)) {
            while (broken.reader.pollNext(broken.output) == InputStatus.MORE_AVAILABLE) {
                broken.restart();
            }
            assertThat(broken.packets)
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(whole.packets);
        }
    }

    @Test
    void aFileOfAWrongClockIsMergedByTrueTimeAndKeepsItsOwn() throws IOException {
        long noon = 1_800_000_000_000_000L;
        List<PcapSplit> splits = new ArrayList<>();
        for (int file = 0; file < 2; file++) {
            List<PcapRecord> records = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                long time = noon + i * 1_000_000L + file * 500_000 - file * 600_000_000L;
                records.add(
                        CaptureFiles.datagram(
                                time,
                                new InetSocketAddress("192.0.2.1", 5060),
                                new InetSocketAddress("192.0.2.2", 5060),
                                "OPTIONS sip:b SIP/2.0\r\n\r\n".getBytes(UTF_8)));
            }
            Path path = folder.resolve(file + ".pcap");
            Files.write(path, CaptureFiles.pcap(records));
            splits.add(
                    PcapSplit.file(path.toString(), noon + file * (500_000 - 600_000_000L))
                            .withClockOffset(file * -600_000_000L));
        }
        try (Reading reading = Reading.ofSplits(splits)) {
            while (reading.reader.pollNext(reading.output) == InputStatus.MORE_AVAILABLE) {
                reading.restart();
            }
            assertThat(reading.packets).hasSize(20);
            for (int i = 0; i < 20; i++) {
                HepPacket packet = reading.packets.get(i);
                long wrong = i % 2 * -600_000_000L;
                assertThat(packet.correctedMicros()).isEqualTo(noon + i * 500_000L);
                assertThat(packet.receivedMicros()).isEqualTo(noon + i * 500_000L);
                assertThat(packet.timeMicros()).isEqualTo(noon + i * 500_000L + wrong);
                assertThat(packet.clockOffsetMicros()).isEqualTo(wrong);
            }
        }
    }

    private static PcapRecord hep(int node, long time, long received) {
        HepPacket packet =
                new HepPacket(
                        time,
                        received,
                        3,
                        17,
                        "192.0.2.9",
                        5060,
                        "192.0.2.8",
                        5060,
                        "",
                        "" + node,
                        HepProtocol.LOG,
                        null,
                        null,
                        new byte[] {'x'},
                        null,
                        null);
        return CaptureFiles.datagram(
                received,
                new InetSocketAddress("192.0.2." + node, 5060),
                new InetSocketAddress("192.0.2.100", 9060),
                new HepEncoder().encode(packet, 3));
    }

    @Test
    void readsWhatIsReadableAndSaysWhereItEnds() throws IOException {
        byte[] whole = CaptureFiles.pcap(CaptureFiles.records(FRAGMENTS).subList(0, 3));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 5));
        byte[] nonsense = whole.clone();
        int third = whole.length - 16 - length(whole);
        nonsense[third + 8] = (byte) 0x80;
        Path bad = Files.write(folder.resolve("bad.pcap"), nonsense);
        Path none = Files.writeString(folder.resolve("none.pcap"), "this is no capture at all");
        Path empty = Files.write(folder.resolve("empty.pcap"), CaptureFiles.pcap(List.of()));
        Path missing = folder.resolve("missing.pcap");

        Reading.of(cut, bad, none, empty, missing).toTheEnd();

        ArchiveFigures figures = ArchiveProgress.now();
        int rest = whole.length - third;
        assertThat(figures.damages())
                .containsExactlyInAnyOrder(
                        new Damage(
                                cut.toString(),
                                third,
                                true,
                                "the file ends within a record; not read: "
                                        + (rest - 5)
                                        + " bytes"),
                        new Damage(
                                bad.toString(),
                                third,
                                true,
                                "record says "
                                        + (0x80000000L + length(whole))
                                        + " bytes, expected at most 262144; not read: "
                                        + rest
                                        + " bytes"),
                        new Damage(
                                none.toString(),
                                0,
                                false,
                                "the file begins with 0x74686973, expected pcap or pcapng"),
                        new Damage(
                                missing.toString(),
                                0,
                                false,
                                figures.damages().stream()
                                        .filter(d -> d.path().equals(missing.toString()))
                                        .findFirst()
                                        .orElseThrow()
                                        .reason()));
        assertThat(figures.counts().frames).isEqualTo(4);
        assertThat(figures.files()).isEqualTo(5);
    }

    @Test
    void unpacksWhatIsThereOfADamagedArchive() throws IOException {
        byte[] whole = CaptureFiles.pcap(CaptureFiles.records(TCP));
        Path gzip = CaptureFiles.gzip(folder.resolve("a.pcap.gz"), whole);
        byte[] packed = Files.readAllBytes(gzip);
        Files.write(gzip, Arrays.copyOf(packed, packed.length / 2));
        Path zstd = CaptureFiles.copy("kam-hep3-direct-media.raw.pcap.zst", folder);
        packed = Files.readAllBytes(zstd);
        Files.write(zstd, Arrays.copyOf(packed, packed.length * 3 / 4));

        Reading reading = Reading.of(gzip, zstd).toTheEnd();

        assertThat(ArchiveProgress.now().damages())
                .extracting(Damage::usable)
                .containsExactly(true, true);
        assertThat(ArchiveProgress.now().damages())
                .extracting(Damage::position)
                .allMatch(position -> position > 1000);
        assertThat(reading.packets).isNotEmpty();
    }

    /** Once a file, wherever reading begins again. */
    @Test
    void saysWhichLinkTypeItDoesNotKnow() throws IOException {
        List<PcapRecord> records = new ArrayList<>();
        for (PcapRecord record : CaptureFiles.records(TCP).subList(0, 5)) {
            records.add(new PcapRecord(record.timeMicros(), 147, record.length(), record.data()));
        }
        Path file = Files.write(folder.resolve("a.pcap"), CaptureFiles.pcap(records));
        Path other = Files.write(folder.resolve("b.pcap"), CaptureFiles.pcap(records));
        try (Reading reading = Reading.of(file, other)) {
            while (reading.reader.pollNext(reading.output) == InputStatus.MORE_AVAILABLE) {
                reading.restart();
            }
            assertThat(reading.packets).isEmpty();
        }
        String reason = "link type 147 is not supported, its packets are skipped";
        assertThat(ArchiveProgress.now().damages())
                .containsExactlyInAnyOrder(
                        new Damage(file.toString(), 24, true, reason),
                        new Damage(other.toString(), 24, true, reason));
        assertThat(ArchiveProgress.now().counts().passedOver).isEqualTo(10);
    }

    @Test
    void countsPacketsThatTheCaptureCutShort() throws IOException {
        List<PcapRecord> records = new ArrayList<>(CaptureFiles.records(TCP).subList(0, 10));
        int position = CaptureFiles.pcap(records.subList(0, 4)).length;
        for (int i = 4; i < 6; i++) {
            PcapRecord record = records.get(i);
            byte[] half = Arrays.copyOf(record.data(), record.length() / 2);
            records.set(
                    i,
                    new PcapRecord(record.timeMicros(), record.linkType(), record.length(), half));
        }
        Path file = Files.write(folder.resolve("a.pcap"), CaptureFiles.pcap(records));
        try (Reading reading = Reading.of(file)) {
            while (reading.reader.pollNext(reading.output) == InputStatus.MORE_AVAILABLE) {
                reading.restart();
            }
        }
        assertThat(ArchiveProgress.now().damages())
                .containsExactly(
                        new Damage(
                                file.toString(),
                                position,
                                true,
                                "2 packets are cut short, this is the first"));
    }

    @Test
    void opensAFileWhenItsTimeComes() throws IOException {
        List<Path> files = CaptureFiles.rotated(CaptureFiles.records(TCP), 10, folder);
        CaptureMerge merge = new CaptureMerge(damage -> {}, () -> {});
        for (Path file : files) {
            OrderedParts.of(file.toString(), new LongAdder()).forEach(merge::add);
        }
        for (RecordInput input = merge.next(); input != null; input = merge.next()) {
            assertThat(merge.open()).isLessThanOrEqualTo(2);
            merge.advance(input);
        }
        assertThat(merge.filesRead()).isEqualTo(files.size()).isGreaterThan(20);
    }

    /** Of the last record. */
    private static int length(byte[] file) {
        int length = 0;
        for (int at = 24; at < file.length; at += 16 + length) {
            length = ByteBuffer.wrap(file).getInt(at + 8);
        }
        return length;
    }
}
