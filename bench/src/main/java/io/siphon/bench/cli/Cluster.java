package io.siphon.bench.cli;

import io.siphon.bench.cluster.StandaloneCluster;
import io.siphon.job.cli.Checks;
import io.siphon.job.cli.ConfigurationMixin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code siphon cluster}: a session cluster of Flink's on this machine. */
@Command(
        name = "cluster",
        description =
                "A Flink session cluster on this machine: a JobManager and TaskManagers as processes"
                        + " of their own. siphon flink run gives it jobs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Cluster implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected start, stop, status or snapshot");
    }

    @Command(
            name = "start",
            description = "Start what is not running; returns when all has registered.",
            mixinStandardHelpOptions = true)
    int start(
            @Mixin ConfigurationMixin configuration,
            @Option(
                            names = "--taskmanagers",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "Number of TaskManagers (default: 2).")
                    int taskManagers,
            @Option(
                            names = "--ha",
                            description =
                                    "A JobManager that is started again takes up its jobs: with a"
                                            + " ZooKeeper of its own, port 2181.")
                    boolean highlyAvailable)
            throws Exception {
        Checks.positive("--taskmanagers", taskManagers);
        StandaloneCluster cluster = cluster(configuration);
        cluster.start(taskManagers, highlyAvailable);
        cluster.print(System.out);
        return 0;
    }

    @Command(
            name = "stop",
            description =
                    "Stop all of it. Stop jobs before, with their state: siphon flink stop JOB.",
            mixinStandardHelpOptions = true)
    int stop(@Mixin ConfigurationMixin configuration) throws Exception {
        cluster(configuration).stop();
        System.out.println("stopped");
        return 0;
    }

    @Command(
            name = "status",
            description = "Show processes, slots, jobs, and snapshots to restore.",
            mixinStandardHelpOptions = true)
    int status(@Mixin ConfigurationMixin configuration) throws Exception {
        cluster(configuration).print(System.out);
        return 0;
    }

    @Command(
            name = "snapshot",
            description =
                    "Print the newest checkpoint or savepoint of any job, for siphon flink run -s.",
            mixinStandardHelpOptions = true)
    int snapshot(@Mixin ConfigurationMixin configuration) throws Exception {
        System.out.println(cluster(configuration).newestSnapshot());
        return 0;
    }

    private static StandaloneCluster cluster(ConfigurationMixin configuration) {
        return StandaloneCluster.of(
                configuration.loadWithoutSecrets(),
                configuration.folder(),
                configuration.overrides());
    }
}
