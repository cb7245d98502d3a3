package io.siphon.job.cli;

import java.util.List;

/**
 * Commands from a jar beside the job's, found by {@link java.util.ServiceLoader}: what measures and
 * feeds Siphon is not part of what is deployed.
 */
public interface MoreCommands {

    /** Classes or objects with picocli's {@code @Command}. */
    List<?> commands();
}
