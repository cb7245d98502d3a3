package io.siphon.job.cli;

import io.siphon.job.config.JobConfig;
import io.siphon.job.runtime.EmbeddedJob;
import io.siphon.job.runtime.StatusLine;
import io.siphon.job.runtime.StopSignal;
import io.siphon.job.runtime.SubmittedJob;
import io.siphon.job.topology.Topology;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code siphon capture}: listen, and write received messages to a Kafka topic. */
@Command(
        name = "capture",
        description =
                "Receive HEP and plain SIP duplicates and put them into a Kafka topic, as HEP 3"
                        + " datagrams keyed by Call-ID, for siphon analyze. Ctrl-C sends everything"
                        + " received, then ends.",
        mixinStandardHelpOptions = true)
public final class Capture implements Callable<Integer> {

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        Configuration loaded = configuration.load();
        JobConfig config = JobConfig.from(loaded);
        if (!SubmittedJob.isOurs()) {
            new Senders(config).requireKeys();
        }
        int partitions = Topics.prepare(config);
        String name = name(config);
        if (SubmittedJob.isOurs()) {
            SubmittedJob.execute(
                    "siphon capture",
                    configuration.overrides(),
                    env -> Topology.capture(env, config, name, partitions));
            return 0;
        }
        EmbeddedJob job = EmbeddedJob.capture(loaded, config, name, partitions);
        StopSignal until = new StopSignal(job);
        banner(System.out, config, name, partitions, job.webUi());
        StatusLine status = StatusLine.ofCapturing(Clock.systemUTC());
        until.await(status::text);
        job.drain();
        until.end(
                status.text(),
                "waiting for Kafka; Ctrl-C again ends at once, and what is not sent is lost",
                "Kafka unavailable: messages that were received and not sent are lost");
        System.out.println("stopped: everything received is in the topic");
        return 0;
    }

    private static void banner(
            PrintStream out, JobConfig config, String name, int partitions, String webUi) {
        out.println("listening  " + config.listening() + ": HEP 1, 2, 3 and plain SIP duplicates");
        new Senders(config).print(out);
        out.println(
                "sending    to Kafka at %s, topic %s of %d partitions, as %s"
                        .formatted(
                                config.kafka().bootstrapServers(),
                                config.kafka().topic(),
                                partitions,
                                name));
        out.println("web UI     " + webUi);
        out.println("stop       Ctrl-C");
    }

    private static String name(JobConfig config) throws UnknownHostException {
        return config.kafka().captureName().isEmpty()
                ? InetAddress.getLocalHost().getHostName() + ":" + config.udpBind().port()
                : config.kafka().captureName();
    }
}
