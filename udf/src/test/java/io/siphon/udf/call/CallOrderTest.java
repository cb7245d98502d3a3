package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static io.siphon.schema.CallChange.ANSWERED;
import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.RINGING;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallHarness.OUT_OF_ORDERNESS;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.ms;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** That rows depend on what happened, and not on when it arrived. */
class CallOrderTest {

    private static final Comparator<Call> BY_CALL_AND_CHANGE =
            Comparator.comparing(Call::callId)
                    .thenComparingLong(Call::startedAt)
                    .thenComparing(Call::change);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesTheSameRowsInAnyOrderOfArrival(long seed) throws Exception {
        List<SipMessage> inOrder = new ArrayList<>(traffic());
        inOrder.sort(Comparator.comparingLong(SipMessage::timeMicros));

        assertThat(rowsOf(shuffledWithinOutOfOrderness(inOrder, new Random(seed))))
                .isEqualTo(rowsOf(inOrder))
                .hasSizeGreaterThan(30);
    }

    @Test
    void givesTheSameRowsLiveAndFromAFileThatIsReadAtOnce() throws Exception {
        List<Call> atOnce;
        try (CallHarness tracker = new CallHarness()) {
            for (SipMessage m : traffic()) {
                tracker.push(m);
            }
            atOnce = sorted(tracker.endOfInput().rows());
            tracker.assertNothingLeft();
        }
        List<SipMessage> inOrder = new ArrayList<>(traffic());
        inOrder.sort(Comparator.comparingLong(SipMessage::timeMicros));
        assertThat(atOnce).isEqualTo(rowsOf(inOrder));
    }

    @Test
    void emitsEachChangeInItsOwnSecondAndBeforeTheWatermarkPassesThat() throws Exception {
        try (CallHarness tracker = new CallHarness()) {
            tracker.live(
                    traffic().stream()
                            .sorted(Comparator.comparingLong(SipMessage::timeMicros))
                            .toList());
            tracker.end();

            long watermark = Long.MIN_VALUE;
            int records = 0;
            for (Object o : tracker.output()) {
                if (o instanceof Watermark w) {
                    watermark = w.getTimestamp();
                } else if (o instanceof StreamRecord<?> r) {
                    Call row = (Call) r.getValue();
                    long second = Math.floorDiv(row.changeMicros(), 1_000_000);
                    assertThat(r.getTimestamp() / 1000).as("%s", row).isEqualTo(second);
                    assertThat(watermark).as("%s", row).isLessThan(second * 1000 + 999);
                    records++;
                }
            }
            assertThat(records).isGreaterThan(30);
        }
    }

    @Test
    void waitsUntilTheWatermarkHasPassedTheSecond() throws Exception {
        try (CallHarness tracker = new CallHarness()) {
            tracker.push(call().invite().messages().get(0));
            tracker.at(ms(748));
            assertThat(tracker.rows()).isEmpty();

            tracker.at(ms(749));
            assertThat(tracker.changes()).containsExactly(STARTED);
            tracker.end();
        }
    }

