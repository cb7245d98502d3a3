package io.siphon.sources.archive;

import io.siphon.sources.Captures;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The captures as files of a folder, whole or as tests need them. */
public final class CaptureFiles {

    private static final int RAW_IP = 101;

    /** A capture as it is; any file of {@link Captures}. */
    public static Path copy(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Captures.open(name)) {
            Files.copy(in, file);
        }
        return file;
    }

    /** Its records, each good for ever. */
    public static List<PcapRecord> records(String name) throws IOException {
        List<PcapRecord> records = new ArrayList<>();
        try (PcapFile file = PcapFile.read(Captures.open(name))) {
            for (PcapRecord record = file.next(); record != null; record = file.next()) {
                records.add(record.copy());
            }
        }
        return records;
    }

    /** A classic capture, µs, of these records. */
    public static byte[] pcap(List<PcapRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int link = records.isEmpty() ? 1 : records.get(0).linkType();
        out.writeBytes(
                ByteBuffer.allocate(24)
                        .putInt(0xa1b2c3d4)
                        .putInt(0x00020004)
                        .putLong(0)
                        .putInt(262_144)
                        .putInt(link)
                        .array());
        for (PcapRecord record : records) {
            out.writeBytes(
                    ByteBuffer.allocate(16)
                            .putInt((int) (record.timeMicros() / 1_000_000))
                            .putInt((int) (record.timeMicros() % 1_000_000))
                            .putInt(record.length())
                            .putInt(record.originalLength())
                            .array());
            out.writeBytes(record.data());
        }
        return out.toByteArray();
    }

    /** A datagram on a wire without link layer, for {@link #pcap}. */
    public static PcapRecord datagram(
            long timeMicros, InetSocketAddress from, InetSocketAddress to, byte[] payload) {
        int length = 28 + payload.length;
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.putShort((short) 0x4500).putShort((short) length).putInt(0).putInt(0x40110000);
        packet.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
        packet.putShort((short) from.getPort()).putShort((short) to.getPort());
        packet.putShort((short) (length - 20)).putShort((short) 0).put(payload);
        return new PcapRecord(timeMicros, RAW_IP, length, packet.array());
    }

    /** The records cut into files of so many, named as {@code tcpdump -C} does. */
    public static List<Path> rotated(List<PcapRecord> records, int each, Path folder)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (int from = 0; from < records.size(); from += each) {
            List<PcapRecord> part = records.subList(from, Math.min(records.size(), from + each));
            files.add(Files.write(folder.resolve("x.pcap" + files.size()), pcap(part)));
        }
        return files;
    }

    public static Path gzip(Path file, byte[] content) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
        return file;
    }

    private CaptureFiles() {}
}
