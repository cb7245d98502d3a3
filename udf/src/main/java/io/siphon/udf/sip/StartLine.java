package io.siphon.udf.sip;

import io.siphon.sources.hep.SipStartLine;
import io.siphon.udf.payload.Octets;

/**
 * Reads a Request-Line or Status-Line (RFC 3261, 7.1 and 7.2). Extra blanks and any version are
 * accepted.
 */
final class StartLine {

    private static final String VERSION_START = "sip/";
    private static final String VERSION = "sip/2.0";
    private static final String TOKEN_MARKS = "-.!%*_+`'~";

    /** Of a request; empty for a response. */
    final Slice method = new Slice();

    final Slice uri = new Slice();

    /** The code of a response as written; empty for a request. */
    final Slice code = new Slice();

    final Slice reason = new Slice();

    /** 0 for a request, -1 for a response whose code is none. */
    int status;

    int defects;

    /** False when the range, a line without its end, is no start line. */
    boolean read(byte[] octets, int from, int to) {
        method.clear();
        uri.clear();
        code.clear();
        reason.clear();
        status = 0;
        defects = 0;
        int end = Octets.trimEnd(octets, from, to);
        return Octets.startsWith(octets, from, end, VERSION_START)
                ? readResponse(octets, from, end)
                : readRequest(octets, from, end);
    }

    private boolean readResponse(byte[] octets, int from, int end) {
        int versionEnd = Octets.skipToBlank(octets, from, end);
        int codeStart = Octets.skipBlanks(octets, versionEnd, end);
        if (!checkVersion(octets, from, versionEnd) || codeStart == end) {
            return false;
        }
        int codeEnd = Octets.skipToBlank(octets, codeStart, end);
        code.set(codeStart, codeEnd);
        reason.set(Octets.skipBlanks(octets, codeEnd, end), end);
        long number = Octets.number(octets, codeStart, codeEnd);
        if (number < 100 || number > 699) {
            status = -1;
            defects |= SipDefect.STATUS.bit();
        } else {
            status = (int) number;
        }
        return true;
    }

    private boolean readRequest(byte[] octets, int from, int end) {
        int methodEnd = from;
        while (methodEnd < end && isToken(octets[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == from || methodEnd == end || !Octets.isBlank(octets[methodEnd])) {
            return false;
        }
        int version = end;
        while (version > methodEnd && !Octets.isBlank(octets[version - 1])) {
            version--;
        }
        if (!checkVersion(octets, version, end)
                || SipStartLine.isBehindRest(octets, from, version)) {
            return false;
        }
        method.set(from, methodEnd);
        readUri(octets, methodEnd, version);
        return true;
    }

    private void readUri(byte[] octets, int from, int to) {
        int start = Octets.skipBlanks(octets, from, to);
        int end = Octets.trimEnd(octets, start, to);
        boolean bracketed = end - start > 1 && octets[start] == '<' && octets[end - 1] == '>';
        if (bracketed) {
            start++;
            end--;
        }
        uri.set(start, end);
        if (uri.isEmpty() || bracketed || Octets.skipToBlank(octets, start, end) < end) {
            defects |= SipDefect.URI.bit();
        }
    }

    private boolean checkVersion(byte[] octets, int from, int to) {
        int digit = from + VERSION_START.length();
        if (digit >= to
                || !Octets.startsWith(octets, from, to, VERSION_START)
                || !Octets.isDigit(octets[digit])) {
            return false;
        }
        if (!Octets.equals(octets, from, to, VERSION)) {
            defects |= SipDefect.VERSION.bit();
        }
        return true;
    }

    private static boolean isToken(byte octet) {
        return octet >= 'A' && octet <= 'Z'
                || octet >= 'a' && octet <= 'z'
                || Octets.isDigit(octet)
                || TOKEN_MARKS.indexOf(octet) >= 0;
    }
}
