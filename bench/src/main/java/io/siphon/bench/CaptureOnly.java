package io.siphon.bench;

import io.siphon.job.config.JobConfig;
import io.siphon.job.topology.Topology;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.listen.KernelSocket;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * The head of the topology alone, as a process of its own: receives, decodes and counts. Says
 * {@code listening}, then the count whenever it has changed, until it is killed.
 */
final class CaptureOnly {

    static final String LISTENING = "listening";
    static final String COUNTED = "counted ";

    private static final long SAY_MS = 100;
    private static final LongAdder COUNT = new LongAdder();

    private CaptureOnly() {}

    /**
     * @param arguments the stage, then {@code -Dkey=value} …
     */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = GlobalConfiguration.loadConfiguration();
        Arrays.stream(arguments)
                .skip(1)
                .map(argument -> argument.substring("-D".length()).split("=", 2))
                .forEach(pair -> configuration.setString(pair[0], pair[1]));
        JobConfig config = JobConfig.from(configuration);
        // nothing is kept: no state, no checkpoints
        configuration.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "jobmanager");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, config.udp().sockets());
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        SingleOutputStreamOperator<HepPacket> packets = Topology.packets(env, config, null);
        switch (CaptureStage.valueOf(arguments[0])) {
            case HEP -> count(packets);
            case PAYLOAD -> count(Topology.decode(packets, false, config));
        }
        env.executeAsync("capture only");
        while (KernelSocket.onPort(config.udpBind().port()).isEmpty()) {
            Thread.sleep(SAY_MS);
        }
        System.out.println(LISTENING);
        long said = 0;
        while (true) {
            Thread.sleep(SAY_MS);
            long count = COUNT.sum();
            if (count != said) {
                System.out.println(COUNTED + count);
                said = count;
            }
        }
    }

    private static <T> void count(DataStream<T> stream) {
        stream.filter(
                        element -> {
                            COUNT.increment();
                            return false;
                        })
                .setParallelism(stream.getParallelism())
                .uid("count")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(stream.getParallelism())
                .uid("discard");
    }
}
