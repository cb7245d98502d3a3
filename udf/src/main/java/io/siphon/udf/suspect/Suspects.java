package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.Trace;
import io.siphon.sources.KernelLoss;
import io.siphon.udf.edge.TextKeyType;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.qos.MetricPipeline;
import io.siphon.udf.registration.RefusedLogin;
import io.siphon.udf.registration.RegistrationTracker;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.List;

/**
 * All detectors with a memory, as one piece of the topology. They are shown calls and registrations
 * as the trackers give them, and OPTIONS, which have no tracker, as messages. What they sight of a
 * subject is brought to where its state is, and judged in the order of time.
 */
public final class Suspects {

    /** More sightings wait for their turn only when far more than any site has come at once. */
    private static final long HELD_BYTES = 16L << 20;

    /**
     * @param traces looked at only where {@code agent_silent} is on
     * @param messages all; only OPTIONS are looked at
     * @param registrations of a {@link RegistrationTracker}, whose side output is looked at, too
     */
    public static Suspects attach(
            DataStream<Trace> traces,
            DataStream<SipMessage> messages,
            DataStream<Call> calls,
            SingleOutputStreamOperator<Registration> registrations,
            SuspectSettings settings) {
        return attach(
                traces,
                messages,
                calls,
                registrations,
                registrations.getSideOutput(RegistrationTracker.REFUSED),
                settings);
    }

    /**
     * Losses between agents and job, where {@code telemetry_loss} is on.
     *
     * @param parallelism of the source
     */
    public static DataStream<Finding> losses(
            DataStream<KernelLoss> losses, int parallelism, SuspectSettings settings) {
        boolean on = settings.detectors().contains(TelemetryLoss.NAME);
        return losses.flatMap(new TelemetryLoss(on ? settings.telemetryLoss() : Integer.MAX_VALUE))
                .returns(Finding.class)
                .uid("alert_" + TelemetryLoss.NAME)
                .name("alert telemetry loss")
                .setParallelism(parallelism)
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    /** The operators stay when no detector is on: state in a savepoint finds them again. */
    private static Suspects attach(
            DataStream<Trace> traces,
            DataStream<SipMessage> messages,
            DataStream<Call> calls,
            DataStream<Registration> registrations,
            DataStream<RefusedLogin> refused,
            SuspectSettings settings) {
        List<SubjectDetector> detectors = SubjectDetectors.on(settings);
        DataStream<Sighting> sightings =
                sightings(messages, calls, registrations, refused, detectors);
        if (settings.detectors().contains(AgentSilent.NAME)) {
            sightings =
                    sightings.union(
                            traces.flatMap(new AgentSightings())
                                    .returns(SightingCodec.TYPE)
                                    .uid("suspect_agents")
                                    .name("suspect agents")
                                    .setParallelism(traces.getParallelism()));
        }
        SingleOutputStreamOperator<Finding> all =
                InOrder.process(
                                sightings.keyBy(Sighting::key, TextKeyType.INSTANCE),
                                new SubjectFunction(detectors),
                                TypeInformation.of(Finding.class),
                                new Ceiling("subjects", settings.maxSubjects(), HELD_BYTES, 1))
                        .uid("suspects")
                        .name("suspects")
                        .setBufferTimeout(MetricPipeline.AT_ONCE);
        DataStream<Finding> findings =
                InOrder.process(
                                heldBack("suspect_findings", all)
                                        .keyBy(Finding::detector, TextKeyType.INSTANCE),
                                new SubjectLimit(),
                                TypeInformation.of(Finding.class),
                                Ceiling.NONE)
                        .uid("suspect_findings")
                        .name("suspect findings")
                        .setBufferTimeout(MetricPipeline.AT_ONCE);
        return new Suspects(findings, all.getSideOutput(InOrder.LIMITS));
    }

    private static DataStream<Sighting> sightings(
            DataStream<SipMessage> messages,
            DataStream<Call> calls,
            DataStream<Registration> registrations,
            DataStream<RefusedLogin> refused,
            List<SubjectDetector> detectors) {
        DataStream<SipMessage> options =
                messages.filter(Suspects::isOptions)
                        .uid("suspect_options_messages")
                        .setParallelism(messages.getParallelism());
        return observe(
                        "suspect_options",
                        options,
                        detectors,
                        (message, detector, out) -> detector.observe(message, out))
                .union(
                        observe(
                                "suspect_call",
                                heldBack("suspect_call", calls),
                                detectors,
                                (call, detector, out) -> detector.observe(call, out)),
                        observe(
                                "suspect_registration",
                                heldBack("suspect_registration", registrations),
                                detectors,
                                (registration, detector, out) ->
                                        detector.observe(registration, out)),
                        observe(
                                "suspect_login",
                                heldBack("suspect_login", refused),
                                detectors,
                                (login, detector, out) -> detector.observe(login, out)));
    }

    private static boolean isOptions(SipMessage message) {
        return message.method().equals("OPTIONS")
                && (message.isRequest() || message.status() >= 200)
                && !message.source().isEmpty();
    }

    /** A tracker's events may be a second older than the watermark they follow. */
    private static <T> DataStream<T> heldBack(String uid, DataStream<T> events) {
        return MetricPipeline.heldBack(uid, events, MetricPipeline.TRACKER_LAG_MS);
    }

    private static <T> DataStream<Sighting> observe(
            String uid,
            DataStream<T> events,
            List<SubjectDetector> detectors,
            ObserveEvents.Observation<T> observation) {
        return events.flatMap(new ObserveEvents<>(detectors, observation))
                .returns(SightingCodec.TYPE)
                .uid(uid)
                .name(uid.replace('_', ' '))
                .setParallelism(events.getParallelism());
    }

    private final DataStream<Finding> findings;
    private final DataStream<StateLimit> limits;

    private Suspects(DataStream<Finding> findings, DataStream<StateLimit> limits) {
        this.findings = findings;
        this.limits = limits;
    }

    public DataStream<Finding> findings() {
        return findings;
    }

    /** Times in which there was no room for all subjects. */
    public DataStream<StateLimit> limits() {
        return limits;
    }
}
