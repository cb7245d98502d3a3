package io.siphon.bench.e2e;

import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.JobStreams;
import io.siphon.job.sink.Output;
import io.siphon.schema.Trace;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import java.util.concurrent.atomic.AtomicBoolean;

/** Stores nothing, and fails the job at the next message when it is asked to. */
final class FailingOutput implements Output {

    static final AtomicBoolean ASKED = new AtomicBoolean();

    private static final class Fail implements MapFunction<Trace, Trace> {

        private static final long serialVersionUID = 1;

        @Override
        public Trace map(Trace trace) {
            if (ASKED.compareAndSet(true, false)) {
                throw new IllegalStateException("asked to fail");
            }
            return trace;
        }
    }

    @Override
    public String name() {
        return "failing";
    }

    @Override
    public boolean enabled(JobConfig config) {
        return true;
    }

    @Override
    public void prepare(JobConfig config) {}

    @Override
    public void attach(JobStreams streams, JobConfig config) {
        streams.traces()
                .map(new Fail())
                .uid("fail")
                .sinkTo(new DiscardingSink<>())
                .uid("discard_traces");
    }

    @Override
    public String describe(JobConfig config) {
        return "nothing";
    }
}
