package io.siphon.console.report;

import io.siphon.console.report.Report.WorstStream;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The streams of RTP that sounded worst: as they were seen on the wire, else as RTCP reports them.
 * A store without those tables has none.
 */
final class WorstStreams {

    private static final int WORST = 10;

    private static final String SEEN =
            "WHERE t.started_at >= ? AND t.started_at < ? AND t.mos IS NOT NULL ORDER BY t.mos,"
                    + " t.started_at, t.ssrc LIMIT "
                    + WORST;

    /** Of a call whose streams were seen, reports say nothing new. */
    private static final String REPORTED =
            "WHERE t.started_at >= ? AND t.started_at < ? AND t.mos_mean IS NOT NULL AND NOT"
                    + " EXISTS (SELECT 1 FROM streams s WHERE s.call_id = t.call_id AND s.call_id"
                    + " <> '' AND s.mos IS NOT NULL) ORDER BY t.mos_mean, t.started_at, t.ssrc"
                    + " LIMIT "
                    + WORST;

    private static final Comparator<WorstStream> ORDER =
            Comparator.comparing(WorstStream::mos).thenComparing(WorstStream::startedAt);

    private WorstStreams() {}

    static List<WorstStream> in(Store store, Span span) {
        List<WorstStream> worst = new ArrayList<>();
        store.read(
                Tables.STREAMS,
                SEEN,
                stream -> worst.add(of(stream)),
                span.fromUtc(),
                span.toUtc());
        if (store.has("streams")) {
            store.read(
                    Tables.REPORTED_STREAMS,
                    REPORTED,
                    stream -> worst.add(of(stream)),
                    span.fromUtc(),
                    span.toUtc());
        }
        return worst.stream().sorted(ORDER).limit(WORST).toList();
    }

    private static WorstStream of(RtpStream stream) {
        return new WorstStream(
                "rtp",
                stream.callId(),
                Span.instant(stream.startedAt()),
                stream.source(),
                stream.destination(),
                stream.codec(),
                stream.mos(),
                known(stream.lossPct()),
                known(stream.jitterMeanMs()));
    }

    private static WorstStream of(RtcpStreamSummary stream) {
        return new WorstStream(
                stream.isOfRtcp() ? RtcpStreamSummary.RTCP : stream.origin(),
                stream.callId(),
                Span.instant(stream.startedAt()),
                stream.sender(),
                stream.reporter(),
                stream.codec(),
                stream.mosMean(),
                known(stream.lossMeanPct()),
                known(stream.jitterMeanMs()));
    }

    private static Double known(double number) {
        return Double.isNaN(number) ? null : (Double) number;
    }
}
