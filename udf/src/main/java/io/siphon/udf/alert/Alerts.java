package io.siphon.udf.alert;

import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.sources.CaptureGap;
import io.siphon.sources.JournalGap;
import io.siphon.udf.decode.ClockSkew;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.qos.Measured;
import io.siphon.udf.qos.MetricPipeline;
import io.siphon.udf.qos.QosSettings;
import io.siphon.udf.rtcp.RtcpTracker;
import io.siphon.udf.stream.PairedReports;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.List;

/**
 * All detectors, as one piece of the topology: for each type of event the two stages of windows
 * that metrics have, keyed by detector, node and subject, and a {@link DetectorFunction} behind
 * them; behind all, {@link AlertLives} makes alerts of their findings. Only what trackers give is
 * looked at, no message of its own.
 */
public final class Alerts {

    /**
     * {@link RtcpTracker} emits a stream when its call is forgotten: later by as much as a report
     * waited for a copy before.
     */
    private static final long REPORTED_LAG_MS =
            RtcpTracker.LINGER / 1000 + 2 * MetricPipeline.TRACKER_LAG_MS + PairedReports.LAG_MS;

    /**
     * What trackers give.
     *
     * @param calls as for {@link MetricPipeline#attach}, with the others
     * @param rtp RTP streams on the wire
     */
    public record Traffic(
            DataStream<Call> calls,
            DataStream<Registration> registrations,
            DataStream<RtpStream> rtp,
            DataStream<RtcpStreamSummary> reported) {}

    /**
     * What is known of Siphon itself and of the agents.
     *
     * @param gaps of the sources
     * @param journalGaps likewise
     * @param limits of the trackers, see {@link InOrder#LIMITS}
     * @param losses see {@link io.siphon.udf.suspect.Suspects#losses}
     * @param skews see {@link io.siphon.udf.decode.DecodePayloads#SKEWS}
     */
    public record Capture(
            DataStream<CaptureGap> gaps,
            DataStream<JournalGap> journalGaps,
            DataStream<StateLimit> limits,
            DataStream<Finding> losses,
            DataStream<ClockSkew> skews) {}

    /**
     * @param suspects see {@link io.siphon.udf.suspect.Suspects}
     * @param unusual see {@link io.siphon.udf.alert.baseline.Baselines}
     */
    public static DataStream<Alert> attach(
            Traffic traffic,
            Capture capture,
            DataStream<Finding> suspects,
            DataStream<Finding> unusual,
            AlertSettings settings) {
        DataStream<Finding> prompt =
                detect(
                                "alert_call",
                                traffic.calls,
                                Call.class,
                                MetricPipeline.TRACKER_LAG_MS,
                                settings)
                        .union(
                                detect(
                                        "alert_registration",
                                        traffic.registrations,
                                        Registration.class,
                                        MetricPipeline.TRACKER_LAG_MS,
                                        settings),
                                suspects);
        DataStream<Finding> own = own(capture, settings);
        DataStream<Finding> media =
                detect(
                                "alert_rtp",
                                traffic.rtp,
                                RtpStream.class,
                                MetricPipeline.STREAM_LAG_MS,
                                settings)
                        .union(
                                detect(
                                        "alert_rtcp",
                                        traffic.reported,
                                        RtcpStreamSummary.class,
                                        REPORTED_LAG_MS,
                                        settings),
                                troubles(traffic.calls, settings),
                                unusual);
        return lives(own, prompt, media, settings);
    }

    private static DataStream<Finding> own(Capture capture, AlertSettings settings) {
        DataStream<Finding> own = capture.losses;
        if (settings.detectors().contains(CaptureGaps.NAME)) {
            own = own.union(gaps(capture.gaps, settings));
        }
        if (settings.detectors().contains(JournalGaps.NAME)) {
            own = own.union(journalGaps(capture.journalGaps));
        }
        if (settings.detectors().contains(StateLimits.NAME)) {
            own = own.union(stateLimits("alert_state_limit", capture.limits));
        }
        if (settings.detectors().contains(AgentSkews.NAME)) {
            own = own.union(skews(capture.skews, settings));
        }
        return own;
    }

