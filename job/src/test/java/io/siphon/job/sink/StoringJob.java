package io.siphon.job.sink;

import io.siphon.job.config.JobConfig;
import io.siphon.job.config.StoreSection;
import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLink;
import io.siphon.schema.LinkState;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Severity;
import io.siphon.schema.Trace;
import io.siphon.schema.Undecodable;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A job that has {@code rows} messages, each of a call of its own, and stores everything. */
public final class StoringJob {

    private StoringJob() {}

    /** Starts it on the MiniCluster of the test, with checkpoints all the time. */
    public static JobClient start(Configuration options, long rows) throws Exception {
        return start(options, rows, () -> {});
    }

    /**
     * @param prepared run when the stores are ready, before the job starts
     */
    public static JobClient start(Configuration options, long rows, Runnable prepared)
            throws Exception {
        Configuration configuration = new Configuration(options);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(StoreSection.RETRY_MAX_DELAY, Duration.ofSeconds(1));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.enableCheckpointing(200);
        JobConfig config = JobConfig.from(configuration);
        JobStreams streams =
                streams(env.fromSequence(0, rows - 1).uid("numbers").setParallelism(1));
        for (Output output : Outputs.ALL) {
            if (output.enabled(config)) {
                output.prepare(config);
                output.attach(streams, config);
            }
        }
        prepared.run();
        return env.executeAsync("storing");
    }

    private static JobStreams streams(DataStream<Long> numbers) {
        return new JobStreams(
                numbers.map(StoringJob::trace)
                        .returns(TypeInformation.of(Trace.class))
                        .setParallelism(1)
                        .uid("traces"),
                numbers.filter(i -> i < 1000)
                        .setParallelism(1)
                        .uid("calls-numbers")
                        .map(i -> Samples.call("call-" + i / 2, change(i), i))
                        .returns(TypeInformation.of(Call.class))
                        .setParallelism(1)
                        .uid("calls"),
                numbers.filter(i -> i < 1000)
                        .setParallelism(1)
                        .uid("links-numbers")
                        .map(i -> Samples.link(i, LinkState.CONFIRMED))
                        .returns(TypeInformation.of(CallLink.class))
                        .setParallelism(1)
                        .uid("links"),
                numbers.filter(i -> i < 1000)
                        .setParallelism(1)
                        .uid("registrations-numbers")
                        .map(i -> Samples.registration("call-" + i, RegistrationChange.ENDED))
                        .returns(TypeInformation.of(Registration.class))
                        .setParallelism(1)
                        .uid("registrations"),
                numbers.filter(i -> i < 1000)
                        .setParallelism(1)
                        .uid("streams-numbers")
                        .map(i -> Samples.stream(i, true))
                        .returns(TypeInformation.of(RtpStream.class))
                        .setParallelism(1)
                        .uid("streams"),
                numbers.filter(i -> i < 1000)
                        .setParallelism(1)
                        .uid("reported-numbers")
                        .map(Samples::reported)
                        .returns(TypeInformation.of(RtcpStreamSummary.class))
                        .setParallelism(1)
                        .uid("reported"),
                numbers.filter(i -> i < 1000)
                        .setParallelism(1)
                        .uid("measurements-numbers")
                        .map(StoringJob::measurement)
                        .returns(TypeInformation.of(Measurement.class))
                        .setParallelism(1)
                        .uid("measurements"),
                numbers.filter(i -> i < 1000)
                        .setParallelism(1)
                        .uid("alerts-numbers")
                        .map(i -> Samples.alert("trunk-" + i % 500, Severity.WARNING))
                        .returns(TypeInformation.of(Alert.class))
                        .setParallelism(1)
                        .uid("alerts"),
                numbers.filter(i -> i < 100)
                        .setParallelism(1)
                        .uid("undecodable-numbers")
                        .map(i -> Samples.undecodable(new byte[] {(byte) (long) i}))
                        .returns(TypeInformation.of(Undecodable.class))
                        .setParallelism(1)
                        .uid("undecodable"));
    }

    /** Every tenth is RTCP. */
    private static Trace trace(long i) {
        return i % 10 == 9
                ? Samples.trace(5, "call-" + i, Samples.NOON + i, new byte[] {'{', '}'})
                : Samples.invite("call-" + i, (int) i);
    }

    private static CallChange change(long i) {
        return i % 2 == 0 ? CallChange.STARTED : CallChange.ENDED;
    }

    private static Measurement measurement(long i) {
        return new Measurement(
                "sip_requests",
                Samples.NOON + i * 60_000_000,
                Samples.NOON + (i + 1) * 60_000_000,
                new TreeMap<>(Map.of("method", "INVITE")),
                Map.of("count", (double) i),
                null);
    }
}
