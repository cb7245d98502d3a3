package io.siphon.sources.pcap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes capture files of a few records, in every container. */
final class PcapBytes {

    static final int MICROS = 0xa1b2c3d4;
    static final int NANOS = 0xa1b23c4d;

    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    private PcapBytes(ByteOrder order) {
        buffer.order(order);
    }

    static PcapBytes classic(ByteOrder order, int magic, LinkType link) {
        PcapBytes file = new PcapBytes(order);
        file.buffer.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
        file.buffer.putInt(262_144).putInt(link.number());
        return file;
    }

    /** One record; the fraction is in the unit of the file. */
    PcapBytes record(long seconds, int fraction, byte[] data) {
        buffer.putInt((int) seconds).putInt(fraction).putInt(data.length).putInt(data.length);
        buffer.put(data);
        return this;
    }

    static PcapBytes ng(ByteOrder order) {
        return new PcapBytes(order).section();
    }

    PcapBytes section() {
        return block(0x0a0d0d0a, 0x1a2b3c4d, 0x00010000, -1, -1);
    }

    /** A block of words. */
    PcapBytes block(int type, int... words) {
        int length = 12 + 4 * words.length;
        buffer.putInt(type).putInt(length);
        for (int word : words) {
            buffer.putInt(word);
        }
        buffer.putInt(length);
        return this;
    }

    /** An interface whose clock ticks in {@code 10^-resolution} s (or 2, with 0x80 added). */
    PcapBytes ethernet(int resolution) {
        buffer.putInt(1).putInt(32);
        buffer.putShort((short) 1).putShort((short) 0).putInt(0);
        buffer.putShort((short) 9).putShort((short) 1);
        buffer.put((byte) resolution).put(new byte[3]);
        buffer.putInt(0).putInt(32);
        return this;
    }

    PcapBytes packet(int type, int at, long ticks, byte[] data) {
        int padded = data.length + 3 & ~3;
        buffer.putInt(type).putInt(32 + padded);
        if (type == 2) {
            buffer.putShort((short) at).putShort((short) 0);
        } else {
            buffer.putInt(at);
        }
        buffer.putInt((int) (ticks >>> 32)).putInt((int) ticks);
        buffer.putInt(data.length)
                .putInt(data.length)
                .put(data)
                .put(new byte[padded - data.length]);
        buffer.putInt(32 + padded);
        return this;
    }

    PcapBytes simplePacket(byte[] data) {
        int padded = data.length + 3 & ~3;
        buffer.putInt(3).putInt(16 + padded).putInt(data.length);
        buffer.put(data).put(new byte[padded - data.length]).putInt(16 + padded);
        return this;
    }

    byte[] array() {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    static List<PcapRecord> read(byte[] bytes) throws IOException {
        List<PcapRecord> records = new ArrayList<>();
        try (PcapFile file = PcapFile.read(new ByteArrayInputStream(bytes))) {
            for (PcapRecord record = file.next(); record != null; record = file.next()) {
                records.add(record.copy());
            }
        }
        return records;
    }
}
