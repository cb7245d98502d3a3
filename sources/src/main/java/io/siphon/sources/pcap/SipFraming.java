package io.siphon.sources.pcap;

import io.siphon.sources.hep.SipStartLine;

import java.nio.charset.StandardCharsets;

/**
 * Where a SIP message ends in a byte stream: its headers end with an empty line, and Content-Length
 * says how much follows (RFC 3261, 18.3 and 20.14); without one, nothing does.
 *
 * <p>An instance goes on where it stopped when the stream had no more: whoever sends an octet at a
 * time does not have the message read again for each.
 */
public final class SipFraming {

    /** The stream ends before the message does. */
    public static final int MORE = -1;

    /** This is no SIP message. */
    public static final int NONE = -2;

    static final int LONGEST = 1 << 20;

    private static final byte[] LONG = "Content-Length".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHORT = {'l'};

    private int line; // of the message: where the line begins that has not ended
    private int seen; // of the message: before it that line does not end
    private int word; // octets of the start line's first word
    private int length; // Content-Length so far
    private boolean open; // Content-Length has begun, its number may stand in a folded line
    private int stop; // of the message: its end; 0 while its headers go on
    private long looked;

    /** Index behind the message that begins at {@code from}, or {@link #MORE}, or {@link #NONE}. */
    public static int end(byte[] bytes, int from, int end) {
        return new SipFraming().next(bytes, from, end);
    }

    /**
     * As {@link #end}; after {@link #MORE} the same message, with more of it, goes on, wherever it
     * stands now. After anything else another one begins.
     */
    public int next(byte[] bytes, int from, int end) {
        int next = goOn(bytes, from, end);
        if (next != MORE) {
            forget();
        }
        return next;
    }

    /** What comes next is the beginning of a message. */
    public void forget() {
        line = 0;
        seen = 0;
        word = 0;
        length = 0;
        open = false;
        stop = 0;
    }

    /** Octets that were searched for line ends so far, in all: the work that there was. */
    long looked() {
        return looked;
    }

    private int goOn(byte[] bytes, int from, int end) {
        while (stop == 0) {
            int next = nextLine(bytes, from + seen, end);
            looked += (next > 0 ? next : end) - from - seen;
            if (next == 0) {
                seen = end - from;
                boolean begun = line > 0 || isBeginningSoFar(bytes, from, end);
                return begun && end - from <= LONGEST ? MORE : NONE;
            }
            int start = from + line;
            if (line == 0) {
                if (!SipStartLine.at(bytes, from, next)) {
                    return NONE;
                }
            } else if (isEmpty(bytes, start, next)) {
                if (open) {
                    return NONE; // a Content-Length that says nothing
                }
                stop = next - from + length;
                break;
            } else {
                int said = contentLength(bytes, start, next);
                if (said == NONE) {
                    return NONE;
                }
                length = said == MORE ? length : said;
            }
            line = next - from;
            seen = line;
        }
        return stop <= end - from ? from + stop : stop > LONGEST ? NONE : MORE;
    }

    private boolean isBeginningSoFar(byte[] bytes, int from, int end) {
        int at = firstBlank(bytes, from + word, end);
        looked += at - from - word;
        word = at - from;
        return isBeginning(bytes, from, at, end);
    }

    /** Whether what stands here, without a line end yet, may become a start line. */
    static boolean isBeginning(byte[] bytes, int from, int end) {
        return isBeginning(bytes, from, firstBlank(bytes, from, end), end);
    }

    private static boolean isBeginning(byte[] bytes, int from, int blank, int end) {
        return end - from < 4096 && (blank == end || blank > from && bytes[blank] == ' ');
    }

    private static int firstBlank(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] > ' ' && bytes[at] < 0x7f) {
            at++;
        }
        return at;
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
     * The header's value; {@link #MORE} when this is another header, or when it has none yet: a
     * line that begins with a blank goes on with the one before (RFC 3261, 7.3.1). {@link #NONE}
     * for nonsense.
     */
    private int contentLength(byte[] bytes, int line, int next) {
        boolean folded = isBlank(bytes[line]);
        if (open && !folded) {
            return NONE;
        }
        int at =
                switch (bytes[line]) {
                    case 'C', 'c' -> after(LONG, bytes, line, next);
                    case 'L', 'l' -> after(SHORT, bytes, line, next);
                    default -> open ? line : -1;
                };
        if (at < 0) {
            return MORE;
        }
        while (isBlank(bytes[at])) {
            at++;
        }
        open = isEmpty(bytes, at, next);
        return open ? MORE : number(bytes, at);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** What stands here, before the end of its line; {@link #NONE} when it is none. */
    private static int number(byte[] bytes, int from) {
        int value = 0;
        int at = from;
        while (bytes[at] >= '0' && bytes[at] <= '9' && value <= LONGEST) {
            value = 10 * value + bytes[at] - '0';
            at++;
        }
        return at == from || value > LONGEST ? NONE : value;
    }

    /** Index behind the colon of a header of this name; -1 when it is another. */
    private static int after(byte[] name, byte[] bytes, int line, int next) {
        if (!SipStartLine.startsWith(name, bytes, line, next)) {
            return -1;
        }
        int at = line + name.length;
        while (isBlank(bytes[at])) {
            at++;
        }
        return bytes[at] == ':' ? at + 1 : -1;
    }
}
