package io.siphon.sources.pcap;

import io.siphon.sources.hep.SipStartLine;

import java.nio.charset.StandardCharsets;

/**
 * Where a SIP message ends in a byte stream: its headers end with an empty line, and Content-Length
 * says how much follows (RFC 3261, 18.3 and 20.14); without one, nothing does.
 */
public final class SipFraming {

    /** The stream ends before the message does. */
    public static final int MORE = -1;

    /** This is no SIP message. */
    public static final int NONE = -2;

    static final int LONGEST = 1 << 20;

    private static final byte[] LONG = "Content-Length".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHORT = {'l'};

    /** Index behind the message that begins at {@code from}, or {@link #MORE}, or {@link #NONE}. */
    public static int end(byte[] bytes, int from, int end) {
        int line = from;
        int length = 0;
        for (int next = nextLine(bytes, line, end); next > 0; next = nextLine(bytes, line, end)) {
            if (line == from) {
                if (!SipStartLine.at(bytes, from, next)) {
                    return NONE;
                }
            } else if (isEmpty(bytes, line, next)) {
                int stop = next + length;
                return stop <= end ? stop : stop - from > LONGEST ? NONE : MORE;
            } else {
                int said = contentLength(bytes, line, next);
                if (said == NONE) {
                    return NONE;
                }
                length = said == MORE ? length : said;
            }
            line = next;
        }
        boolean begun = line > from || isBeginning(bytes, from, end);
        return begun && end - from <= LONGEST ? MORE : NONE;
    }

    /** Whether what stands here, without a line end yet, may become a start line. */
    static boolean isBeginning(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] > ' ' && bytes[at] < 0x7f) {
            at++;
        }
        return end - from < 4096 && (at == end || at > from && bytes[at] == ' ');
    }

    /** Index behind the next line feed; 0 when there is none. */
    static int nextLine(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    static boolean isEmpty(byte[] bytes, int line, int next) {
        return next - line == 1 || next - line == 2 && bytes[line] == '\r';
    }

    /**
     * The header's value; {@link #MORE} when this is another header, {@link #NONE} for nonsense.
     */
    private static int contentLength(byte[] bytes, int line, int next) {
        int at = line;
        switch (bytes[line]) {
            case 'C', 'c' -> at = after(LONG, bytes, line, next);
            case 'L', 'l' -> at = after(SHORT, bytes, line, next);
            default -> at = MORE;
        }
        if (at < 0) {
            return MORE;
        }
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        int value = 0;
        int digits = at;
        while (bytes[at] >= '0' && bytes[at] <= '9' && value <= LONGEST) {
            value = 10 * value + bytes[at] - '0';
            at++;
        }
        return at == digits || value > LONGEST ? NONE : value;
    }

    /** Index behind the colon of a header of this name; -1 when it is another. */
    private static int after(byte[] name, byte[] bytes, int line, int next) {
        if (!SipStartLine.startsWith(name, bytes, line, next)) {
            return -1;
        }
        int at = line + name.length;
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        return bytes[at] == ':' ? at + 1 : -1;
    }

    private SipFraming() {}
}
