package io.siphon.bench.cluster;

import io.siphon.sources.OwnerOnly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that outlives the command which started it; a file {@code <name>.pid} in the cluster's
 * folder has its process id for the next command.
 *
 * @param name {@code jobmanager}, {@code taskmanager-1} …
 */
record FlinkProcess(String name, Path folder, Path log) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Starts it in a session of its own, so that no Ctrl-C in this terminal reaches it. */
    void start(List<String> command) {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(command);
        try {
            OwnerOnly.folder(folder);
            OwnerOnly.create(log.toAbsolutePath().getParent());
            Process process =
                    new ProcessBuilder(all)
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(output().toFile())
                            .start();
            Files.writeString(
                    pidFile(), process.pid() + " " + startedAt(process.toHandle()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, unless it has ended: another one may have its number by now. */
    Optional<ProcessHandle> handle() {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        try {
            String[] written = Files.readString(pidFile()).trim().split(" ");
            return ProcessHandle.of(Long.parseLong(written[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startedAt(process) == Long.parseLong(written[1]));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return handle().isPresent();
    }

    /** Asks it to end, and kills it when it does not. */
    void stop() throws InterruptedException {
        Optional<ProcessHandle> process = handle();
        if (process.isPresent()) {
            process.get().destroy();
            try {
                process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
                process.get().destroyForcibly();
            }
        }
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it said besides its log: a JVM that does not start says so here. */
    Path output() {
        return log.resolveSibling(name + ".out");
    }

    private Path pidFile() {
        return folder.resolve(name + ".pid");
    }

    private static long startedAt(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
