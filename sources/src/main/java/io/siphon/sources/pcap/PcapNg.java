package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;
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
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;
    private static final int LONGEST_BLOCK = 1 << 20;

    private final Words words;
    private final List<Interface> interfaces = new ArrayList<>();

    /**
     * Where packets were captured.
     *
     * @param resolution the format's octet: 6 is µs, 9 is ns, 0x80 set means powers of two
     * @param offsetSeconds added to all times
     */
    private record Interface(int linkType, int resolution, long offsetSeconds) {

        long micros(int high, int low) throws IOException {
            long ticks = (long) high << 32 | Integer.toUnsignedLong(low);
            int power = resolution & 0x7f;
            long micros;
            if ((resolution & 0x80) == 0 && power <= 18) {
                micros = power >= 6 ? ticks / tens(power - 6) : ticks * tens(6 - power);
            } else if ((resolution & 0x80) != 0 && power <= 40) {
                long part = ticks & (1L << power) - 1;
                micros = (ticks >>> power) * 1_000_000 + (part * 1_000_000 >>> power);
            } else {
                throw new IOException("time resolution 0x" + Integer.toHexString(resolution));
            }
            return micros + offsetSeconds * 1_000_000;
        }

        private static long tens(int power) {
            long value = 1;
            for (int i = 0; i < power; i++) {
                value *= 10;
            }
            return value;
        }
    }

    /** The first section's type has been read. */
    PcapNg(InputStream in) throws IOException {
        words = new Words(in);
        section();
    }

    @Override
    public @Nullable PcapRecord next() throws IOException {
        while (!words.atEnd()) {
            int type = words.u32();
            if (type == SECTION_HEADER) {
                section();
                continue;
            }
            int length = words.u32();
            boolean wanted =
                    type == INTERFACE
                            || type == PACKET
                            || type == PACKET_OLD
                            || type == PACKET_SIMPLE;
            if (length < 12 || wanted && length > LONGEST_BLOCK) {
                throw new IOException(
                        "block of type "
                                + type
                                + " says "
                                + Integer.toUnsignedString(length)
                                + " bytes, expected 12.."
                                + LONGEST_BLOCK);
            }
            if (!wanted) {
                words.skip(length - 8L);
                continue;
            }
            byte[] body = words.bytes((length - 12 + 3) & ~3);
            words.skip(4); // the length once more
            if (type == INTERFACE) {
                interfaces.add(newInterface(body));
            } else {
                return packet(type, body);
            }
        }
        return null;
    }

    private void section() throws IOException {
        int length = words.u32();
        int order = words.u32();
        if (order != BYTE_ORDER) {
            words.swapped(!words.swapped());
            length = Integer.reverseBytes(length);
            if (Integer.reverseBytes(order) != BYTE_ORDER) {
                throw new IOException(
                        "byte order mark 0x" + Integer.toHexString(order) + ", expected 1a2b3c4d");
            }
        }
        if (length < 28) {
            throw new IOException("section header says " + length + " bytes, expected 28 or more");
        }
        words.skip(length - 12L);
        interfaces.clear();
    }

    private Interface newInterface(byte[] body) throws IOException {
        require(body, 8);
        int resolution = 6;
        long offset = 0;
        int at = 8;
        while (at + 4 <= body.length) {
            int code = words.u16(body, at);
            int length = words.u16(body, at + 2);
            int value = at + 4;
            if (code == 0 || value + length > body.length) {
                break;
            }
            if (code == OPTION_RESOLUTION && length >= 1) {
                resolution = body[value] & 0xff;
            } else if (code == OPTION_OFFSET && length >= 8) {
                long first = Integer.toUnsignedLong(words.u32(body, value));
                long second = Integer.toUnsignedLong(words.u32(body, value + 4));
                offset = words.swapped() ? second << 32 | first : first << 32 | second;
            }
            at = value + (length + 3 & ~3);
        }
        return new Interface(words.u16(body, 0), resolution, offset);
    }

    private PcapRecord packet(int type, byte[] body) throws IOException {
        int header = type == PACKET_SIMPLE ? 4 : 20;
        require(body, header);
        int number =
                type == PACKET_SIMPLE
                        ? 0
                        : type == PACKET ? words.u32(body, 0) : words.u16(body, 0);
        if (number < 0 || number >= interfaces.size()) {
            throw new IOException(
                    "packet of interface " + number + ", expected one of " + interfaces.size());
        }
        Interface at = interfaces.get(number);
        int original = words.u32(body, header - 4);
        int captured = type == PACKET_SIMPLE ? original : words.u32(body, 12);
        int length = body.length - header;
        if (type == PACKET_SIMPLE && (captured < 0 || captured > length)) {
            captured = length; // cut to the snapshot length
        }
        if (captured < 0 || captured > length) {
            throw new IOException(
                    "packet says "
                            + Integer.toUnsignedString(captured)
                            + " bytes, expected at most "
                            + length);
        }
        long time = type == PACKET_SIMPLE ? 0 : at.micros(words.u32(body, 4), words.u32(body, 8));
        byte[] data = new byte[captured];
        System.arraycopy(body, header, data, 0, captured);
        return new PcapRecord(time, at.linkType, original, data);
    }

    private static void require(byte[] body, int length) throws IOException {
        if (body.length < length) {
            throw new IOException(
                    "block of " + body.length + " bytes, expected " + length + " or more");
        }
    }
}