    @Test
    void appliesLateMessagesAtOnceAndCountsThem() throws Exception {
        try (CallHarness tracker = new CallHarness()) {
            CallScript call = call().invite().ringing(s(1)).answered(s(3)).bye(s(9));
            List<SipMessage> m = call.messages();
            tracker.push(m.get(0)).at(s(5)).push(m.get(2)).push(m.get(1));
            assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED);
            assertThat(tracker.count("lateMessages")).isEqualTo(2);

            tracker.push(m.get(3)).at(s(20));
            assertThat(tracker.changes()).containsExactly(STARTED, ANSWERED, ENDED);
            assertThat(tracker.row().setupMs()).isEqualTo(3000);
            tracker.end();
        }
    }

    @Test
    void holdsAsManyMessagesOfACallAsCome() throws Exception {
        try (CallHarness tracker = new CallHarness()) {
            SipMessage invite = call().invite().messages().get(0);
            for (int i = 0; i < 10_000; i++) {
                tracker.push(invite);
            }
            assertThat(tracker.gauge("heldEvents")).isEqualTo(10_000);
            assertThat(tracker.deadlines()).isZero();

            tracker.at(s(2));
            assertThat(tracker.changes()).containsExactly(STARTED);
            tracker.end();
        }
    }

    @Test
    void goesOnAfterARestoreInTheMiddleOfACall() throws Exception {
        CallScript call =
                call().invite().ringing(s(1)).answered(s(3)).ack(s(3.1)).bye(s(60)).secondHop();
        List<SipMessage> inOrder =
                call.messages().stream()
                        .sorted(Comparator.comparingLong(SipMessage::timeMicros))
                        .toList();
        for (int cut = 0; cut <= inOrder.size(); cut++) {
            OperatorSubtaskState snapshot;
            List<CallChange> changes = new ArrayList<>();
            try (CallHarness before = new CallHarness()) {
                before.live(inOrder.subList(0, cut));
                snapshot = before.snapshot();
                changes.addAll(before.changes());
            }
            try (CallHarness after = new CallHarness(snapshot)) {
                after.live(inOrder.subList(cut, inOrder.size())).at(s(70));
                changes.addAll(after.changes());
                assertThat(after.gauge("callsUp")).isZero();
                after.end();
            }
            assertThat(changes).containsExactly(STARTED, RINGING, ANSWERED, ENDED);
        }
    }

    @Test
    void knowsHowManyCallsAreUpAlsoAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (CallHarness before = new CallHarness()) {
            for (int i = 0; i < 5; i++) {
                before.live(call("call-" + i).invite(s(i)));
            }
            before.at(s(10));
            assertThat(before.gauge("callsUp")).isEqualTo(5);
            snapshot = before.snapshot();
        }
        try (CallHarness after = new CallHarness(snapshot)) {
            assertThat(after.gauge("callsUp")).isEqualTo(5);
            after.live(call("call-0").response(s(11), 486)).at(s(20));
            assertThat(after.gauge("callsUp")).isEqualTo(4);
            after.end();
            assertThat(after.gauge("callsUp")).isZero();
        }
    }

    /** Calls of every kind, with hops, agents, retransmissions and times that collide. */
    private static List<SipMessage> traffic() {
        List<CallScript> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Duration t = ms(i * 730);
            calls.add(
                    call("answered-" + i)
                            .invite(t)
                            .ringing(t.plusMillis(1))
                            .answered(t.plusMillis(1))
                            .ack(t.plusMillis(1100))
                            .bye(t.plusMillis(4200))
                            .secondHop()
                            .otherAgent());
            calls.add(
                    call("challenged-" + i)
                            .invite(t)
                            .challenged(t.plusMillis(2), 407)
                            .cseq(2)
                            .invite(t.plusMillis(4))
                            .answered(t.plusMillis(900))
                            .byeByCallee(t.plusMillis(3000))
                            .secondHop());
            calls.add(
                    call("cancelled-" + i)
                            .invite(t)
                            .ringing(t.plusMillis(300))
                            .cancel(t.plusMillis(1500))
                            .response(t.plusMillis(1501), 487)
                            .secondHop());
            calls.add(call("busy-" + i).invite(t).response(t.plusMillis(20), 486).secondHop());
            calls.add(call("unretried-" + i).invite(t).challenged(t.plusMillis(20), 401));
        }
        calls.add(call("again").invite().response(s(2), 404).invite(s(100)).response(s(101), 404));
        return CallScript.all(calls);
    }

    private static List<Call> rowsOf(List<SipMessage> arriving) throws Exception {
        try (CallHarness tracker = new CallHarness()) {
            tracker.live(arriving);
            assertThat(tracker.count("lateMessages")).isZero();
            tracker.end();
            return sorted(tracker.rows());
        }
    }

    private static List<Call> sorted(List<Call> rows) {
        return rows.stream().sorted(BY_CALL_AND_CHANGE).toList();
    }

    private static List<SipMessage> shuffledWithinOutOfOrderness(
            List<SipMessage> messages, Random random) {
        List<SipMessage> shuffled = new ArrayList<>(messages);
        Collections.shuffle(shuffled, random);
        long delay = OUT_OF_ORDERNESS.toNanos() / 1000;
        record Arrival(long at, SipMessage message) {}
        return shuffled.stream()
                .map(m -> new Arrival(m.timeMicros() + random.nextLong(delay), m))
                .sorted(Comparator.comparingLong(Arrival::at))
                .map(Arrival::message)
                .toList();
    }
}
