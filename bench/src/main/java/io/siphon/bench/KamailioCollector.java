package io.siphon.bench;

import io.siphon.bench.server.ServerProcess;
import io.siphon.sources.listen.KernelSocket;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Kamailio's sipcapture with PostgreSQL, as Debian packages it: one INSERT a message. */
final class KamailioCollector implements Collector {

    private static final String[] TABLES = {
        "sip_capture", "rtcp_capture", "report_capture", "logs_capture"
    };

    private final ServerProcess server = new ServerProcess("sipcapture", "kamailio");
    private final int port = ServerProcess.freePort();
    private final BenchStore store;
    private double startSeconds;

    private KamailioCollector(BenchStore store) {
        this.store = store;
    }

    /**
     * @param receiveBuffer bytes, for {@code maxbuffer}
     */
    static KamailioCollector start(BenchStore store, long receiveBuffer)
            throws IOException, SQLException {
        KamailioCollector kamailio = new KamailioCollector(store);
        store.execute(resource("sipcapture.sql").split(";\\s*\n"));
        Path config = kamailio.server.folder().resolve("sipcapture.cfg");
        URI database = URI.create(store.url.replaceFirst("^jdbc:", ""));
        Files.writeString(
                config,
                resource("sipcapture.cfg")
                        .replace("@PORT@", Integer.toString(kamailio.port))
                        .replace("@BUFFER@", Long.toString(receiveBuffer))
                        .replace(
                                "@DATABASE@",
                                "postgres://%s:%s@%s%s"
                                        .formatted(
                                                store.user,
                                                store.password,
                                                database.getAuthority(),
                                                database.getPath())));
        config.toFile().setReadable(true, false);
        long start = System.nanoTime();
        kamailio.server.start(
                List.of(
                        ServerProcess.binary("kamailio", "/usr/sbin/kamailio"),
                        "-f",
                        config.toString(),
                        "-DD",
                        "-E",
                        "-Y",
                        kamailio.server.folder().toString(),
                        "-m",
                        "256",
                        "-M",
                        "16"),
                kamailio::requireListening);
        kamailio.startSeconds = (System.nanoTime() - start) / 1e9;
        return kamailio;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = KamailioCollector.class.getResourceAsStream("/bench/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void requireListening() throws IOException {
        if (KernelSocket.onPort(port).isEmpty()) {
            throw new IOException("does not listen yet");
        }
    }

    @Override
    public String name() {
        return "kamailio sipcapture";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return server.pid();
    }

    @Override
    public double startSeconds() {
        return startSeconds;
    }

    @Override
    public StoredCount count() throws SQLException {
        return store.rowsFromNow(TABLES);
    }

    @Override
    public List<TableBytes> sizes() throws SQLException {
        return store.sizes(TABLES);
    }

    @Override
    public void stop() {
        server.stop("TERM");
    }

    @Override
    public void close() {
        server.close();
    }
}
