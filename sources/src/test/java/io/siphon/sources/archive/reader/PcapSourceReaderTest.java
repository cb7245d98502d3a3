package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.core.io.InputStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
            merge.add(PcapSplit.file(file.toString(), FirstPacket.micros(file)));
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
