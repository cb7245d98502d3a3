package io.siphon.job.cli;

import io.siphon.console.flow.HostNames;
import io.siphon.job.config.JobConfig;
import io.siphon.udf.payload.Trunks;

import org.apache.flink.configuration.Configuration;

/** The aliases of {@code trunks.*} for the console, by the job's own rule. */
final class TrunkNames implements HostNames {

    private final Trunks trunks;

    private TrunkNames(Trunks trunks) {
        this.trunks = trunks;
    }

    static TrunkNames of(Configuration loaded) {
        return new TrunkNames(Trunks.of(JobConfig.from(loaded).sip().trunks()));
    }

    /** {@link Trunks} remembers what it found, and is of one thread. */
    @Override
    public synchronized String alias(String host, int port) {
        return trunks.match(host, port);
    }
}
