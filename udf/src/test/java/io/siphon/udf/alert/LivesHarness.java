package io.siphon.udf.alert;

import io.siphon.schema.Alert;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.StateLimit;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import static io.siphon.udf.alert.AlertEvents.MINUTE;
import static io.siphon.udf.alert.AlertEvents.at;
import static org.assertj.core.api.Assertions.assertThat;

/** {@link AlertLives} fed by hand: windows are minutes after {@link AlertEvents#BEGINNING}. */
final class LivesHarness implements AutoCloseable {

    static final String TRUNK = "carrier-a";

    private final KeyedOneInputStreamOperatorTestHarness<String, Finding, Alert> harness;

    LivesHarness(LifeSettings settings) throws Exception {
        this(new AlertLives(settings), Ceiling.NONE, null);
    }

    LivesHarness(LifeSettings settings, Set<String> silent) throws Exception {
        this(AlertLives.explainedBy(silent, settings), Ceiling.NONE, null);
    }

    LivesHarness(AlertLives lives) throws Exception {
        this(lives, Ceiling.NONE, null);
    }

    LivesHarness(LifeSettings settings, Ceiling ceiling, OperatorSubtaskState restored)
            throws Exception {
        this(new AlertLives(settings), ceiling, restored);
    }

    private LivesHarness(AlertLives lives, Ceiling ceiling, OperatorSubtaskState restored)
            throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                lives,
                                TypeInformation.of(Finding.class)
                                        .createSerializer(new SerializerConfigImpl()),
                                ceiling),
                        Finding::key,
                        Types.STRING);
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
    }

    static Finding finding(String detector, String subject, int minute, double value) {
        return new Finding(
                detector,
                Severity.of(value, 20),
                "proxy1",
                subject,
                at(minute * 60),
                at(minute * 60) + MINUTE,
                value,
                20,
                100,
                value + " % of 100 calls");
    }

    /** The window of that minute is closed upstream, with a finding of that value. */
    LivesHarness found(String detector, int minute, double value) throws Exception {
        return push(finding(detector, TRUNK, minute, value));
    }

    LivesHarness push(Finding finding) throws Exception {
        harness.processElement(finding, (finding.endMicros() - 1) / 1000);
        return this;
    }

    /** All windows before that minute are closed. */
    LivesHarness until(int minute) throws Exception {
        harness.processWatermark(at(minute * 60) / 1000 - 1);
        return this;
    }

    LivesHarness endOfInput() throws Exception {
        harness.processWatermark(Long.MAX_VALUE);
        return this;
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    /** Each row so far: {@code call_failures open +0..1 2 windows 30.0}. */
    List<String> rows() {
        return alerts().stream().map(LivesHarness::words).toList();
    }

    /** Those of a change. */
    List<String> changes() {
        return alerts().stream().filter(Alert::change).map(LivesHarness::words).toList();
    }

    List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        for (Object record : harness.getOutput()) {
            if (record instanceof StreamRecord<?> row) {
                alerts.add((Alert) row.getValue());
            }
        }
        return alerts;
    }

    private static String words(Alert alert) {
        return "%s %s +%d..%d changed +%d, %d windows, worst %.0f%s"
                .formatted(
                        alert.detector(),
                        alert.state().tag(),
                        (alert.openedAt() - at(0)) / MINUTE,
                        (alert.lastAt() - at(0)) / MINUTE,
                        (alert.changedAt() - at(0)) / MINUTE,
                        alert.windows(),
                        alert.peak(),
                        alert.suppressedBy().isEmpty() ? "" : " by " + alert.suppressedBy());
    }

    List<StateLimit> limits() {
        List<StateLimit> limits = new ArrayList<>();
        Queue<StreamRecord<StateLimit>> side = harness.getSideOutput(InOrder.LIMITS);
        if (side != null) {
            side.forEach(record -> limits.add(record.getValue()));
        }
        return limits;
    }

    int entries() {
        return harness.numKeyedStateEntries();
    }

    /** Long after, nothing is left. */
    void end() throws Exception {
        until(100_000);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        harness.close();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
