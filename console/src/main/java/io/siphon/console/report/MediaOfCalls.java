package io.siphon.console.report;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.StoredStream;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Media for groups that measurements do not have, from the streams of the calls: those seen on the
 * wire are the samples that were measured, those that RTCP told of have no more than their mean and
 * worst.
 */
final class MediaOfCalls {

    /** In the order of {@link StoredStream.Table#STREAMS}. */
    private static final List<MediaMetric> SEEN =
            List.of(MediaMetric.RTP_JITTER, MediaMetric.RTP_LOSS, MediaMetric.RTP_MOS);

    /** In the order of {@link StoredStream.Table#REPORTED_STREAMS}. */
    private static final List<MediaMetric> REPORTED =
            List.of(
                    MediaMetric.RTCP_JITTER,
                    MediaMetric.RTCP_LOSS,
                    MediaMetric.RTCP_RTT,
                    MediaMetric.RTCP_MOS);

    /**
     * As the job has them: their sequence numbers run on with the speech, so their gaps are no
     * loss.
     */
    private static final Set<String> COMPANIONS = Set.of("telephone-event", "cn", "red", "rtx");

    private MediaOfCalls() {}

    /** Hands over each stream that was over in the span, in order of time, with what to count. */
    static void read(Store store, Span span, Grid grid, BiConsumer<StoredStream, Count> streams) {
        store.streams(
                StoredStream.Table.STREAMS,
                span,
                stream ->
                        streams.accept(
                                stream,
                                tally -> seen(stream, grid.floor(stream.endedAt()), tally)));
        store.streams(
                StoredStream.Table.REPORTED_STREAMS,
                span,
                stream -> streams.accept(stream, tally -> reported(stream, tally)));
    }

    /** Counts a stream. */
    @FunctionalInterface
    interface Count {
        void in(Tally tally);
    }

    private static void seen(StoredStream stream, long window, Tally tally) {
        for (int i = 0; i < SEEN.size(); i++) {
            MediaMetric metric = SEEN.get(i);
            StoredStream.Figure figure = stream.figures().get(i);
            if (figure.samples() > 0
                    && !(metric == MediaMetric.RTP_LOSS && isCompanion(stream.codec()))) {
                tally.media(metric).add(window, figure.mean());
            }
        }
    }

    private static void reported(StoredStream stream, Tally tally) {
        for (int i = 0; i < REPORTED.size(); i++) {
            StoredStream.Figure figure = stream.figures().get(i);
            if (figure.samples() > 0) {
                tally.reported(REPORTED.get(i)).add(figure);
            }
        }
    }

    static boolean isCompanion(String codec) {
        return COMPANIONS.contains(codec.toLowerCase(Locale.ROOT));
    }
}
