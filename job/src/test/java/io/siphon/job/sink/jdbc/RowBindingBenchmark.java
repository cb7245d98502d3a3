package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.Samples;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Table;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** A row bound to its statement, which is not executed: our share of what an insert costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class RowBindingBenchmark {

    private static final Table<Trace> SIP_TRACE = Tables.SIP_TRACE.with(Uids.of("a secret"));

    private final TestDatabase database =
            TestDatabase.at("jdbc:h2:mem:binding;DB_CLOSE_DELAY=-1", "sa", "");
    private final Trace trace =
            Samples.sip("1-2140@192.0.2.21", Samples.NOON, DialogMessages.invite());
    private final Call call = Samples.call("1-2140@192.0.2.21", CallChange.ENDED);
    private Connection connection;
    private PreparedStatement traces;
    private PreparedStatement calls;
    private StatementBinder traceBinder;
    private StatementBinder callBinder;

    @Setup
    public void connect() throws SQLException {
        database.recreate();
        connection = database.connect();
        traces = connection.prepareStatement(Dialect.H2.store(SIP_TRACE));
        calls = connection.prepareStatement(Dialect.H2.store(Tables.CALLS));
        traceBinder = new StatementBinder(traces, Dialect.H2);
        callBinder = new StatementBinder(calls, Dialect.H2);
    }

    @TearDown
    public void disconnect() throws SQLException {
        connection.close();
    }

    @Benchmark
    public PreparedStatement sipTrace() throws SQLException {
        traceBinder.bind(SIP_TRACE, trace);
        return traces;
    }

    @Benchmark
    public PreparedStatement call() throws SQLException {
        callBinder.bind(Tables.CALLS, call);
        return calls;
    }
}
