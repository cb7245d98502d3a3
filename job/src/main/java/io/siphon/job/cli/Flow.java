package io.siphon.job.cli;

import io.siphon.console.terminal.FlowOptions;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code siphon flow}: reads the configuration; everything else is the console's. */
@Command(
        name = "flow",
        description =
                "Print the messages of a Call-ID as a ladder, or save them for Wireshark, a ticket or a"
                        + " wiki (docs/console.md).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Flow implements Callable<Integer> {

    @Mixin private FlowOptions options;

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        Configuration loaded = configuration.load();
        options.run(Report.store(loaded), TrunkNames.of(loaded), System.out);
        return 0;
    }
}
