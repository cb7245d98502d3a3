package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;
import io.siphon.job.testutils.Await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code siphon} command as a user has it: the launcher, the packaged jar, a process and a
 * folder of its own.
 */
public final class SiphonCommand implements AutoCloseable {

    /** How it ended, and all that it said. */
    public record Result(int status, String output) {}

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /**
     * Of processes that live for seconds: half of the processor time of a start went into compiling
     * by C2, which pays in minutes.
     */
    static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private final ServerProcess process = new ServerProcess("siphon", "root");

    private SiphonCommand() {}

    /** Runs it to its end. */
    public static Result run(String... arguments) {
        try (SiphonCommand command = start(arguments)) {
            return command.awaitEnd();
        }
    }

    /** Begins to run it. */
    public static SiphonCommand start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /**
     * Likewise.
     *
     * @param environment variables that it has besides ours
     */
    public static SiphonCommand start(Map<String, String> environment, String... arguments) {
        SiphonCommand command = new SiphonCommand();
        command.process.start(line(environment, List.of(arguments)), () -> {});
        return command;
    }

    /** Returns when it has said so. */
    public SiphonCommand awaitOutput(String text) {
        Await.until(
                "output of siphon",
                PATIENCE,
                process::output,
                output -> output.contains(text) || !process.isRunning());
        return this;
    }

    /** Its number: the launcher's, then Java's. */
    public long pid() {
        return process.pid();
    }

    /** All that it said. */
    public String output() {
        return process.output();
    }

    /** Sends it a signal: {@code INT}, {@code KILL}. */
    public SiphonCommand signal(String name) {
        process.signal(name);
        return this;
    }

    public Result awaitEnd() {
        return awaitEnd(PATIENCE);
    }

    public Result awaitEnd(Duration patience) {
        return new Result(process.awaitEnd(patience), process.output());
    }

    @Override
    public void close() {
        process.close();
    }

    /** What to execute: signals work whatever the shell that started the tests made of it. */
    static List<String> line(Map<String, String> environment, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of("/usr/bin/env", "--default-signal=INT,HUP", "SIPHON_HEAP=512m"));
        line.add("SIPHON_JAVA_OPTS=" + SHORT_LIVED);
        environment.forEach((name, value) -> line.add(name + "=" + value));
        line.add(launcher().toString());
        line.addAll(arguments);
        return line;
    }

    /** At the top of the repository, wherever in it the tests run. */
    public static Path launcher() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path launcher = at.resolve("siphon");
            if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
                return launcher;
            }
        }
        throw new IllegalStateException("no launcher above " + Path.of("").toAbsolutePath());
    }
}
