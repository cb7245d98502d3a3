package io.siphon.udf.order;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class InOrderTest {

    private static final long SECOND = 1_000_000;
    private static final int GROUPS = 128;

    /** A name is its order among events of the same microsecond. */
    record Event(String key, long micros, boolean second, String name) {}

    private abstract static class OfEvents extends InOrderFunction<String, Event, String> {

        private static final long serialVersionUID = 1;

        @Override
        protected long micros(Event event) {
            return event.micros();
        }

        @Override
        protected Comparator<Event> ties() {
            return Comparator.comparing(Event::name);
        }
    }

    /** Tells the names of events, and the deadlines that they ask for by "after N" seconds. */
    private static final class Tell extends OfEvents {

        private static final long serialVersionUID = 1;

        private transient ValueState<Long> second;
        private transient ValueState<Long> deadline;
        private transient int looks;

        @Override
        public void open(OpenContext context) {
            second = getRuntimeContext().getState(state());
            deadline =
                    getRuntimeContext()
                            .getState(new ValueStateDescriptor<>("deadline", Types.LONG));
        }

        @Override
        protected ValueStateDescriptor<Long> state() {
            return new ValueStateDescriptor<>("second", Types.LONG);
        }

        @Override
        protected long nextTimer() throws Exception {
            looks++;
            return second.value() == null ? NEVER : second.value();
        }

        @Override
        protected int turn(Event event) {
            return event.second() ? 1 : 0;
        }

        @Override
        public void processElement(Event event, Context context, Collector<String> out)
                throws Exception {
            if (event.name().startsWith("after ")) {
                long seconds = Long.parseLong(event.name().substring(6));
                long set = second.value() == null ? NEVER : second.value();
                deadline.update(event.micros() + seconds * SECOND);
                second.update(wake(set, deadline.value()));
            }
            out.collect(context.getCurrentKey() + ' ' + event.name());
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out)
                throws Exception {
            assertThat(second.value()).isEqualTo(timestamp);
            if (deadline.value() > timestamp * 1000) {
                second.update(wake(NEVER, deadline.value()));
                return;
            }
            second.clear();
            deadline.clear();
            out.collect(context.getCurrentKey() + (isOver() ? " over" : " due " + timestamp));
        }
    }

    /** Tells how many events a key has had, and keeps that aside until it is settled. */
    private static final class Count extends OfEvents {

        private static final long serialVersionUID = 1;

        private transient ValueState<Integer> stored;
        private transient String open;
        private transient int count;
        private transient int settled;

        @Override
        public void open(OpenContext context) {
            stored = getRuntimeContext().getState(state());
        }

        @Override
        protected ValueStateDescriptor<Integer> state() {
            return new ValueStateDescriptor<>("count", Types.INT);
        }

        @Override
        protected long nextTimer() {
            return NEVER;
        }

        @Override
        public void processElement(Event event, Context context, Collector<String> out)
                throws Exception {
            if (open == null) {
                open = context.getCurrentKey();
                count = stored.value() == null ? 0 : stored.value();
            }
            assertThat(open).isEqualTo(context.getCurrentKey());
            out.collect(open + ' ' + ++count);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {}

        @Override
        protected void flush() throws Exception {
            stored.update(count);
            open = null;
            settled++;
        }
    }

    @Test
    void settlesAKeyOnceForAllThatItHasInASecondAndBeforeAnyOther() throws Exception {
        Count count = new Count();
        try (var in = open(count, null, 1, 0)) {
            push(in, "c", 0, "");
            push(in, "c", 1, "");
            push(in, "c", 2, "");
            in.processWatermark(999);
            assertThat(count.settled).isEqualTo(1);

            assertThat("BB").hasSameHashCodeAs("Aa");
            push(in, "Aa", SECOND, "");
            push(in, "BB", SECOND + 1, "");
            push(in, "Aa", SECOND + 2, "");
            push(in, "BB", SECOND + 3, "");
            push(in, "Aa", 2 * SECOND, "");
            push(in, "c", 2 * SECOND, "");
            in.processWatermark(2999);
            assertThat(in.extractOutputValues())
                    .containsExactlyInAnyOrder(
                            "c 1", "c 2", "c 3", "Aa 1", "BB 1", "Aa 2", "BB 2", "Aa 3", "c 4");

            int before = count.settled;
            push(in, "BB", 0, "late");
            assertThat(in.extractOutputValues()).endsWith("BB 3");
            assertThat(count.settled).isEqualTo(before + 1);
        }
    }

    @Test
    void givesTheEventsOfAKeyInOrderOfTurnTimeAndThatOfTies() throws Exception {
        try (var in = open(null, 1, 0)) {
            push(in, "a", 700, "d");
            push(in, "a", 500, "c");
            push(in, "a", 500, "b");
            push(in, new Event("a", 100, true, "last"));
            push(in, "a", 0, "a");
            in.processWatermark(998);
            assertThat(in.extractOutputValues()).isEmpty();

            in.processWatermark(999);
            assertThat(in.extractOutputValues())
                    .containsExactly("a a", "a b", "a c", "a d", "a last");
        }
    }

    /** Another InOrder before it stamps what it emits with the end of its second. */
    @Test
    void anEventThatIsStampedWithTheEndOfItsSecondIsOfNoBacklog() throws Exception {
        try (var in = open(null, 1, 0)) {
            in.processElement(new Event("a", 100, true, "after 2"), 999);
            push(in, "a", 500, "first");
            in.processWatermark(999);
            assertThat(in.extractOutputValues()).containsExactly("a first", "a after 2");

            in.processElement(new Event("b", 200, false, "after 2"), 999); // after its second
            in.processWatermark(2000);
            in.processWatermark(3000);
            assertThat(in.extractOutputValues())
                    .contains("b after 2", "a due 3000", "b due 3000")
                    .hasSize(5);
            assertNothingLeft(in);
        }
    }

    @Test
    void letsDeadlinesFallBetweenEventsHoweverFarTheWatermarkGoesAtOnce() throws Exception {
        try (var in = open(null, 1, 0)) {
            push(in, "a", 3 * SECOND, "three");
            push(in, "a", 0, "after 1");
            push(in, "b", 2 * SECOND, "two");
            push(in, "b", 4 * SECOND, "after 9");
            in.processWatermark(Long.MAX_VALUE);

            assertThat(in.extractOutputValues())
                    .containsExactly(
                            "a after 1", "a due 1000", "b two", "a three", "b after 9", "b over");
            assertNothingLeft(in);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 599, 600, 601, 1799, 14_400})
    void deadlinesFallWhenTheyAreDueHoweverFarAhead(long seconds) throws Exception {
        try (var in = open(null, 1, 0)) {
            push(in, "a", 0, "after " + seconds);
            in.processWatermark(999);
            for (long second = 1; second < seconds; second++) {
                in.processWatermark(second * 1000);
            }
            assertThat(in.extractOutputValues()).containsExactly("a after " + seconds);

            in.processWatermark(seconds * 1000);
            assertThat(in.extractOutputValues())
                    .containsExactly("a after " + seconds, "a due " + seconds * 1000);
            assertNothingLeft(in);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {43_200, 43_201, 500_000})
    void aWatermarkThatLeapsLooksAtAKeyAFewTimes(long leap) throws Exception {
        Tell tell = new Tell();
        try (var in = open(tell, null, 1, 0)) {
            push(in, "a", 0, "after 43200");
            in.processWatermark(999);
            in.processWatermark(leap * 1000);

            assertThat(in.extractOutputValues()).containsExactly("a after 43200", "a due 43200000");
            assertThat(tell.looks).isLessThan(5);
            assertNothingLeft(in);
        }
    }

    @Test
    void deadlinesThatComeNearerAgainAndAgainLeaveFewBehind() throws Exception {
        try (var in = open(null, 1, 0)) {
            for (int minute = 0; minute < 600; minute++) {
                push(in, "a", minute * 60 * SECOND, "after 20");
                push(in, "a", (minute * 60 + 10) * SECOND, "after 100000");
                in.processWatermark((minute * 60 + 59) * 1000);
                assertThat(((InOrder<?, ?, ?>) in.getOneInputOperator()).deadlines())
                        .isLessThan(15);
            }
            in.processWatermark(200_000_000);
            assertThat(in.extractOutputValues().stream().filter(t -> t.contains("due")))
                    .containsExactly("a due 135950000");
            assertNothingLeft(in);
        }
    }

    @Test
    void aDeadlineThatComesNearerOrMovesOnFallsOnce() throws Exception {
        try (var in = open(null, 1, 0)) {
            push(in, "a", 0, "after 100");
            push(in, "a", SECOND, "after 10");
            push(in, "b", 0, "after 10");
            push(in, "b", SECOND, "after 100");
            in.processWatermark(1999);
            in.processWatermark(11_000);
            in.processWatermark(101_000);

            assertThat(in.extractOutputValues())
                    .containsSubsequence("a after 100", "a after 10", "a due 11000")
                    .containsSubsequence("b after 10", "b after 100", "b due 101000")
                    .hasSize(6);
            assertNothingLeft(in);
        }
    }

    @Test
    void deadlinesOfASecondFallInAnOrderOfTheirKeys() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            keys.add("key " + i);
        }
        List<String> forwards = due(keys);
        Collections.reverse(keys);
        assertThat(due(keys)).isEqualTo(forwards).hasSize(2000);
    }

    /** What falls due in the order it does, of keys that came late in that order. */
    private static List<String> due(List<String> keys) throws Exception {
        try (var in = open(null, 1, 0)) {
            in.processWatermark(999);
            for (String key : keys) {
                push(in, key, 0, "after 5");
            }
            in.processWatermark(5000);
            assertNothingLeft(in);
            return in.extractOutputValues().stream().filter(t -> t.contains(" due ")).toList();
        }
    }

    @Test
    void deadlinesAreKnownAgainAfterARestoreAtAnotherParallelism() throws Exception {
        OperatorSubtaskState state;
        try (var in = open(null, 1, 0)) {
            for (int i = 0; i < 300; i++) {
                push(in, "key " + i, 0, "after " + (1 + i));
            }
            in.processWatermark(100_000);
            assertThat(in.numEventTimeTimers()).isZero();
            state = in.snapshot(1, 1);
        }
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (var in = open(part(state, 1, 2, i), 2, i)) {
                in.processWatermark(200_000);
                in.processWatermark(300_000);
                assertNothingLeft(in);
                told.addAll(in.extractOutputValues());
            }
        }
        assertThat(told).hasSize(200).contains("key 100 due 101000", "key 299 due 300000");
    }

    @Test
    void tellsAKeyThatItsInputIsOverWhateverOthersHold() throws Exception {
        try (var in = open(null, 1, 0)) {
            push(in, "a", 0, "after 1");
            push(in, "b", 0, "after 1");
            push(in, "b", 5 * SECOND, "five");
            in.processWatermark(999);
            in.processWatermark(Long.MAX_VALUE);

            assertThat(in.extractOutputValues())
                    .containsExactlyInAnyOrder(
                            "a after 1", "b after 1", "a over", "b due 1000", "b five");
        }
    }

    @Test
    void keepsKeysApartThatHaveOneHash() throws Exception {
        assertThat("Aa").hasSameHashCodeAs("BB");
        try (var in = open(null, 1, 0)) {
            for (int i = 9; i >= 0; i--) {
                push(in, i % 2 == 0 ? "Aa" : "BB", i < 5 ? 0 : 7, "n" + i);
            }
            in.processWatermark(999);
            assertThat(in.extractOutputValues().stream().filter(t -> t.startsWith("Aa")))
                    .containsExactly("Aa n0", "Aa n2", "Aa n4", "Aa n6", "Aa n8");
            assertThat(in.extractOutputValues().stream().filter(t -> t.startsWith("BB")))
                    .containsExactly("BB n1", "BB n3", "BB n5", "BB n7", "BB n9");
        }
    }

    @Test
    void neverEmitsWhatIsLateForItsOwnWatermarks() throws Exception {
        try (var in = open(null, 1, 0)) {
            for (int s = 0; s < 20; s++) {
                push(in, "k" + s % 3, (s * 7 % 20) * SECOND + s, "n" + s);
            }
            in.processWatermark(4000);
            in.processWatermark(30_000);

            long watermark = Long.MIN_VALUE;
            int records = 0;
            for (Object o : in.getOutput()) {
                if (o instanceof Watermark w) {
                    assertThat(w.getTimestamp()).isGreaterThan(watermark);
                    watermark = w.getTimestamp();
                } else {
                    long timestamp = ((StreamRecord<?>) o).getTimestamp();
                    assertThat(timestamp % 1000).isEqualTo(999);
                    assertThat(timestamp).isGreaterThan(watermark);
                    records++;
                }
            }
            assertThat(records).isEqualTo(20);
            assertThat(watermark).isEqualTo(30_000);
        }
    }

    @Test
    void givesAtOnceWhatIsLate() throws Exception {
        try (var in = open(null, 1, 0)) {
            in.processWatermark(5000);
            push(in, "a", 5 * SECOND, "in time");
            push(in, "a", 5 * SECOND - 1, "late");
            assertThat(in.extractOutputValues()).containsExactly("a late");

            in.processWatermark(5999);
            assertThat(in.extractOutputValues()).containsExactly("a late", "a in time");
        }
    }

    @Test
    void aBacklogHasItsTurnWhenItIsReceivedInOrderOfItsTimes() throws Exception {
        try (var in = open(null, 1, 0)) {
            in.processWatermark(599_999);
            pushLate(in, "a", 20 * SECOND, 600_010, "second");
            pushLate(in, "a", 4 * SECOND, 600_020, "first");
            push(in, "a", 600 * SECOND, "in time");
            pushLate(in, "a", 300 * SECOND, 601_000, "third");
            assertThat(in.extractOutputValues()).isEmpty();

            in.processWatermark(600_999);
            assertThat(in.extractOutputValues())
                    .containsExactly("a first", "a second", "a in time");
            in.processWatermark(Long.MAX_VALUE);
            assertThat(in.extractOutputValues()).endsWith("a third");
            assertNothingLeft(in);
        }
    }

    @Test
    void deadlinesOfABacklogFallAsMuchLater() throws Exception {
        try (var in = open(null, 1, 0)) {
            in.processWatermark(599_999);
            pushLate(in, "a", 2 * SECOND, 600_000, "after 30");
            in.processWatermark(629_999);
            assertThat(in.extractOutputValues()).containsExactly("a after 30");

            in.processWatermark(630_000);
            assertThat(in.extractOutputValues()).containsExactly("a after 30", "a due 32000");
            in.processWatermark(700_000);
            assertNothingLeft(in);
        }
    }

    @Test
    void aDeadlineFallsWhereTheBacklogHasComePastIt() throws Exception {
        try (var in = open(null, 1, 0)) {
            in.processWatermark(599_999);
            pushLate(in, "a", 2 * SECOND, 600_000, "after 30");
            pushLate(in, "b", 31 * SECOND, 600_500, "not yet");
            in.processWatermark(600_999);
            assertThat(in.extractOutputValues())
                    .containsExactlyInAnyOrder("a after 30", "b not yet");

            pushLate(in, "b", 33 * SECOND, 601_500, "past");
            in.processWatermark(601_999);
            assertThat(in.extractOutputValues()).endsWith("b past", "a due 32000");
            in.processWatermark(700_000);
            assertThat(in.extractOutputValues()).hasSize(4);
            assertNothingLeft(in);
        }
    }

    @Test
    void aBacklogThatIsTooLateHasItsDeadlinesAsMuchLaterAllTheSame() throws Exception {
        try (var in = open(null, 1, 0)) {
            in.processWatermark(605_000);
            pushLate(in, "a", 2 * SECOND, 600_000, "after 30");
            in.processWatermark(629_999);
            assertThat(in.extractOutputValues()).containsExactly("a after 30");

            in.processWatermark(630_000);
            assertThat(in.extractOutputValues()).containsExactly("a after 30", "a due 32000");
            assertNothingLeft(in);
        }
    }

    @Test
    void aBacklogIsOneAfterARestoreAtAnotherParallelism() throws Exception {
        OperatorSubtaskState one;
        try (var in = open(null, 1, 0)) {
            in.processWatermark(599_999);
            pushLate(in, "a", 2 * SECOND, 600_000, "after 30");
            pushLate(in, "b", 3 * SECOND, 600_000, "held");
            push(in, "c", 600 * SECOND, "in time");
            in.processWatermark(600_999);
            pushLate(in, "a", 4 * SECOND, 601_500, "held");
            pushLate(in, "b", 5 * SECOND, 601_500, "after 10");
            one = in.snapshot(1, 1);
        }
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (var in = open(part(one, 1, 2, i), 2, i)) {
                in.processWatermark(601_000);
                assertThat(in.extractOutputValues()).isEmpty();
                in.processWatermark(608_999);
                assertThat(in.extractOutputValues()).doesNotContain("b due 15000");
                in.processWatermark(Long.MAX_VALUE);
                told.addAll(in.extractOutputValues());
                assertNothingLeft(in);
            }
        }
        assertThat(told).containsExactlyInAnyOrder("a held", "a over", "b after 10", "b over");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void givesTheSameInAnyOrderOfArrivalAlsoAfterRestoresAtOtherParallelism(long seed)
            throws Exception {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            events.add(
                    new Event(
                            "key " + random.nextInt(700),
                            random.nextLong(10 * SECOND),
                            random.nextBoolean(),
                            "n" + i));
        }
        OperatorSubtaskState one;
        try (var in = open(null, 1, 0)) {
            for (Event event : events) {
                push(in, event);
            }
            one = in.snapshot(1, 1);
        }
        List<OperatorSubtaskState> two = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (var in = open(part(one, 1, 2, i), 2, i)) {
                in.processWatermark(4999);
                told.addAll(in.extractOutputValues());
                two.add(in.snapshot(2, 2));
            }
        }
        try (var in =
                open(
                        part(
                                AbstractStreamOperatorTestHarness.repackageState(
                                        two.toArray(OperatorSubtaskState[]::new)),
                                2,
                                1,
                                0),
                        1,
                        0)) {
            in.processWatermark(Long.MAX_VALUE);
            told.addAll(in.extractOutputValues());
            assertNothingLeft(in);
        }
        events.sort(
                Comparator.comparingLong((Event e) -> e.micros() / SECOND)
                        .thenComparing(Event::second)
                        .thenComparing(Event::micros)
                        .thenComparing(Event::name));
        for (int key = 0; key < 700; key++) {
            String name = "key " + key;
            assertThat(told.stream().filter(t -> t.startsWith(name + ' ')).toList())
                    .isEqualTo(
                            events.stream()
                                    .filter(e -> e.key().equals(name))
                                    .map(e -> name + ' ' + e.name())
                                    .toList());
        }
    }

    private static void assertNothingLeft(
            KeyedOneInputStreamOperatorTestHarness<String, Event, String> in) {
        assertThat(in.numKeyedStateEntries()).isZero();
        assertThat(in.numEventTimeTimers()).isZero();
        assertThat(((InOrder<?, ?, ?>) in.getOneInputOperator()).deadlines()).isZero();
    }

    private static OperatorSubtaskState part(
            OperatorSubtaskState state, int before, int after, int subtask) {
        return AbstractStreamOperatorTestHarness.repartitionOperatorState(
                state, GROUPS, before, after, subtask);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, String> open(
            OperatorSubtaskState restored, int parallelism, int subtask) throws Exception {
        return open(new Tell(), restored, parallelism, subtask);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, String> open(
            InOrderFunction<String, Event, String> function,
            OperatorSubtaskState restored,
            int parallelism,
            int subtask)
            throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, Event, String> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                function,
                                TypeInformation.of(Event.class)
                                        .createSerializer(new SerializerConfigImpl())),
                        Event::key,
                        Types.STRING,
                        GROUPS,
                        parallelism,
                        subtask);
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static void push(
            KeyedOneInputStreamOperatorTestHarness<String, Event, String> in,
            String key,
            long micros,
            String name)
            throws Exception {
        push(in, new Event(key, micros, false, name));
    }

    private static void push(
            KeyedOneInputStreamOperatorTestHarness<String, Event, String> in, Event event)
            throws Exception {
        in.processElement(event, event.micros() / 1000);
    }

    /** Of a backlog: its turn comes later than its time. */
    private static void pushLate(
            KeyedOneInputStreamOperatorTestHarness<String, Event, String> in,
            String key,
            long micros,
            long turnMs,
            String name)
            throws Exception {
        in.processElement(new Event(key, micros, false, name), turnMs);
    }
}
