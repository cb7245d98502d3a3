package io.siphon.bench.cli;

import io.siphon.job.cli.MoreCommands;

import java.util.List;

/** The commands of this module. */
public final class BenchCommands implements MoreCommands {

    /** For {@link java.util.ServiceLoader}. */
    public BenchCommands() {}

    @Override
    public List<Class<?>> commands() {
        return List.of(Replay.class, Generate.class, Bench.class, Cluster.class);
    }
}
