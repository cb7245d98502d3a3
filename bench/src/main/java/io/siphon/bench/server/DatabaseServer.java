package io.siphon.bench.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database server of Debian's on a free port, with an empty database {@code siphon}. */
public abstract sealed class DatabaseServer implements AutoCloseable
        permits PostgresServer, MariaDbServer {

    public static final String USER = "siphon";
    public static final String PASSWORD = "of-a-test-5e8c91";

    /** An empty one of each kind: to make it takes seconds, to copy it does not. */
    private static final Map<Class<?>, ServerProcess> EMPTY = new HashMap<>();

    final ServerProcess server;
    final int port = ServerProcess.freePort();
    final List<String> command = new ArrayList<>();
    private final String name;
    private final String systemUser;
    private final String scheme;
    private final String stopSignal;

    /**
     * @param systemUser whom Debian runs it as
     * @param scheme {@code jdbc:postgresql}
     */
    DatabaseServer(String name, String systemUser, String scheme, String stopSignal) {
        this.name = name;
        this.systemUser = systemUser;
        server = new ServerProcess(name, systemUser);
        this.scheme = scheme;
        this.stopSignal = stopSignal;
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/siphon}. */
    public final String url() {
        return url("siphon");
    }

    public final int port() {
        return port;
    }

    public final long pid() {
        return server.pid();
    }

    /** A new connection to {@code siphon}. */
    public final Connection connect() throws SQLException {
        return connect("siphon", USER, PASSWORD);
    }

    /** Starts it again after {@link #stop}, with its data. */
    public final void start() {
        server.start(command, () -> connect().close());
    }

    /** Shuts it down at once, breaking connections; the data stay. */
    public final void stop() {
        server.stop(stopSignal);
    }

    @Override
    public void close() {
        server.close();
    }

    /** Makes the {@link #data} of an empty server. */
    abstract void makeData(ServerProcess empty);

    /** The first of its kind in this JVM makes what all of them copy. */
    final void copyEmptyData() {
        synchronized (EMPTY) {
            ServerProcess empty =
                    EMPTY.computeIfAbsent(
                            getClass(),
                            kind -> {
                                ServerProcess made = new ServerProcess(name, systemUser);
                                makeData(made);
                                return made;
                            });
            server.run("cp", "-a", data(empty), data(server));
        }
    }

    static String data(ServerProcess process) {
        Path data = process.folder().resolve("data");
        return data.toString();
    }

    final Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(url(database), user, password);
    }

    private String url(String database) {
        return scheme + "://127.0.0.1:" + port + "/" + database;
    }
}
