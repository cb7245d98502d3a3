package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * IP addresses as text: IPv4 dotted, IPv6 as RFC 5952 has it, without brackets. It never uses a
 * name server.
 */
public final class IpText {

    /** The text of four bytes in network order. */
    public static String v4(int address) {
        return new StringBuilder(15)
                .append(address >>> 24)
                .append('.')
                .append(address >>> 16 & 0xff)
                .append('.')
                .append(address >>> 8 & 0xff)
                .append('.')
                .append(address & 0xff)
                .toString();
    }

    /** The text of sixteen bytes in network order, as two longs. */
    public static String v6(long high, long low) {
        if (high == 0 && low >>> 32 == 0xffff) {
            return "::ffff:" + v4((int) low); // RFC 5952, 5
        }
        int gap = -1;
        int gapLength = 1; // one zero group alone is not shortened: RFC 5952, 4.2.2
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(high, low, i + run) == 0) {
                run++;
            }
            if (run > gapLength) {
                gap = i;
                gapLength = run;
            }
            i += run;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    /**
     * Reads an address, IPv6 with or without brackets.
     *
     * @return 4 or 16 bytes in network order; null when the text is no address
     */
    public static byte @Nullable [] parse(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return text.indexOf(':') < 0 ? null : parseV6(text.substring(1, text.length() - 1));
        }
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    /** The one text of an address however it was written; null when the text is no address. */
    public static @Nullable String normalized(String text) {
        byte[] address = parse(text);
        return address == null ? null : of(address, 0, address.length);
    }

    /** The text of an address of 4 or 16 bytes that stands at {@code offset}. */
    public static String of(byte[] bytes, int offset, int length) {
        return length == 4
                ? v4((int) bigEndian(bytes, offset, 4))
                : v6(bigEndian(bytes, offset, 8), bigEndian(bytes, offset + 8, 8));
    }

    /** An unsigned number of up to 8 bytes in network order. */
    public static long bigEndian(byte[] bytes, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }

    private static int group(long high, long low, int i) {
        return (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
    }

    private static byte @Nullable [] parseV4(String text) {
        byte[] address = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int value = 0;
            int digits = 0;
            for (; at < text.length() && digits < 4; at++, digits++) {
                int digit = text.charAt(at) - '0';
                if (digit < 0 || digit > 9) {
                    break;
                }
                value = value * 10 + digit;
            }
            boolean last = i == 3;
            if (digits == 0 || value > 255 || last != (at == text.length())) {
                return null;
            }
            if (!last && text.charAt(at++) != '.') {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    private static byte @Nullable [] parseV6(String text) {
        byte[] address = new byte[16];
        int gap = -1;
        int filled = 0;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int stop = colon < 0 ? text.length() : colon;
            String group = text.substring(at, stop);
            if (group.isEmpty()) {
                if (gap >= 0 || filled == 0 || at != stop) {
                    return null;
                }
                gap = filled;
            } else if (group.indexOf('.') >= 0) {
                byte[] v4 = colon < 0 && filled <= 12 ? parseV4(group) : null;
                if (v4 == null) {
                    return null;
                }
                System.arraycopy(v4, 0, address, filled, 4);
                filled += 4;
            } else {
                int value = hex(group);
                if (value < 0 || filled > 14) {
                    return null;
                }
                address[filled++] = (byte) (value >>> 8);
                address[filled++] = (byte) value;
            }
            if (colon == text.length() - 1 && gap != filled) {
                return null; // one colon at the end
            }
            at = stop + 1;
        }
        if (gap < 0) {
            return filled == 16 ? address : null;
        }
        if (filled == 16) {
            return null;
        }
        System.arraycopy(address, gap, address, 16 - (filled - gap), filled - gap);
        Arrays.fill(address, gap, 16 - (filled - gap), (byte) 0);
        return address;
    }

    private static int hex(String group) {
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            int digit = Character.digit(group.charAt(i), 16);
            if (digit < 0 || i > 3) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private IpText() {}
}
