package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.udf.order.InOrder;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.siphon.udf.call.CallScript.s;

/**
 * One message of a call, through {@link CallTracker} as Flink runs it: hashmap state, event-time
 * buffer and timers. An invocation is a second of 100 calls that begin, ring, are answered and end
 * within it; so many others are up meanwhile.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CallTrackerBenchmark {

    private static final int CALLS = 100;
    private static final int MESSAGES = 6;

    @Param({"0", "10000"})
    public int callsUp;

    private KeyedOneInputStreamOperatorTestHarness<String, CallEvent, Call> harness;
    private List<CallEvent> call;
    private long second;
    private long number;

    @Setup(Level.Iteration)
    public void open() throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new CallTracker(
                                        CallHarness.SETUP_TIMEOUT,
                                        Duration.ofDays(10_000),
                                        1,
                                        CallHarness.ENDED_REACH),
                                CallEventCodec.TYPE.createSerializer(new SerializerConfigImpl())),
                        CallEvent::callId,
                        Types.STRING);
        harness.open();
        call =
                events(
                        CallScript.call()
                                .invite()
                                .ringing(s(0.1))
                                .answered(s(0.2))
                                .ack(s(0.3))
                                .bye(s(0.4))
                                .byeResponse(s(0.5), 200));
        second = 0;
        for (int up = 0; up < callsUp; up++) {
            for (CallEvent event : call.subList(0, 4)) {
                push(event, "up-" + up);
            }
        }
        endSecond();
    }

    @TearDown(Level.Iteration)
    public void close() throws Exception {
        harness.close();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS * MESSAGES)
    public void message() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            String callId = "call-" + number++;
            for (CallEvent event : call) {
                push(event, callId);
            }
        }
        endSecond();
    }

    private void push(CallEvent e, String callId) throws Exception {
        long micros = e.timeMicros() + second * 1_000_000;
        harness.processElement(
                new CallEvent(
                        callId,
                        micros,
                        e.method(),
                        e.status(),
                        e.cseq(),
                        e.branch(),
                        e.hops(),
                        e.opening(),
                        e.source(),
                        e.destination(),
                        e.fromTag(),
                        e.toTag(),
                        e.q850Cause(),
                        e.codecs(),
                        e.caller(),
                        e.callee(),
                        e.node(),
                        e.trunk(),
                        e.direction(),
                        e.userAgent(),
                        e.correlationId(),
                        e.clockOffset(),
                        e.hint()),
                micros / 1000);
    }

    private void endSecond() throws Exception {
        second++;
        harness.processWatermark(CallScript.BEGINNING / 1000 + second * 1000);
        harness.getOutput().clear();
    }

    private static List<CallEvent> events(CallScript script) {
        return script.messages().stream().map(CallEvent::of).toList();
    }
}
