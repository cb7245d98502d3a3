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
                "Run a Flink session cluster on this machine: a JobManager and TaskManagers,"
                        + " each a process. siphon flink run submits jobs.",
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
            description =
                    "Start the processes that are not running; return when all have"
                            + " registered.",
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
                                    "Start a ZooKeeper, too, on port 2181: a JobManager that"
                                            + " is started again restores its jobs.")
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
                    "Stop all processes. Stop jobs before, with their state: siphon flink"
                            + " stop JOB.",
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
