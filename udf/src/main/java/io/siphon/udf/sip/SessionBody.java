package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.Words;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.sdp.SdpParser;

import javax.annotation.Nullable;

import java.util.Locale;

/** Finds the session description in a body, also as a part of a multipart one (RFC 2046, 5.1). */
final class SessionBody {

    static final String SDP = "application/sdp";

    private static final Words TYPES = Words.of(SDP, "text/plain", "application/dtmf-relay");
    private static final int MAX_DEPTH = 3;
    private static final int MAX_PARTS = 64;

    private SessionBody() {}

    /** The media type of a Content-Type value in lower case, without parameters or blanks. */
    static String mediaType(byte[] octets, int from, int to) {
        int start = Octets.skipBlanks(octets, from, to);
        int end = Octets.trimEnd(octets, start, Octets.indexOf(octets, start, to, ';'));
        String type = TYPES.text(octets, start, end).toLowerCase(Locale.ROOT);
        return type.equals(SDP) ? SDP : type.replaceAll("\\s", "");
    }

    /**
     * Null when the body has none. A body without a Content-Type is taken for one when it begins
     * like one.
     *
     * @param type see {@link #mediaType}
     * @param parameters where the parameters of Content-Type are
     * @param leftOut see {@link SdpParser#parse}
     */
    @Nullable
    static Sdp find(
            byte[] octets,
            String type,
            Slice parameters,
            int from,
            int to,
            SdpParser.LeftOut leftOut) {
        return find(octets, type, parameters, from, to, MAX_DEPTH, leftOut);
    }

    private static Sdp find(
            byte[] octets,
            String type,
            Slice parameters,
            int from,
            int to,
            int depth,
            SdpParser.LeftOut leftOut) {
        if (type.equals(SDP) || type.isEmpty() && Octets.startsWith(octets, from, to, "v=0")) {
            return SdpParser.parse(octets, from, to, leftOut);
        }
        return type.startsWith("multipart/") && depth > 0
                ? findPart(octets, parameters, from, to, depth - 1, leftOut)
                : null;
    }

    private static Sdp findPart(
            byte[] octets,
            Slice parameters,
            int from,
            int to,
            int depth,
            SdpParser.LeftOut leftOut) {
        Slice boundary = new Slice();
        Parameters.value(octets, parameters.start, parameters.end, "boundary", boundary);
        int part = nextPart(octets, boundary, from, to);
        for (int i = 0; i < MAX_PARTS && part < to; i++) {
            int start = afterLine(octets, part, to);
            int end = nextPart(octets, boundary, start, to);
            Sdp sdp = inPart(octets, start, end, depth, leftOut);
            if (sdp != null) {
                return sdp;
            }
            part = end;
        }
        return null;
    }

    private static Sdp inPart(
            byte[] octets, int from, int to, int depth, SdpParser.LeftOut leftOut) {
        String type = "";
        Slice parameters = new Slice();
        int line = from;
        while (line < to && !isEmptyLine(octets, line, to)) {
            int next = afterLine(octets, line, to);
            int colon = Octets.indexOf(octets, line, next, ':');
            int nameEnd = Octets.trimEnd(octets, line, colon);
            while (next < to && (octets[next] == ' ' || octets[next] == '\t')) {
                next = afterLine(octets, next, to);
            }
            if (colon < next
                    && (Octets.equals(octets, line, nameEnd, "content-type")
                            || Octets.equals(octets, line, nameEnd, "c"))) {
                type = mediaType(octets, colon + 1, next);
                parameters.set(Octets.indexOf(octets, colon, next, ';'), next);
            }
            line = next;
        }
        return find(octets, type, parameters, afterLine(octets, line, to), to, depth, leftOut);
    }

    /** Where the next line that begins with the boundary is, else {@code to}. */
    private static int nextPart(byte[] octets, Slice boundary, int from, int to) {
        int line = from;
        while (line < to && !isBoundary(octets, boundary, line, to)) {
            line = afterLine(octets, line, to);
        }
        return line;
    }

    private static boolean isBoundary(byte[] octets, Slice boundary, int line, int to) {
        int length = boundary.end - boundary.start;
        if (to - line < length + 2 || octets[line] != '-' || octets[line + 1] != '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (octets[line + 2 + i] != octets[boundary.start + i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmptyLine(byte[] octets, int line, int to) {
        return octets[line] == '\n'
                || octets[line] == '\r' && line + 1 < to && octets[line + 1] == '\n';
    }

    private static int afterLine(byte[] octets, int from, int to) {
        return Math.min(to, Octets.indexOf(octets, from, to, '\n') + 1);
    }
}
