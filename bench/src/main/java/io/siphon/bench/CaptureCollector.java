package io.siphon.bench;

import io.siphon.bench.server.ServerProcess;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link CaptureOnly}: what it counts is taken as stored. */
final class CaptureCollector implements Collector {

    private final CaptureStage stage;
    private final int port;
    private final Launch process;

    private CaptureCollector(CaptureStage stage, int port, Launch process) {
        this.stage = stage;
        this.port = port;
        this.process = process;
    }

    static CaptureCollector start(CaptureStage stage, Path folder, List<String> extra)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        List<String> arguments = new ArrayList<>();
        arguments.add(stage.name());
        arguments.add("-Dhep.udp.bind=127.0.0.1:" + port);
        arguments.addAll(extra);
        return new CaptureCollector(
                stage,
                port,
                Launch.of(CaptureOnly.class, folder, arguments).awaitOutput(CaptureOnly.LISTENING));
    }

    @Override
    public String name() {
        return "siphon, capture only: " + stage.name().toLowerCase(Locale.ROOT);
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
    public StoredCount count() throws IOException {
        long before = counted();
        return new StoredCount() {
            @Override
            public long soFar() throws IOException {
                return counted() - before;
            }

            @Override
            public long exactly() throws IOException {
                return soFar();
            }
        };
    }

    private long counted() throws IOException {
        String output = process.output();
        int last = output.lastIndexOf(CaptureOnly.COUNTED);
        int end = output.indexOf('\n', last);
        return last < 0 || end < 0
                ? 0
                : Long.parseLong(output.substring(last + CaptureOnly.COUNTED.length(), end));
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
