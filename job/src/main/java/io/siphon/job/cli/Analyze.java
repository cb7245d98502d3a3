package io.siphon.job.cli;

import io.siphon.job.config.JobConfig;
import io.siphon.job.runtime.EmbeddedJob;
import io.siphon.job.runtime.StatusLine;
import io.siphon.job.runtime.StopSignal;
import io.siphon.job.runtime.Stores;
import io.siphon.job.runtime.SubmittedJob;
import io.siphon.job.topology.Topology;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code siphon analyze}: read the topic that captures fill, and store as {@code run} does. */
@Command(
        name = "analyze",
        description =
                "Read a Kafka topic of HEP datagrams that siphon capture fills, and store"
                        + " traces, calls and measurements as siphon run does. Ctrl-C saves the"
                        + " position; the same command continues from there.",
        mixinStandardHelpOptions = true)
public final class Analyze implements Callable<Integer> {

    @Mixin private ConfigurationMixin configuration;

    @Option(
            names = "--until-now",
            description = "Read the current content of the topic, close what is open, and exit.")
    private boolean untilNow;

    @Option(
            names = "--fresh",
            description =
                    "Ignore the position and the open calls of an earlier run: begin at the"
                            + " group's committed offsets, else at the topic's beginning.")
    private boolean fresh;

    @Override
    public Integer call() throws Exception {
        Configuration loaded = configuration.load();
        JobConfig config = JobConfig.from(loaded);
        int partitions = Topics.prepare(config);
        if (SubmittedJob.isOurs()) {
            return submit(loaded);
        }
        Stores stores = Stores.prepare(loaded);
        EmbeddedJob job = EmbeddedJob.analyze(loaded, stores, untilNow, fresh);
        StopSignal until = new StopSignal(job);
        banner(System.out, stores, partitions, job.webUi());
        StatusLine status = StatusLine.ofAnalyzing(Clock.systemUTC());
        if (!until.await(status::text)) {
            System.out.println("read to the end");
            return 0;
        }
        until.end(
                status.text(),
                "waiting for the store; Ctrl-C again ends at once",
                "store unavailable: the same command continues from the last checkpoint");
        System.out.println("stopped: the same command continues from here");
        return 0;
    }

    private int submit(Configuration loaded) throws Exception {
        SubmittedJob.refuseFresh(fresh);
        Stores stores = Stores.prepareShared(loaded);
        System.out.println("storing    " + stores);
        SubmittedJob.execute(
                "siphon analyze",
                configuration.overrides(),
                env -> Topology.topic(env, untilNow, stores.config(), stores.outputs()));
        return 0;
    }

    private static void banner(PrintStream out, Stores stores, int partitions, String webUi) {
        JobConfig config = stores.config();
        out.println(
                "reading    Kafka at %s, topic %s of %d partitions, as group %s"
                        .formatted(
                                config.kafka().bootstrapServers(),
                                config.kafka().topic(),
                                partitions,
                                config.kafka().groupId()));
        out.println("storing    " + stores);
        out.println("web UI     " + webUi);
        out.println("stop       Ctrl-C");
    }
}
