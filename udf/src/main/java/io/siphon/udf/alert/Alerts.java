package io.siphon.udf.alert;

import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.sources.CaptureGap;
import io.siphon.sources.JournalGap;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.qos.Measured;
import io.siphon.udf.qos.MetricPipeline;
import io.siphon.udf.rtcp.RtcpTracker;

import org.apache.flink.streaming.api.datastream.DataStream;

import java.util.List;

/**
 * All detectors, as one piece of the topology: for each type of event the two stages of windows
 * that metrics have, keyed by detector, node and subject, and a {@link DetectorFunction} behind
 * them. Only what trackers give is looked at, no message of its own.
 */
public final class Alerts {

    /** {@link RtcpTracker} emits a stream when its call is forgotten. */
    private static final long REPORTED_LAG_MS =
            RtcpTracker.LINGER / 1000 + 2 * MetricPipeline.TRACKER_LAG_MS;

    /**
     * @param calls as for {@link MetricPipeline#attach}, with the others
     * @param gaps of the sources
     * @param journalGaps likewise
     * @param limits of the trackers, see {@link io.siphon.udf.order.InOrder#LIMITS}
     */
    public static DataStream<Alert> attach(
            DataStream<Call> calls,
            DataStream<Registration> registrations,
            DataStream<RtpStream> media,
            DataStream<RtcpStreamSummary> reported,
            DataStream<CaptureGap> gaps,
            DataStream<JournalGap> journalGaps,
            DataStream<StateLimit> limits,
            AlertSettings settings) {
        DataStream<Alert> alerts =
                detect("alert_call", calls, Call.class, MetricPipeline.TRACKER_LAG_MS, settings)
                        .union(
                                detect(
                                        "alert_registration",
                                        registrations,
                                        Registration.class,
                                        MetricPipeline.TRACKER_LAG_MS,
                                        settings),
                                detect(
                                        "alert_rtp",
                                        media,
                                        RtpStream.class,
                                        MetricPipeline.STREAM_LAG_MS,
                                        settings),
                                detect(
                                        "alert_rtcp",
                                        reported,
                                        RtcpStreamSummary.class,
                                        REPORTED_LAG_MS,
                                        settings));
        if (settings.detectors().contains(CaptureGaps.NAME)) {
            alerts = alerts.union(gaps(gaps, settings));
        }
        if (settings.detectors().contains(JournalGaps.NAME)) {
            alerts = alerts.union(journalGaps(journalGaps));
        }
        return settings.detectors().contains(StateLimits.NAME)
                ? alerts.union(stateLimits(limits))
                : alerts;
    }

    /** The operators stay when no detector is on: windows in a savepoint find them again. */
    private static <T> DataStream<Alert> detect(
            String uid, DataStream<T> events, Class<T> type, long lagMs, AlertSettings settings) {
        List<Detector<T>> detectors = Detectors.of(type, settings);
        Measured windows =
                MetricPipeline.measure(uid, events, detectors, lagMs, settings.windows());
        return windows.measurements()
                .flatMap(new DetectorFunction(detectors))
                .returns(Alert.class)
                .uid(uid)
                .name(uid.replace('_', ' '))
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    private static DataStream<Alert> gaps(DataStream<CaptureGap> gaps, AlertSettings settings) {
        return gaps.flatMap(new CaptureGaps(settings.captureGap()))
                .returns(Alert.class)
                .uid("alert_capture_gap")
                .name("alert capture gap")
                .setParallelism(gaps.getParallelism())
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    private static DataStream<Alert> journalGaps(DataStream<JournalGap> gaps) {
        return gaps.map(new JournalGaps())
                .returns(Alert.class)
                .uid("alert_journal_gap")
                .name("alert journal gap")
                .setParallelism(gaps.getParallelism())
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    private static DataStream<Alert> stateLimits(DataStream<StateLimit> limits) {
        return limits.map(new StateLimits())
                .returns(Alert.class)
                .uid("alert_state_limit")
                .name("alert state limit")
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    private Alerts() {}
}
