package io.siphon.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real server as a child process with a throw-away folder: started on a condition, stopped by a
 * signal, started again, and killed at the latest when the JVM ends.
 */
public final class ServerProcess implements AutoCloseable {

    /** Succeeds once the server serves; any exception means not yet. */
    public interface Probe {
        void check() throws Exception;
    }

    /** Of a machine that others keep busy, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** Linux gives clients theirs from 32768 on: one could get it before the server has it. */
    private static final int FIRST_PORT = 10_000;

    private static final int END_OF_PORTS = 32_768;

    private final String name;
    private final String user;
    private final Path folder;
    private final Path log;
    private final Thread killer = new Thread(this::remove);
    private Process process;
    private long logBefore;

    /**
     * @param user whom to run it as when we are root; the folder belongs to that user
     */
    public ServerProcess(String name, String user) {
        this.name = name;
        this.user = user;
        try {
            folder = Files.createTempDirectory("siphon-" + name + "-");
            if (isRoot()) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(user));
            }
            log = Files.createTempFile("siphon-" + name + "-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** The server's own folder. */
    public Path folder() {
        return folder;
    }

    /** Runs a preparing command to its end; fails with its output when it fails. */
    public void run(String... command) {
        try {
            Process once = launch(List.of(command));
            if (!once.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
                once.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + tail());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Starts the server and returns once {@code ready} succeeds. */
    public void start(List<String> command, Probe ready) {
        if (isRunning()) {
            throw new IllegalStateException(name + " is running already");
        }
        try {
            logBefore = Files.size(log);
            process = launch(command);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                try {
                    ready.check();
                    return;
                } catch (Exception notYet) {
                    if (!process.isAlive() || System.nanoTime() > end) {
                        kill();
                        throw new IllegalStateException(
                                name + " did not start (" + notYet.getMessage() + "):\n" + tail(),
                                notYet);
                    }
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Sends the signal ({@code TERM}, {@code INT}, {@code KILL} …) and waits for the end. */
    public void stop(String signal) {
        if (!isRunning()) {
            return;
        }
        signal(signal);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new IllegalStateException(name + " did not stop:\n" + tail());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Sends the signal. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits until it ends by itself, and returns its exit status. */
    public int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        name + " still runs after " + patience.toSeconds() + " s:\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Of the running server. */
    public long pid() {
        return process.pid();
    }

    /** The last 60 lines of what the server said. */
    public String tail() {
        return lastLines(log);
    }

    /** All that the server said since it was started last. */
    public String output() {
        try {
            byte[] all = Files.readAllBytes(log);
            return new String(
                    all, (int) logBefore, (int) (all.length - logBefore), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last 60 lines of a log file, or why there are none. */
    public static String lastLines(Path file) {
        try {
            List<String> lines =
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Kills the server if it still runs, and removes its folder. */
    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    /** A port that nobody listens on at the moment. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one, then
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The first of these paths that is there. */
    public static String binary(String debianPackage, String... candidates) {
        for (String candidate : candidates) {
            if (Files.isExecutable(Path.of(candidate))) {
                return candidate;
            }
        }
        throw new IllegalStateException(
                "Not installed: apt-get install "
                        + debianPackage
                        + " (looked for "
                        + String.join(", ", candidates)
                        + ")");
    }

    private Process launch(List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            // Replaces itself by the command, so that our child is the server and no shell.
            all.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=" + user,
                            "--regid=" + primaryGroup(),
                            "--init-groups",
                            "--"));
        }
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private String primaryGroup() throws IOException {
        Process id = new ProcessBuilder("id", "-gn", user).start();
        return new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    }

    private void kill() {
        if (isRunning()) {
            // Workers of Kamailio live on when only their parent is killed.
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void remove() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            Files.deleteIfExists(log);
        } catch (IOException | UncheckedIOException e) {
            // A child of the server may still be tidying up: the folder is a temporary one.
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
