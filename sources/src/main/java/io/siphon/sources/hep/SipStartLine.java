package io.siphon.sources.hep;

import java.nio.charset.StandardCharsets;

/** Recognises SIP by its first line (RFC 3261, 7.1 and 7.2); line ends before it are skipped. */
public final class SipStartLine {

    private static final byte[] VERSION = ascii("SIP/2.0");
    private static final byte[][] METHODS = {
        ascii("INVITE "),
        ascii("ACK "),
        ascii("BYE "),
        ascii("CANCEL "),
        ascii("OPTIONS "),
        ascii("REGISTER "),
        ascii("PRACK "),
        ascii("UPDATE "),
        ascii("SUBSCRIBE "),
        ascii("NOTIFY "),
        ascii("PUBLISH "),
        ascii("MESSAGE "),
        ascii("INFO "),
        ascii("REFER "),
    };

    /** Whether a status line, or a request line of any method, stands here. */
    public static boolean at(byte[] bytes, int from, int end) {
        int start = skipLineEnds(bytes, from, end);
        if (isStatus(bytes, start, end)) {
            return true;
        }
        int method = start;
        while (method < end && isToken(bytes[method])) {
            method++;
        }
        if (method == start || method == end || bytes[method] != ' ') {
            return false;
        }
        int stop = method;
        while (stop < end && bytes[stop] != '\r' && bytes[stop] != '\n') {
            stop++;
        }
        while (stop > method && (bytes[stop - 1] == ' ' || bytes[stop - 1] == '\t')) {
            stop--;
        }
        int version = stop - VERSION.length;
        return version - 1 > method
                && bytes[version - 1] == ' '
                && startsWith(VERSION, bytes, version, end)
                && !isBehindRest(bytes, start, version);
    }

    /**
     * Whether a line reads as a request of an unknown method only because the rest of a body stands
     * before one of a known method: {@code the rest INVITE sip:a SIP/2.0}, {@code 20BYE sip:a
     * SIP/2.0}.
     *
     * @param version where its version begins
     */
    public static boolean isBehindRest(byte[] bytes, int from, int version) {
        if (known(bytes, from, version)) {
            return false;
        }
        int uri = version - 1;
        while (uri > from && bytes[uri - 1] != ' ') {
            uri--;
        }
        int method = methodBefore(bytes, from, uri);
        return method > from && !isOfMethod(bytes[method - 1]);
    }

    /** Whether a status line or a method of the RFCs stands here: surer and quicker. */
    public static boolean known(byte[] bytes, int from, int end) {
        int start = skipLineEnds(bytes, from, end);
        for (byte[] method : METHODS) {
            if (startsWith(method, bytes, start, end)) {
                return true;
            }
        }
        return isStatus(bytes, start, end);
    }

    /**
     * Where the longest method of the RFCs begins that ends, with its blank, before {@code end}.
     */
    static int methodBefore(byte[] bytes, int from, int end) {
        int longest = 0;
        for (byte[] method : METHODS) {
            int start = end - method.length;
            if (method.length > longest && start >= from && startsWith(method, bytes, start, end)) {
                longest = method.length;
            }
        }
        return longest == 0 ? -1 : end - longest;
    }

    public static int skipLineEnds(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Compares letters without case; the prefix must be ASCII. */
    public static boolean startsWith(byte[] prefix, byte[] bytes, int from, int end) {
        if (end - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            int difference = prefix[i] ^ bytes[from + i];
            if (difference != 0 && (difference != 0x20 || !isLetter(prefix[i]))) {
                return false;
            }
        }
        return true;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean isStatus(byte[] bytes, int from, int end) {
        int code = from + VERSION.length + 1;
        return end - code >= 3
                && startsWith(VERSION, bytes, from, end)
                && bytes[code - 1] == ' '
                && isDigit(bytes[code])
                && isDigit(bytes[code + 1])
                && isDigit(bytes[code + 2]);
    }

    static boolean isToken(byte octet) {
        return isLetter(octet) || isDigit(octet) || octet > ' ' && "-.!%*_+`'~".indexOf(octet) >= 0;
    }

    /** Whether a method of one's own has it, {@code X-INFO}: then it is no rest of a body. */
    private static boolean isOfMethod(byte octet) {
        return octet >= 'A' && octet <= 'Z' || octet == '-' || octet == '_';
    }

    private static boolean isLetter(byte octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private SipStartLine() {}
}
