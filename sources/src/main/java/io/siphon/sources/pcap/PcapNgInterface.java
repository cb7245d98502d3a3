package io.siphon.sources.pcap;

import java.io.IOException;

/**
 * Where packets were captured.
 *
 * @param snapLength octets of a frame that are kept; 0 is all
 * @param resolution the format's octet: 6 is µs, 9 is ns, 0x80 set means powers of two
 * @param offsetSeconds added to all times
 */
record PcapNgInterface(int linkType, int snapLength, int resolution, long offsetSeconds) {

    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;

    /** The window stands at an interface block of so many octets, all at hand. */
    static PcapNgInterface read(ByteWindow window, int length) {
        int resolution = 6;
        long offset = 0;
        int at = 16;
        int end = length - 4;
        while (at + 4 <= end) {
            int code = window.u16(at);
            int octets = window.u16(at + 2);
            int value = at + 4;
            if (code == 0 || value + octets > end) {
                break;
            }
            if (code == OPTION_RESOLUTION && octets >= 1) {
                resolution = window.bytes()[window.index(value)] & 0xff;
            } else if (code == OPTION_OFFSET && octets >= 8) {
                long first = window.u32(value);
                long second = window.u32(value + 4);
                offset = window.little() ? second << 32 | first : first << 32 | second;
            }
            at = value + (octets + 3 & ~3);
        }
        return new PcapNgInterface(window.u16(8), window.i32(12), resolution, offset);
    }

    /** Octets that a simple packet has, which says its length on the wire only. */
    int captured(int original, int room) {
        int most = snapLength > 0 ? Math.min(snapLength, room) : room;
        return original < 0 || original > most ? most : original;
    }

    /** Epoch µs of a time of two words. */
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
