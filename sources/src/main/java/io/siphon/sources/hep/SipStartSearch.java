package io.siphon.sources.hep;

/**
 * Finds a SIP message behind octets that are none: the rest of another message's body, which an
 * agent sends along where its copy of a TCP stream begins in the middle. A start line counts only
 * where a header line follows, for bodies have start lines, too ({@code message/sipfrag}).
 */
public final class SipStartSearch {

    private static final byte[] VERSION = SipStartLine.ascii("SIP/2.0");

    /**
     * Index of the first message's start line, wherever in its line it begins; -1: there is none.
     */
    public static int find(byte[] bytes, int from, int end) {
        int line = from;
        int next = nextLine(bytes, from, end);
        for (int at = from; at < end; at++) {
            if (at == next) {
                line = next;
                next = nextLine(bytes, at, end);
            }
            if (bytes[at] == 'S' && SipStartLine.startsWith(VERSION, bytes, at, end)) {
                int start = start(bytes, line, at, end);
                if (start >= 0 && isHeader(bytes, next, end)) {
                    return start;
                }
            }
        }
        return -1;
    }

    /**
     * Likewise, where none begins at {@code from}, of what may be anything: behind the rest of a
     * body that is text. Other protocols carry SIP as well, between their own sockets: databases,
     * tunnels, syslog ({@code <134>…}, RFC 5424, 6.2).
     */
    public static int findBehindText(byte[] bytes, int from, int end) {
        boolean syslog = end - from > 1 && bytes[from] == '<' && isDigit(bytes[from + 1]);
        int found = syslog ? -1 : find(bytes, from + 1, end);
        for (int at = from; at < found; at++) {
            boolean text = bytes[at] < 0 || bytes[at] >= ' ' || "\r\n\t".indexOf(bytes[at]) >= 0;
            if (!text) {
                return -1;
            }
        }
        return found;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Of the start line that has its version at {@code version}; -1 when it is none. */
    private static int start(byte[] bytes, int line, int version, int end) {
        if (SipStartLine.isStatus(bytes, version, end)) {
            return version;
        }
        int behind = version + VERSION.length;
        boolean last = behind < end && (bytes[behind] == '\r' || bytes[behind] == '\n');
        if (!last || version - line < 2 || bytes[version - 1] != ' ') {
            return -1;
        }
        int uri = version - 1;
        while (uri > line && bytes[uri - 1] != ' ') {
            uri--;
        }
        int method = SipStartLine.methodBefore(bytes, line, uri);
        return uri == version - 1 ? -1 : method;
    }

    private static int nextLine(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, end);
    }

    /** A name, maybe blanks, and a colon. */
    private static boolean isHeader(byte[] bytes, int line, int end) {
        int at = line;
        while (at < end && SipStartLine.isToken(bytes[at])) {
            at++;
        }
        boolean named = at > line;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return named && at < end && bytes[at] == ':';
    }

    private SipStartSearch() {}
}
