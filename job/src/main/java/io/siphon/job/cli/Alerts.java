package io.siphon.job.cli;

import io.siphon.console.terminal.AlertsOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code siphon alerts}: reads the configuration; everything else is the console's. */
@Command(
        name = "alerts",
        description =
                "List alerts, show what is to blame, acknowledge one (docs/alerts.md)."
                        + " Without a query or a time it lists the open ones.",
        mixinStandardHelpOptions = true,
        subcommands = {Alerts.Show.class, Alerts.Acknowledge.class},
        sortOptions = false)
public final class Alerts implements Callable<Integer> {

    @Mixin private AlertsOptions options;

    @Option(
            names = "--rejudge",
            description =
                    "Judge the stored measurements of --last (default: 30d) with other"
                            + " options (-Dalert.…) by the detectors that have a baseline, and print the"
                            + " differences from the stored alerts.")
    private boolean rejudge;

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        if (rejudge) {
            Rejudge.run(configuration.load(), options.last(), System.out);
            return 0;
        }
        options.list(Report.store(configuration.load()), System.out, System.err);
        return 0;
    }

    /** {@code show ID}. */
    @Command(
            name = "show",
            description = "Show one alert: its facts, its calls, and what is to blame.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Number or uid of the alert.")
        private String id;

        @Mixin private ConfigurationMixin configuration;

        @Override
        public Integer call() throws Exception {
            AlertsOptions.show(Report.store(configuration.load()), id, System.out);
            return 0;
        }
    }

    /** {@code ack ID --note TEXT}. */
    @Command(
            name = "ack",
            description =
                    "Acknowledge an alert: you take care of it. It stays open until it closes"
                            + " by itself.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Acknowledge implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Number or uid of the alert.")
        private String id;

        @Option(names = "--note", defaultValue = "", description = "What others should know.")
        private String note;

        @Mixin private ConfigurationMixin configuration;

        @Override
        public Integer call() throws Exception {
            AlertsOptions.acknowledge(
                    Report.store(configuration.load()),
                    id,
                    System.getProperty("user.name", ""),
                    note,
                    System.out);
            return 0;
        }
    }
}
