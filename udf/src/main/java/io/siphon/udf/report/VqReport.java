package io.siphon.udf.report;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.PayloadException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@code application/vq-rtcpxr} (RFC 6035, 4.6): one or more of {@code VQSessionReport},
 * {@code VQIntervalReport} and {@code VQAlertReport}, each with {@code LocalMetrics} and perhaps
 * {@code RemoteMetrics}. Local metrics are of the stream that the reporter received, remote ones of
 * that which it sent. Lines that are not known are skipped.
 */
public final class VqReport {

    static final String MEDIA_TYPE = "application/vq-rtcpxr";

    /** More sessions in a body are not read, and are counted as undecodable. */
    private static final int MAX_SESSIONS = 32;

    private static final int MAX_LINE = 1_000;

    private final Hop hop;
    private final List<QualityReport> reports = new ArrayList<>(2);
    private VqSession session;
    private int sessions;

    private VqReport(Hop hop) {
        this.hop = hop;
    }

    /** Whether a media type, in lower case and without parameters, is this. */
    public static boolean is(String mediaType) {
        return mediaType.equals(MEDIA_TYPE);
    }

    /** Whether any line begins a report: agents send the body, or the whole SIP message. */
    static boolean isIn(byte[] octets) {
        int line = 0;
        while (line < octets.length) {
            int start = Octets.skipBlanks(octets, line, octets.length);
            if (isHeadline(octets, start, octets.length)) {
                return true;
            }
            line = Octets.indexOf(octets, start, octets.length, '\n') + 1;
        }
        return false;
    }

    /**
     * What comes before the first report, as the header of a whole SIP message, is skipped.
     *
     * @throws PayloadException {@code bad-vq-report} when there is none, or too many
     */
    public static List<QualityReport> read(byte[] octets, int from, int to, Hop hop)
            throws PayloadException {
        VqReport body = new VqReport(hop);
        int line = from;
        while (line < to) {
            int end = Octets.indexOf(octets, line, to, '\n');
            body.line(octets, line, end);
            line = end + 1;
        }
        body.close();
        if (body.sessions == 0) {
            throw new PayloadException(
                    "bad-vq-report",
                    "expected VQSessionReport, VQIntervalReport or VQAlertReport, got "
                            + Octets.text(octets, from, Math.min(to, from + 100)));
        }
        if (body.sessions > MAX_SESSIONS) {
            throw new PayloadException(
                    "bad-vq-report",
                    "expected " + MAX_SESSIONS + " sessions at most, got " + body.sessions);
        }
        return body.reports;
    }

    private void line(byte[] octets, int from, int to) {
        int start = Octets.skipBlanks(octets, from, to);
        int end = Octets.trimEnd(octets, start, Math.min(to, start + MAX_LINE));
        if (start == end) {
            return;
        }
        if (isHeadline(octets, start, end)) {
            close();
            sessions++;
            String headline = Octets.text(octets, start, end);
            session = sessions > MAX_SESSIONS ? null : new VqSession(headline);
            return;
        }
        int colon = Octets.indexOf(octets, start, end, ':');
        if (session != null && colon < end) {
            String name =
                    Octets.text(octets, start, Octets.trimEnd(octets, start, colon))
                            .toLowerCase(Locale.ROOT);
            session.set(name, Octets.text(octets, colon + 1, end).trim());
        }
    }

    private static boolean isHeadline(byte[] octets, int from, int to) {
        return Octets.startsWith(octets, from, to, "vqsessionreport")
                || Octets.startsWith(octets, from, to, "vqintervalreport")
                || Octets.startsWith(octets, from, to, "vqalertreport");
    }

    private void close() {
        if (session != null) {
            for (ReportDraft draft : session.streams()) {
                reports.add(draft.of(hop, RtcpStreamSummary.VQ));
            }
            session = null;
        }
    }
}
