package io.siphon.udf.sip;

import io.siphon.sources.hep.SipStartSearch;
import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.PayloadException;

/** One pass over a message that records the positions of its parts and its defects. */
final class MessageScan {

    final StartLine start = new StartLine();
    final NameAddress from = new NameAddress();
    final NameAddress to = new NameAddress();
    final HeaderLines lines;

    byte[] octets = new byte[0];

    /** Bits of {@link SipDefect}. */
    int defects;

    /** -1 when the header is missing or damaged; it may be more than there is. */
    long contentLength;

    int bodyStart;
    int bodyEnd;

    /**
     * Whether the capture cut what is read: a line whose end is missing is not known then (RFC
     * 3261, 7.3 and 25.1), while of a sender it is one whose end was forgotten.
     */
    boolean cut;

    /** Where the next message begins, or the end of the range. */
    int end;

    private static final long MAX_CSEQ = 0xFFFF_FFFFL;

    private final HeaderNames names;
    private final StartLine following = new StartLine();
    private int limit;
    private char lineEnd;

    MessageScan(HeaderNames names) {
        this.names = names;
        lines = new HeaderLines(names.kinds());
    }

    void scan(byte[] payload, int offset, int newLimit) throws PayloadException {
        clear(payload, newLimit);
        int begin = skipPadding(offset);
        if (begin == limit) {
            throw new PayloadException(
                    "empty", (newLimit - offset) + " octets of line ends and NULs");
        }
        lineEnd = '\n';
        int firstEnd = Octets.indexOf(octets, begin, limit, lineEnd);
        if (firstEnd == limit) {
            lineEnd = '\r';
            firstEnd = Octets.indexOf(octets, begin, limit, lineEnd);
        }
        boolean fragment = firstEnd + 1 < limit && startsMessage(firstEnd + 1); // message/sipfrag
        if (fragment || !start.read(octets, begin, firstEnd)) {
            throw new PayloadException(
                    "no-start-line",
                    "expected a SIP request or status line, got "
                            + Octets.text(payload, begin, Math.min(firstEnd, begin + 100)));
        }
        defects = start.defects;
        indexHeaders(firstEnd + 1);
        checkHeaders();
        findEnd();
    }

    private void clear(byte[] payload, int newLimit) {
        octets = payload;
        limit = newLimit;
        lines.clear();
        from.clear();
        to.clear();
        defects = 0;
        contentLength = -1;
        bodyStart = newLimit;
        bodyEnd = newLimit;
        end = newLimit;
    }

    private int skipPadding(int at) {
        int next = at;
        while (next < limit && (Octets.isBlank(octets[next]) || octets[next] == 0)) {
            next++;
        }
        return next;
    }

    private void indexHeaders(int at) {
        int line = at;
        while (line < limit) {
            int lineStop = Octets.indexOf(octets, line, limit, lineEnd);
            if (isEmptyLine(line, lineStop)) {
                if (lineStop == limit) {
                    break;
                }
                bodyStart = lineStop + 1;
                return;
            }
            while (lineStop + 1 < limit && isFold(octets[lineStop + 1])) {
                lineStop = Octets.indexOf(octets, lineStop + 1, limit, lineEnd);
            }
            if (lineStop < limit || !isCutThere()) {
                indexHeader(line, lineStop);
            }
            line = lineStop + 1;
        }
        defects |= SipDefect.TRUNCATED.bit();
    }

    private boolean isCutThere() {
        return cut && octets[limit - 1] != '\r';
    }

    private boolean isEmptyLine(int line, int lineStop) {
        int at = line;
        while (at < lineStop && octets[at] == '\r') {
            at++;
        }
        return at == lineStop;
    }

    private static boolean isFold(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private void indexHeader(int line, int lineStop) {
        int colon = line;
        while (colon < lineStop && octets[colon] != ':') {
            colon++;
        }
        if (colon == lineStop) {
            defects |= SipDefect.HEADER.bit();
            return;
        }
        int kind = names.find(octets, line, Octets.trimEnd(octets, line, colon));
        if (kind != HeaderNames.NONE) {
            int value = Octets.skipBlanks(octets, colon + 1, lineStop);
            lines.add(kind, value, Octets.trimEnd(octets, value, lineStop));
        }
    }

    private void checkHeaders() {
        for (int line = 0; line < lines.size(); line++) {
            if (lines.is(line, SipHeader.CONTENT_LENGTH)) {
                long number = Octets.number(octets, lines.start(line), lines.end(line));
                if (number < 0 || contentLength >= 0 && number != contentLength) {
                    defects |= SipDefect.CONTENT_LENGTH.bit();
                }
                contentLength = contentLength < 0 ? number : contentLength;
            }
        }
        readAddress(SipHeader.FROM, from, SipDefect.FROM);
        readAddress(SipHeader.TO, to, SipDefect.TO);
        defects |= isMissing(SipHeader.CALL_ID) ? SipDefect.CALL_ID.bit() : 0;
        defects |= isMissing(SipHeader.VIA) ? SipDefect.VIA.bit() : 0;
        defects |= cseq() < 0 ? SipDefect.CSEQ.bit() : 0;
    }

    private boolean isMissing(SipHeader header) {
        int line = lines.first(header);
        return line < 0 || lines.start(line) == lines.end(line);
    }

    private void readAddress(SipHeader header, NameAddress address, SipDefect defect) {
        int line = lines.first(header);
        if (line >= 0) {
            address.read(octets, lines.start(line), lines.end(line));
        }
        defects |= address.uri.isEmpty() ? defect.bit() : 0;
    }

    private void findEnd() {
        if (contentLength < 0) {
            boolean bodiless = lines.first(SipHeader.CONTENT_TYPE) < 0;
            int next = bodiless ? skipPadding(bodyStart) : limit;
            if (next < limit && startsMessage(next)) {
                bodyEnd = bodyStart;
                end = next;
            } else if (cut) {
                truncated();
            }
        } else if (contentLength > limit - bodyStart) {
            truncated();
        } else {
            bodyEnd = bodyStart + (int) contentLength;
            int next = skipPadding(bodyEnd);
            if (next < limit && startsMessage(next)) {
                end = next;
            } else if (next < limit) {
                defects |= SipDefect.TRAILING.bit();
                int found = SipStartSearch.find(octets, next, limit);
                end = found < 0 ? limit : found;
            }
        }
    }

    /** Of the body, what the capture has is known up to its last whole line. */
    private void truncated() {
        defects |= SipDefect.TRUNCATED.bit();
        while (cut && bodyEnd > bodyStart && octets[bodyEnd - 1] != lineEnd) {
            bodyEnd--;
        }
    }

    private boolean startsMessage(int at) {
        return following.read(octets, at, Octets.indexOf(octets, at, limit, lineEnd));
    }

    /** Sequence number, below 2^32; -1 when there is none. */
    long cseq() {
        int line = lines.first(SipHeader.CSEQ);
        if (line < 0) {
            return -1;
        }
        int begin = lines.start(line);
        long number =
                Octets.number(octets, begin, Octets.skipToBlank(octets, begin, lines.end(line)));
        return number > MAX_CSEQ ? -1 : number;
    }
}
