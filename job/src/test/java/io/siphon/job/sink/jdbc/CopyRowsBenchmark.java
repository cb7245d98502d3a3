package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.Samples;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;
import io.siphon.schema.Uids;
import io.siphon.udf.sip.peer.DialogMessages;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** A row encoded for COPY: our share of what it costs to store a message in PostgreSQL. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CopyRowsBenchmark {

    private static final int BATCH = 500;

    private final CopyRows<Trace> traces =
            new CopyRows<>(Tables.SIP_TRACE.with(Uids.of("a secret")));
    private final CopyRows<Call> calls = new CopyRows<>(Tables.CALLS);
    private final Trace trace =
            Samples.sip("1-2140@192.0.2.21", Samples.NOON, DialogMessages.invite());
    private final Call call = Samples.call("1-2140@192.0.2.21", CallChange.ENDED);

    @Benchmark
    public int sipTrace() {
        if (traces.size() == BATCH) {
            traces.clear();
        }
        traces.add(trace);
        return traces.size();
    }

    @Benchmark
    public int call() {
        if (calls.size() == BATCH) {
            calls.clear();
        }
        calls.add(call);
        return calls.size();
    }
}
