package io.siphon.job.cli;

import io.siphon.console.report.ReportOptions;
import io.siphon.console.store.StoreAddress;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code siphon report}: reads the configuration; everything else is the console's. */
@Command(
        name = "report",
        description =
                "Report on the calls and the media quality that are stored: as text, HTML, JSON or"
                        + " CSV (docs/reports.md).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Report implements Callable<Integer> {

    @Mixin private ReportOptions options;

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        options.run(store(configuration.load()), System.out);
        return 0;
    }

    /**
     * The SQL database that options name, else the one under {@code data.dir}.
     *
     * @throws ConfigurationException when there is none
     */
    static StoreAddress store(Configuration loaded) {
        JobConfig config = JobConfig.from(loaded);
        String url =
                config.jdbc().url() == null
                        ? JdbcOutput.embeddedUrl(config.data().dir())
                        : config.jdbc().url();
        if (url.equals(JdbcOutput.NONE)) {
            throw new ConfigurationException("store.jdbc.url is none: there is nothing to read");
        }
        return new StoreAddress(url, config.jdbc().user(), config.jdbc().secret().read());
    }
}
