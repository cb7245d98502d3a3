package io.siphon.job.runtime;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.StoreSection;
import io.siphon.job.config.UidSecret;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Outputs;
import io.siphon.job.sink.jdbc.H2Server;
import io.siphon.job.sink.jdbc.JdbcOutput;

import org.apache.flink.configuration.Configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The stores of a job on this machine, by its options; without any, an H2 file of its own. */
public record Stores(JobConfig config, List<Output> outputs) {

    /**
     * Sees that every store is there and has its tables, and that an H2 file can be read by other
     * processes meanwhile. Completes the options with the default.
     */
    public static Stores prepare(Configuration loaded) {
        if (!loaded.contains(JdbcSection.URL)) {
            loaded.set(JdbcSection.URL, JdbcOutput.embeddedUrl(loaded.get(DataSection.DIR)));
        }
        JobConfig config = JobConfig.from(loaded);
        List<Output> outputs =
                Outputs.ALL.stream().filter(output -> output.enabled(config)).toList();
        outputs.forEach(output -> output.prepare(config));
        H2Server.open(config.jdbc().url());
        return new Stores(withSecret(loaded, config, outputs), outputs);
    }

    /** Apart from what Flink gets and shows in its web UI. */
    private static JobConfig withSecret(
            Configuration loaded, JobConfig config, List<Output> outputs) {
        Configuration complete = new Configuration(loaded);
        complete.set(
                StoreSection.UID_SECRET,
                outputs.stream()
                        .flatMap(output -> output.uidSecret(config).stream())
                        .findFirst()
                        .orElseGet(
                                () ->
                                        config.store().uidSecret() == null
                                                ? UidSecret.in(Path.of(config.data().dir()))
                                                : config.store().uidSecret()));
        return JobConfig.from(complete);
    }

    /**
     * Likewise for a job whose tasks may run in several processes.
     *
     * @throws ConfigurationException without a database that several processes can write to
     */
    public static Stores prepareShared(Configuration loaded) {
        String url = loaded.get(JdbcSection.URL);
        if (url == null || JdbcOutput.isEmbedded(url)) {
            throw new ConfigurationException(
                    JdbcSection.URL.key()
                            + ": got "
                            + (url == null ? "nothing" : url)
                            + ", expected PostgreSQL, MariaDB, MySQL or none: an H2 file belongs to"
                            + " one process, and on a cluster there are several");
        }
        return prepare(loaded);
    }

    @Override
    public String toString() {
        String all =
                outputs.stream()
                        .map(output -> output.describe(config))
                        .collect(Collectors.joining(", "));
        return all.isEmpty() ? "nothing" : all;
    }
}
