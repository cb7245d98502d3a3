package io.siphon.console.report;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.Call;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Tables;

/**
 * Media for groups that measurements do not have, from the streams of the calls: streams seen on
 * the wire are the measured samples; streams reported by RTCP have only mean and worst.
 */
final class MediaOfCalls {

    private MediaOfCalls() {}

    /** Takes a stream: its call, null when it is not known, and what to count of it. */
    @FunctionalInterface
    interface Streams {
        void accept(Call call, long end, Count count);
    }

    /** Counts a stream. */
    @FunctionalInterface
    interface Count {
        void in(Tally tally);
    }

    /** Hands over each stream that was over in the span, in order of time, with what to count. */
    static void read(Store store, Span span, Grid grid, Streams streams) {
        store.streams(
                Tables.STREAMS,
                span,
                (stream, call) -> {
                    long end = RowTime.end(stream);
                    streams.accept(call, end, tally -> seen(stream, grid.floor(end), tally));
                });
        store.streams(
                Tables.REPORTED_STREAMS,
                span,
                (stream, call) ->
                        streams.accept(
                                call, RowTime.end(stream), tally -> reported(stream, tally)));
    }

    /** One sample each. */
    private static void seen(RtpStream stream, long window, Tally tally) {
        seen(MediaMetric.RTP_JITTER, stream.jitterMeanMs(), window, tally);
        // its sequence numbers run on with the speech: its gaps are no loss
        if (!RtpStream.isCompanion(stream.codec())) {
            seen(MediaMetric.RTP_LOSS, stream.lossPct(), window, tally);
        }
        seen(MediaMetric.RTP_MOS, stream.mos(), window, tally);
    }

    private static void seen(MediaMetric metric, double value, long window, Tally tally) {
        if (!Double.isNaN(value)) {
            tally.media(metric).add(window, value);
        }
    }

    /** A sample is a report that told of it. */
    private static void reported(RtcpStreamSummary stream, Tally tally) {
        if (!stream.isOfRtcp()) {
            return;
        }
        long reports = stream.reports();
        reported(
                MediaMetric.RTCP_JITTER,
                reports,
                stream.jitterMeanMs(),
                stream.jitterMaxMs(),
                tally);
        reported(MediaMetric.RTCP_LOSS, reports, stream.lossMeanPct(), stream.lossMaxPct(), tally);
        reported(
                MediaMetric.RTCP_RTT,
                stream.roundTrips(),
                stream.rttMeanMs(),
                stream.rttMaxMs(),
                tally);
        reported(MediaMetric.RTCP_MOS, stream.scores(), stream.mosMean(), stream.mosMin(), tally);
    }

    private static void reported(
            MediaMetric metric, long samples, double mean, double worst, Tally tally) {
        if (samples > 0 && !Double.isNaN(mean)) {
            tally.reported(metric).add(samples, mean, worst);
        }
    }
}
