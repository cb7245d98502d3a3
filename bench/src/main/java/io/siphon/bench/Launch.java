package io.siphon.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class in a JVM of its own, with the options and the class path of this one. */
final class Launch implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final long POLL_MS = 10;

    private final String name;
    private final Path output;
    private final Process process;
    private final Thread killer = new Thread(this::kill);
    private double startSeconds;

    private Launch(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * @param folder for its log and output
     */
    static Launch of(Class<?> main, Path folder, List<String> arguments) throws IOException {
        return of(main, folder, arguments, Map.of());
    }

    /**
     * @param environment variables that it has besides ours
     */
    static Launch of(
            Class<?> main, Path folder, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dlog.file=" + folder.resolve("siphon.log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Path output = Files.createTempFile(folder, "siphon-", ".out");
        return new Launch(
                String.join(" ", command.subList(command.indexOf("-cp") + 2, command.size())),
                output,
                start(command, output, environment));
    }

    private static Process start(List<String> command, Path output, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /**
     * Returns when it has said something.
     *
     * @throws IOException with its output, when it ends or does not say it
     */
    Launch awaitOutput(String text) throws IOException, InterruptedException {
        startSeconds = await(text);
        return this;
    }

    /** Likewise, after that. */
    Launch awaitMore(String text) throws IOException, InterruptedException {
        await(text);
        return this;
    }

    private double await(String text) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!output().contains(text)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!process.isAlive() || seconds > PATIENCE_SECONDS) {
                process.destroyForcibly();
                throw new IOException(name + " did not start:\n" + output());
            }
            process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** From exec to what {@link #awaitOutput} waited for. */
    double startSeconds() {
        return startSeconds;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits for its end.
     *
     * @throws IOException with its output, when it fails
     */
    void awaitEnd(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(name + " failed:\n" + output());
        }
    }

    /** Ends it as SIGTERM does. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(name + " did not stop");
        }
    }

    private void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
