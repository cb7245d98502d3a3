package io.siphon.job.cli;

import io.siphon.console.terminal.CallsOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code siphon calls}: reads the configuration; everything else is the console's. */
@Command(
        name = "calls",
        description =
                "Search calls, as the console does: siphon calls 'to:+4420* outcome:failed' --last 2h"
                        + " (docs/console.md).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Calls implements Callable<Integer> {

    @Mixin private CallsOptions options;

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        options.run(Report.store(configuration.load()), System.out, System.err);
        return 0;
    }
}
