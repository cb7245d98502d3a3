package io.siphon.bench.testutils;

import io.siphon.bench.server.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's InfluxDB 1.x on a free port, empty. */
public final class InfluxServer implements AutoCloseable {

    private final ServerProcess server = new ServerProcess("influxdb", "influxdb");
    private final int port = ServerProcess.freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> command;

    private InfluxServer(boolean authentication) {
        Path config = server.folder().resolve("influxdb.conf");
        try {
            Files.writeString(
                    config,
                    """
                    reporting-disabled = true
                    bind-address = "127.0.0.1:%d"
                    [meta]
                      dir = "%s/meta"
                    [data]
                      dir = "%s/data"
                      wal-dir = "%s/wal"
                      query-log-enabled = false
                    [http]
                      bind-address = "127.0.0.1:%d"
                      auth-enabled = %b
                      log-enabled = false
                    [monitor]
                      store-enabled = false
                    """
                            .formatted(
                                    ServerProcess.freePort(),
                                    server.folder(),
                                    server.folder(),
                                    server.folder(),
                                    port,
                                    authentication));
            config.toFile().setReadable(true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command =
                List.of(
                        ServerProcess.binary("influxdb", "/usr/bin/influxd", "/usr/sbin/influxd"),
                        "-config",
                        config.toString());
    }

    /** Starts a new one that lets everybody in. */
    public static InfluxServer started() {
        return started(false);
    }

    /**
     * Starts a new one.
     *
     * @param authentication whether users must log in; the first is to be created by {@link #query}
     */
    public static InfluxServer started(boolean authentication) {
        InfluxServer influx = new InfluxServer(authentication);
        try {
            influx.start();
            return influx;
        } catch (RuntimeException e) {
            influx.close();
            throw e;
        }
    }

    /** {@code http://127.0.0.1:<port>}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /**
     * Runs InfluxQL.
     *
     * @param database empty for statements that need none
     * @return the answer's JSON, times in epoch ns
     */
    public String query(String database, String influxQl) {
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    url()
                                                            + "/query?epoch=ns&db="
                                                            + encode(database)
                                                            + "&q="
                                                            + encode(influxQl)))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(influxQl + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again after {@link #stop}, with its data. */
    public void start() {
        server.start(command, this::ping);
    }

    /** Shuts it down; the data stay. */
    public void stop() {
        server.stop("TERM");
    }

    @Override
    public void close() {
        server.close();
    }

    private void ping() throws IOException, InterruptedException {
        HttpResponse<Void> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(url() + "/ping")).build(),
                        HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() != 204) {
            throw new IOException("/ping answered " + answer.statusCode());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
