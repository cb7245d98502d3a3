package io.siphon.job.bench;

import io.siphon.job.Main;
import io.siphon.job.bench.server.ServerProcess;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code siphon run} in a process of its own, with everything on. */
final class SiphonCollector implements Collector {

    private static final String LISTENING = "stop  ";
    private static final long PATIENCE_SECONDS = 60;

    private final BenchStore store;
    private final int port;
    private final Process process;

    private SiphonCollector(BenchStore store, int port, Process process) {
        this.store = store;
        this.port = port;
        this.process = process;
    }

    /**
     * Returns when it listens.
     *
     * @param extra further arguments of {@code run}
     * @throws IOException with its output, when it does not start
     */
    static SiphonCollector start(BenchStore store, Path folder, List<String> extra)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dlog.file=" + folder.resolve("siphon.log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "run"));
        command.add("-Dhep.udp.bind=127.0.0.1:" + port);
        command.add("-Drest.port=" + ServerProcess.freePort());
        command.add("-Ddata.dir=" + folder);
        command.add("-Dstore.jdbc.url=" + store.url);
        command.add("-Dstore.jdbc.user=" + store.user);
        command.add("-Dstore.jdbc.password=" + store.password);
        command.addAll(extra);
        Path output = folder.resolve("siphon.out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        for (long left = PATIENCE_SECONDS * 20; left > 0 && process.isAlive(); left--) {
            if (Files.readString(output).contains(LISTENING)) {
                return new SiphonCollector(store, port, process);
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IOException("siphon run did not start:\n" + Files.readString(output));
    }

    @Override
    public String name() {
        return "siphon";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public long stored() throws Exception {
        return store.isShared() ? store.messages() : -1;
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("siphon run did not stop");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
