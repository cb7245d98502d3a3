package io.siphon.bench;

import io.siphon.bench.server.ServerProcess;
import io.siphon.job.cli.Main;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code siphon run} in a process of its own, with everything on. */
final class SiphonCollector implements Collector {

    /** Printed when the sockets are open. */
    private static final String LISTENING = "listening  ";

    /** Printed at last. */
    private static final String STARTED = "stop  ";

    private static final Pattern CONSOLE = Pattern.compile("console +(http\\S+)");

    private final BenchStore store;
    private final int port;
    private final Launch process;

    private SiphonCollector(BenchStore store, int port, Launch process) {
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
        List<String> arguments = new ArrayList<>();
        arguments.add("run");
        arguments.add("-Dhep.udp.bind=127.0.0.1:" + port);
        arguments.add("-Drest.port=" + ServerProcess.freePort());
        arguments.add("-Ddata.dir=" + folder);
        arguments.add("-Dstore.jdbc.url=" + store.url);
        arguments.add("-Dstore.jdbc.user=" + store.user);
        arguments.addAll(extra);
        Launch process =
                Launch.of(
                        Main.class,
                        folder,
                        arguments,
                        Map.of("SIPHON_STORE_JDBC_PASSWORD", store.password));
        return new SiphonCollector(store, port, process.awaitOutput(LISTENING));
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
    public double startSeconds() {
        return process.startSeconds();
    }

    @Override
    public String console() throws IOException, InterruptedException {
        Matcher console = CONSOLE.matcher(process.awaitMore(STARTED).output());
        return console.find() ? console.group(1) : null;
    }

    @Override
    public StoredCount count() throws SQLException {
        return store.isShared()
                ? store.rowsFromNow("sip_trace", "hep_trace")
                : new ReceivedRows(store);
    }

    @Override
    public Drops drops() throws SQLException {
        return new Drops(store.rows("undecodable"), store.rows("quarantine"));
    }

    @Override
    public long latencyMs(double quantile, long sinceEpochSecond) throws SQLException {
        return store.latencyMs(quantile, sinceEpochSecond);
    }

    @Override
    public List<TableBytes> sizes() throws SQLException {
        return store.sizes("sip_trace", "hep_trace");
    }

    @Override
    public boolean tellsWhenStopped() {
        return !store.isShared();
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
