package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * pcapng (draft-ietf-opsawg-pcapng): sections, interfaces and packets; other blocks are skipped.
 */
final class PcapNg implements PcapFile.PcapFormat {

    /** Reads the same in both byte orders. */
    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int PACKET_OLD = 2;
    private static final int PACKET_SIMPLE = 3;
    private static final int PACKET = 6;
    private static final int LONGEST_BLOCK = 1 << 20;

    private final ByteWindow window;
    private final List<PcapNgInterface> interfaces = new ArrayList<>();
    private long lastMicros;

    /** The window stands at the start of the file. */
    PcapNg(ByteWindow window) throws IOException {
        this.window = window;
        section();
    }

    @Override
    public @Nullable PcapRecord next() throws IOException {
        while (window.has(8)) {
            int type = window.i32(0);
            if (type == SECTION_HEADER) {
                section();
                continue;
            }
            boolean packet = type == PACKET || type == PACKET_OLD || type == PACKET_SIMPLE;
            int length = length(type, packet);
            if (!packet && type != INTERFACE) {
                if (!window.skip(length)) {
                    throw new EOFException();
                }
                continue;
            }
            if (!window.has(length)) {
                throw new EOFException();
            }
            PcapRecord record = packet ? packet(type, length) : null;
            if (!packet) {
                require(length, 20);
                interfaces.add(PcapNgInterface.read(window, length));
            }
            window.advance(length);
            if (packet) {
                return record;
            }
        }
        if (window.held() > 0) {
            throw new EOFException();
        }
        return null;
    }

    @Override
    public void skipTo(long position) throws IOException {
        while (window.position() < position) {
            if (next() == null) {
                throw new EOFException();
            }
        }
    }

    /** Of the whole block, with padding. */
    private int length(int type, boolean packet) throws IOException {
        int length = window.i32(4);
        boolean held = packet || type == INTERFACE;
        if (length < 12 || held && length > LONGEST_BLOCK) {
            throw new IOException(
                    "block of type "
                            + type
                            + " says "
                            + Integer.toUnsignedString(length)
                            + " bytes, expected 12.."
                            + LONGEST_BLOCK);
        }
        return length + 3 & ~3;
    }

    private void section() throws IOException {
        if (!window.has(12)) {
            throw new EOFException();
        }
        int order = window.i32(8);
        if (order != BYTE_ORDER) {
            if (Integer.reverseBytes(order) != BYTE_ORDER) {
                throw new IOException(
                        "byte order mark 0x" + Integer.toHexString(order) + ", expected 1a2b3c4d");
            }
            window.little(!window.little());
        }
        int length = window.i32(4);
        if (length < 28) {
            throw new IOException("section header says " + length + " bytes, expected 28 or more");
        }
        if (!window.skip(length)) {
            throw new EOFException();
        }
        interfaces.clear();
    }

    private PcapRecord packet(int type, int length) throws IOException {
        boolean simple = type == PACKET_SIMPLE;
        int header = simple ? 12 : 28;
        require(length, header + 4);
        int number = simple ? 0 : type == PACKET ? window.i32(8) : window.u16(8);
        if (number < 0 || number >= interfaces.size()) {
            throw new IOException(
                    "packet of interface " + number + ", expected one of " + interfaces.size());
        }
        PcapNgInterface at = interfaces.get(number);
        int original = window.i32(header - 4);
        int room = length - header - 4;
        int captured = simple ? at.captured(original, room) : window.i32(20);
        if (captured < 0 || captured > room) {
            throw new IOException(
                    "packet says "
                            + Integer.toUnsignedString(captured)
                            + " bytes, expected at most "
                            + room);
        }
        if (!simple) {
            lastMicros = at.micros(window.i32(12), window.i32(16));
        }
        return new PcapRecord(
                lastMicros,
                at.linkType(),
                original,
                window.bytes(),
                window.index(header),
                captured);
    }

    private static void require(int length, int least) throws IOException {
        if (length < least) {
            throw new IOException("block of " + length + " bytes, expected " + least + " or more");
        }
    }
}
