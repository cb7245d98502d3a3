package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

import java.util.regex.Pattern;

/**
 * Reads why a request was refused or a call was released: {@code Warning: 399 host "text"} (RFC
 * 3261, 20.43), {@code Reason: Q.850;cause=16;text="..."} (RFC 3326), {@code Retry-After: 18000
 * (comment);duration=3600} (20.33).
 */
final class Explanations {

    /** Nobody waits for longer, s: a day. */
    private static final int MAX_RETRY_AFTER = 86_400;

    private static final Pattern QUOTED_PAIR = Pattern.compile("\\\\(.)");

    private final ReasonHeader reasons = new ReasonHeader();
    private final Slice found = new Slice();

    /**
     * Of a failure response, a BYE or a CANCEL the text of the first Warning, else of the first
     * Reason that has one; empty for all others.
     */
    String text(byte[] octets, HeaderLines lines, String method, int status) {
        if (!explains(method, status)) {
            return "";
        }
        int warning = lines.first(SipHeader.WARNING);
        if (warning >= 0) {
            quoted(octets, lines.start(warning), lines.end(warning));
        } else {
            found.clear();
            for (int line = lines.first(SipHeader.REASON);
                    line >= 0 && line < lines.size() && found.isEmpty();
                    line++) {
                if (lines.is(line, SipHeader.REASON)) {
                    Parameters.value(
                            octets,
                            Octets.indexOf(octets, lines.start(line), lines.end(line), ';'),
                            lines.end(line),
                            "text",
                            found);
                }
            }
        }
        if (found.isEmpty()) {
            return "";
        }
        String text = HeaderText.of(octets, found);
        return text.indexOf('\\') < 0 ? text : QUOTED_PAIR.matcher(text).replaceAll("$1");
    }

    /** What is between the first two quotes. */
    private void quoted(byte[] octets, int from, int to) {
        found.clear();
        int open = Octets.indexOf(octets, from, to, '"');
        if (open < to) {
            int after = Parameters.afterQuoted(octets, open, to);
            found.set(open + 1, after < 0 ? to : after - 1);
        }
    }

    /** The first Q.850 cause among all Reason values, 1..127; 0 when there is none. */
    int q850Cause(byte[] octets, HeaderLines lines) {
        int cause = 0;
        for (int line = 0; line < lines.size() && cause == 0; line++) {
            if (lines.is(line, SipHeader.REASON)) {
                cause = reasons.q850Cause(octets, lines.start(line), lines.end(line));
            }
        }
        return cause;
    }

    /** Of a BYE or a CANCEL the first SIP cause among all Reason values; 0 when there is none. */
    int sipCause(byte[] octets, HeaderLines lines, String method, int status) {
        int cause = 0;
        if (status != 0 || !explains(method, status)) {
            return cause;
        }
        for (int line = lines.first(SipHeader.REASON);
                line >= 0 && line < lines.size() && cause == 0;
                line++) {
            if (lines.is(line, SipHeader.REASON)) {
                cause = reasons.sipCause(octets, lines.start(line), lines.end(line));
            }
        }
        return cause;
    }

    /** Of a failure response, s, a day at most; -1 when there is none. */
    int retryAfter(byte[] octets, HeaderLines lines, int status) {
        int line = lines.first(SipHeader.RETRY_AFTER);
        if (line < 0 || status < 300) {
            return -1;
        }
        int start = lines.start(line);
        int end = start;
        while (end < lines.end(line) && octets[end] >= '0' && octets[end] <= '9') {
            end++;
        }
        return (int) Math.min(Octets.number(octets, start, end), MAX_RETRY_AFTER);
    }

    private static boolean explains(String method, int status) {
        return status == 0 ? method.equals("BYE") || method.equals("CANCEL") : status >= 300;
    }
}
