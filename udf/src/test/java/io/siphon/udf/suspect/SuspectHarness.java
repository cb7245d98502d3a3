package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.Trace;
import io.siphon.udf.call.SipFixture;
import io.siphon.udf.edge.TextKeyType;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.registration.RefusedLogin;

import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;

/** Detectors that are shown events by hand, in any order up to the next {@link #at}. */
final class SuspectHarness implements AutoCloseable {

    private static final double LONG_AFTER = 400 * 86_400;

    private final List<SubjectDetector> detectors;
    private final AgentSightings agents = new AgentSightings();
    private final KeyedOneInputStreamOperatorTestHarness<String, Sighting, Finding> harness;

    SuspectHarness(SubjectDetector... detectors) throws Exception {
        this(Ceiling.NONE, detectors);
    }

    SuspectHarness(Ceiling ceiling, SubjectDetector... detectors) throws Exception {
        this.detectors = List.of(detectors);
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new SubjectFunction(this.detectors),
                                SightingCodec.TYPE.createSerializer(new SerializerConfigImpl()),
                                ceiling),
                        Sighting::key,
                        TextKeyType.INSTANCE);
        harness.open();
    }

    SuspectHarness see(Call... calls) throws Exception {
        for (Call call : calls) {
            show(call, (event, detector, out) -> detector.observe(event, out));
        }
        return this;
    }

    SuspectHarness see(Registration... registrations) throws Exception {
        for (Registration registration : registrations) {
            show(registration, (event, detector, out) -> detector.observe(event, out));
        }
        return this;
    }

    SuspectHarness see(RefusedLogin login) throws Exception {
        return show(login, (event, detector, out) -> detector.observe(event, out));
    }

    SuspectHarness see(Trace trace) throws Exception {
        List<Sighting> sightings = new ArrayList<>();
        agents.flatMap(trace, new ListCollector<>(sightings));
        for (Sighting sighting : sightings) {
            harness.processElement(sighting, sighting.timeMicros() / 1000);
        }
        return this;
    }

    /** An OPTIONS, or its response. */
    SuspectHarness see(SipFixture options) throws Exception {
        return show(options.build(), (event, detector, out) -> detector.observe(event, out));
    }

    private <T> SuspectHarness show(T event, ObserveEvents.Observation<T> observation)
            throws Exception {
        List<Sighting> sightings = new ArrayList<>();
        new ObserveEvents<>(detectors, observation).flatMap(event, new ListCollector<>(sightings));
        for (Sighting sighting : sightings) {
            harness.processElement(sighting, sighting.timeMicros() / 1000);
        }
        return this;
    }

    SuspectHarness at(double seconds) throws Exception {
        harness.processWatermark(CallFixture.micros(seconds) / 1000);
        return this;
    }

    /** The last word on each, by key of its row: {@code critical subject: text}. */
    List<String> told() {
        Map<List<Object>, String> told = new LinkedHashMap<>();
        for (Finding alert : alerts()) {
            told.put(
                    List.of(alert.startMicros(), alert.detector(), alert.node(), alert.subject()),
                    alert.severity().tag() + " " + alert.text());
        }
        return List.copyOf(told.values());
    }

    List<Finding> alerts() {
        return List.copyOf(harness.extractOutputValues());
    }

    /** Bytes of keys and states as a checkpoint has them, with all sightings that are held. */
    long snapshotBytes() throws Exception {
        return harness.snapshot(1, 1).getStateSize();
    }

    int entries() {
        return harness.numKeyedStateEntries();
    }

    List<StateLimit> limits() {
        Queue<StreamRecord<StateLimit>> limits = harness.getSideOutput(InOrder.LIMITS);
        return limits == null ? List.of() : limits.stream().map(StreamRecord::getValue).toList();
    }

    /** Lets a year pass: nothing may be left. Returns what was told. */
    List<String> end() throws Exception {
        at(LONG_AFTER);
        assertThat(harness.numKeyedStateEntries()).as("state entries").isZero();
        assertThat(((InOrder<?, ?, ?>) harness.getOneInputOperator()).deadlines())
                .as("deadlines")
                .isZero();
        assertThat(harness.numEventTimeTimers()).as("timers").isZero();
        return told();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
