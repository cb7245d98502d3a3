package io.siphon.job.cli;

import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.sink.jdbc.PruneByHand;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code siphon prune}: what a running job does every hour, now. */
@Command(
        name = "prune",
        description =
                "Delete rows older than store.retention.…, as siphon run does every hour. It"
                        + " works while siphon run is running.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Prune implements Callable<Integer> {

    @Option(names = "--dry-run", description = "Only show what would be deleted.")
    private boolean dryRun;

    @Option(
            names = "--late",
            description =
                    "Also delete days that are retained because they were stored late, by a"
                            + " backfill or before an upgrade.")
    private boolean late;

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        Configuration loaded = configuration.load();
        if (!loaded.contains(JdbcSection.URL)) {
            loaded.set(JdbcSection.URL, JdbcOutput.embeddedUrl(loaded.get(DataSection.DIR)));
        }
        PruneByHand.of(JobConfig.from(loaded)).run(dryRun, late, Clock.systemUTC(), System.out);
        return 0;
    }
}
