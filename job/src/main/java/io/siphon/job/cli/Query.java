package io.siphon.job.cli;

import io.siphon.console.query.QueryOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code siphon query}: reads the configuration; everything else is the console's. */
@Command(
        name = "query",
        description =
                "Query the store in SQL, also while siphon run is running: one read-only"
                        + " statement (tables: docs/schema.md).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Query implements Callable<Integer> {

    @Mixin private QueryOptions options;

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        options.run(Report.store(configuration.load()), System.out, System.err);
        return 0;
    }
}
