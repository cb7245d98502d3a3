package io.siphon.bench.upgrade;

import io.siphon.job.config.InfluxSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.KafkaSection;
import io.siphon.job.config.KafkaStoreSection;
import io.siphon.job.config.NotifySection;
import io.siphon.job.sink.Outputs;
import io.siphon.job.topology.Topology;
import io.siphon.sources.Secret;
import io.siphon.sources.siptrace.RowPackets;
import io.siphon.sources.siptrace.SipTraceTable;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.ZoneOffset;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every operator has a uid of its own, or its state would be lost by the next change. */
class UidsTest {

    enum Input {
        LIVE,
        CAPTURE,
        TOPIC,
        ARCHIVE,
        TABLE
    }

    @ParameterizedTest
    @EnumSource
    void everyOperatorHasItsOwn(Input input) {
        StreamExecutionEnvironment env = strict();
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, "jdbc:postgresql://127.0.0.1/siphon");
        options.set(InfluxSection.URL, "http://127.0.0.1:8086");
        options.set(KafkaSection.BOOTSTRAP_SERVERS, "127.0.0.1:9092");
        options.set(KafkaStoreSection.BOOTSTRAP_SERVERS, "127.0.0.1:9092");
        options.set(NotifySection.COMMAND, List.of("/bin/true"));
        JobConfig config = JobConfig.from(options);
        assertThat(Outputs.ALL).allMatch(output -> output.enabled(config));
        switch (input) {
            case LIVE -> Topology.live(env, config, Outputs.ALL);
            case CAPTURE -> Topology.capture(env, config, "here", 1);
            case TOPIC -> Topology.topic(env, true, config, Outputs.ALL);
            case ARCHIVE -> Topology.archive(env, List.of("/x.pcap"), "pcap", config, Outputs.ALL);
            case TABLE ->
                    Topology.table(
                            env,
                            new SipTraceTable("jdbc:h2:mem:x", "sip_trace", "sa", Secret.of("")),
                            new RowPackets(ZoneOffset.UTC, "sip_trace"),
                            config,
                            Outputs.ALL);
        }
        // The job graph is where two of the same uid would be found.
        assertThat(env.getStreamGraph().getJobGraph().getVertices()).isNotEmpty();
    }

    @Test
    void oneWithoutWouldBeFound() {
        StreamExecutionEnvironment env = strict();
        env.fromSequence(1, 2).uid("numbers").map(n -> n + 1).print().uid("out");
        assertThatThrownBy(env::getStreamGraph).hasMessageContaining("no UID");
    }

    private static StreamExecutionEnvironment strict() {
        Configuration options = new Configuration();
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        return StreamExecutionEnvironment.getExecutionEnvironment(options);
    }
}