    /**
     * Media, and baselines, which have figures of media, are known a minute later than calls, whose
     * alerts do not wait for them; those that explain theirs are there, too. What these have no
     * room for are findings of the last, whose subjects are few.
     *
     * @param own see {@link AlertLives#aboutSiphon}
     */
    private static DataStream<Alert> lives(
            DataStream<Finding> own,
            DataStream<Finding> prompt,
            DataStream<Finding> media,
            AlertSettings settings) {
        SingleOutputStreamOperator<Alert> ofOwn =
                lives(
                        "alert_own_lives",
                        own,
                        AlertLives.aboutSiphon(settings.lives()),
                        AlertLives.ceiling("alerts of Siphon", settings));
        SingleOutputStreamOperator<Alert> ofCalls =
                lives(
                        "alert_lives",
                        prompt,
                        new AlertLives(settings.lives()),
                        AlertLives.ceiling("alerts", settings));
        DataStream<Finding> causes =
                prompt.filter(finding -> Dependencies.OF_CALLS.contains(finding.detector()))
                        .uid("alert_causes")
                        .name("alert causes")
                        .setBufferTimeout(MetricPipeline.AT_ONCE);
        SingleOutputStreamOperator<Alert> ofMedia =
                lives(
                        "alert_media_lives",
                        media.union(causes),
                        AlertLives.explainedBy(Dependencies.OF_CALLS, settings.lives()),
                        AlertLives.ceiling("media alerts", settings));
        DataStream<Alert> alerts = ofOwn.union(ofCalls, ofMedia);
        if (!settings.detectors().contains(StateLimits.NAME)) {
            return alerts;
        }
        DataStream<Finding> limits =
                stateLimits(
                        "alert_own_limit",
                        ofOwn.getSideOutput(InOrder.LIMITS)
                                .union(
                                        ofCalls.getSideOutput(InOrder.LIMITS),
                                        ofMedia.getSideOutput(InOrder.LIMITS)));
        return alerts.union(
                lives(
                        "alert_limit_lives",
                        limits,
                        AlertLives.aboutSiphon(settings.lives()),
                        Ceiling.NONE));
    }

    private static SingleOutputStreamOperator<Alert> lives(
            String uid, DataStream<Finding> findings, AlertLives lives, Ceiling ceiling) {
        return InOrder.process(
                        findings.keyBy(Finding::key),
                        lives,
                        TypeInformation.of(Alert.class),
                        ceiling)
                .uid(uid)
                .name(uid.replace('_', ' '))
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    /** The operators stay when no detector is on: windows in a savepoint find them again. */
    private static <T> DataStream<Finding> detect(
            String uid, DataStream<T> events, Class<T> type, long lagMs, AlertSettings settings) {
        return detect(
                uid,
                events,
                Detectors.on(Detectors.all(settings), type, settings),
                lagMs,
                settings.windows());
    }

    private static <T> DataStream<Finding> detect(
            String uid,
            DataStream<T> events,
            List<Detector<T>> detectors,
            long lagMs,
            QosSettings settings) {
        Measured windows = MetricPipeline.measure(uid, events, detectors, lagMs, settings);
        return findings(uid, windows.measurements().flatMap(new DetectorFunction(detectors)));
    }

    /** Nobody waits for what is judged every ten minutes. */
    private static DataStream<Finding> troubles(DataStream<Call> calls, AlertSettings settings) {
        return detect(
                "alert_trouble",
                calls,
                Detectors.on(Detectors.ofTrunks(settings), Call.class, settings),
                MetricPipeline.TRACKER_LAG_MS,
                settings.windows().withWindow(TroubledCalls.WINDOW));
    }

    private static DataStream<Finding> gaps(DataStream<CaptureGap> gaps, AlertSettings settings) {
        return findings(
                "alert_capture_gap",
                gaps.flatMap(new CaptureGaps(settings.captureGap()))
                        .setParallelism(gaps.getParallelism()));
    }

    private static DataStream<Finding> journalGaps(DataStream<JournalGap> gaps) {
        return findings(
                "alert_journal_gap",
                gaps.map(new JournalGaps()).setParallelism(gaps.getParallelism()));
    }

    /** Those of a subtask stay in order, whatever the parallelism of its operator is. */
    private static DataStream<Finding> stateLimits(String uid, DataStream<StateLimit> limits) {
        return findings(uid, limits.keyBy(StateLimit::state).map(new StateLimits()));
    }

    private static DataStream<Finding> skews(DataStream<ClockSkew> skews, AlertSettings settings) {
        return findings(
                "alert_agent_skew",
                skews.flatMap(new AgentSkews(settings.agentSkew()))
                        .setParallelism(skews.getParallelism()));
    }

    private static DataStream<Finding> findings(
            String uid, SingleOutputStreamOperator<Finding> of) {
        return of.returns(Finding.class)
                .uid(uid)
                .name(uid.replace('_', ' '))
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    private Alerts() {}
}
