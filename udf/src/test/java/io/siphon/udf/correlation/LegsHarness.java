package io.siphon.udf.correlation;

import io.siphon.schema.CallLink;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallQuestion;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;

/** All that finds legs, fed by hand: each operator gets what the one before it has emitted. */
final class LegsHarness implements AutoCloseable {

    private static final Duration SETUP_TIMEOUT = Duration.ofMinutes(4);
    private static final Duration MAX_DURATION = Duration.ofHours(12);

    private final LegReader reader;
    private final Stage<LegEvent, LegMark> tracker;
    private final Stage<LegMark, FoundLink> finder;
    private final Stage<FoundLink, CallLink> conversations;
    private final List<CallLink> rows = new ArrayList<>();
    private final List<CallEvent> notes = new ArrayList<>();

    LegsHarness(CorrelationSettings settings) throws Exception {
        this(settings, new OperatorSubtaskState[3]);
    }

    LegsHarness(CorrelationSettings settings, OperatorSubtaskState[] restored) throws Exception {
        reader = new LegReader(settings);
        tracker =
                new Stage<>(
                        new LegTracker(
                                settings, SETUP_TIMEOUT, MAX_DURATION, Duration.ofMinutes(15)),
                        LegEventCodec.TYPE,
                        LegEvent::callId,
                        restored[0]);
        finder =
                new Stage<>(
                        new LinkFinder(settings, MAX_DURATION),
                        LegMarkCodec.TYPE,
                        LegMark::key,
                        restored[1]);
        conversations =
                new Stage<>(
                        new Conversations(settings, MAX_DURATION),
                        FoundLinkCodec.TYPE,
                        link -> "",
                        restored[2]);
    }

    /** Whether a call is up at that time, as far as is known. */
    LegsHarness ask(String callId, long micros) throws Exception {
        tracker.harness.processElement(
                LegEvent.of(new CallQuestion(callId, micros, "sockets")), micros / 1000);
        return this;
    }

    /** Calls that were asked for and are not up. */
    List<String> over() {
        Queue<StreamRecord<CallQuestion>> over = tracker.harness.getSideOutput(LegTracker.OVER);
        return over == null ? List.of() : over.stream().map(o -> o.getValue().callId()).toList();
    }

    /** One operator. */
    private static final class Stage<E, OUT> {

        private final KeyedOneInputStreamOperatorTestHarness<String, E, OUT> harness;

        Stage(
                InOrderFunction<String, E, OUT> function,
                TypeInformation<E> type,
                KeySelector<E, String> key,
                OperatorSubtaskState restored)
                throws Exception {
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new InOrder<>(
                                    function, type.createSerializer(new SerializerConfigImpl())),
                            key,
                            Types.STRING);
            if (restored != null) {
                harness.initializeState(restored);
            }
            harness.open();
        }

        void give(E event, long micros) throws Exception {
            harness.processElement(event, micros / 1000);
        }

        List<StreamRecord<OUT>> take(long watermark) throws Exception {
            harness.processWatermark(watermark);
            List<StreamRecord<OUT>> taken = new ArrayList<>();
            for (Object out : harness.getOutput()) {
                if (out instanceof StreamRecord<?>) {
                    @SuppressWarnings("unchecked")
                    StreamRecord<OUT> record = (StreamRecord<OUT>) out;
                    taken.add(record);
                }
            }
            harness.getOutput().clear();
            return taken;
        }
    }

    LegsHarness feed(Iterable<SipMessage> messages) throws Exception {
        for (SipMessage message : messages) {
            List<LegEvent> events = new ArrayList<>();
            reader.flatMap(message, new ListCollector<>(events));
            for (LegEvent event : events) {
                tracker.give(event, event.timeMicros());
            }
        }
        return this;
    }

    /** The watermark of all three comes to that time, epoch ms. */
    LegsHarness at(long watermark) throws Exception {
        for (StreamRecord<LegMark> mark : tracker.take(watermark)) {
            finder.harness.processElement(mark);
        }
        for (StreamRecord<FoundLink> link : finder.take(watermark)) {
            conversations.harness.processElement(link);
        }
        conversations.take(watermark).forEach(row -> rows.add(row.getValue()));
        Queue<StreamRecord<CallEvent>> told =
                conversations.harness.getSideOutput(Conversations.NOTES);
        if (told != null) {
            told.forEach(note -> notes.add(note.getValue()));
            told.clear();
        }
        return this;
    }

    LegsHarness end() throws Exception {
        return at(Long.MAX_VALUE);
    }

    /** As they were written, each as often as it changed. */
    List<CallLink> rows() {
        return rows;
    }

    List<CallEvent> notes() {
        return notes;
    }

    OperatorSubtaskState[] snapshot() throws Exception {
        return new OperatorSubtaskState[] {
            tracker.harness.snapshot(1, 1),
            finder.harness.snapshot(1, 1),
            conversations.harness.snapshot(1, 1)
        };
    }

    int stateEntries() {
        return tracker.harness.numKeyedStateEntries()
                + finder.harness.numKeyedStateEntries()
                + conversations.harness.numKeyedStateEntries();
    }

    void assertNothingLeft() {
        assertThat(stateEntries()).as("state entries").isZero();
        for (Stage<?, ?> stage : List.of(tracker, finder, conversations)) {
            assertThat(((InOrder<?, ?, ?>) stage.harness.getOneInputOperator()).deadlines())
                    .as("deadlines")
                    .isZero();
            assertThat(stage.harness.numEventTimeTimers()).as("timers").isZero();
        }
    }

    @Override
    public void close() throws Exception {
        tracker.harness.close();
        finder.harness.close();
        conversations.harness.close();
    }
}
