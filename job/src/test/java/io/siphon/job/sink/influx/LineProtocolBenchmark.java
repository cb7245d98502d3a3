package io.siphon.job.sink.influx;

import io.siphon.job.sink.Samples;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Measurement;
import io.siphon.schema.Tables;
import io.siphon.schema.Uids;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One line of InfluxDB's line protocol. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@org.openjdk.jmh.annotations.Measurement(iterations = 3, time = 1)
public class LineProtocolBenchmark {

    private static final Uids UIDS = Uids.of("a secret");

    private final TablePoints<Call> calls = new TablePoints<>(Tables.CALLS.with(UIDS), 100);
    private final MeasurementPoints measurements = new MeasurementPoints();
    private final Call call = Samples.call("1-2140@192.0.2.21", CallChange.ENDED);
    private final Measurement measurement =
            Samples.measurement(
                    Map.of(
                            "count", 1000.0, "sum", 3.5e6, "mean", 3500.25, "min", 0.0, "max",
                            9000.5, "p50", 3000.5, "p95", 8000.5, "p99", 8900.5));

    @Benchmark
    public String call() {
        return calls.of(call).lineProtocol();
    }

    @Benchmark
    public String measurement() {
        return measurements.of(measurement).lineProtocol();
    }
}
