package io.siphon.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Debian's PostgreSQL on a free port, with an empty database {@code siphon}. */
public final class PostgresServer extends DatabaseServer {

    private PostgresServer(String... settings) {
        super("postgres", "postgres", "jdbc:postgresql", "INT");
        command.addAll(
                List.of(
                        binary("postgres"),
                        "-D",
                        data(server),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off"));
        for (String setting : settings) {
            command.addAll(List.of("-c", setting));
        }
    }

    /**
     * Starts a new one.
     *
     * @param settings {@code timezone=Asia/Kolkata} …, as after {@code postgres -c}
     */
    public static PostgresServer started(String... settings) {
        PostgresServer postgres = new PostgresServer(settings);
        try {
            postgres.initialize();
            return postgres;
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    @Override
    void makeData(ServerProcess empty) {
        // The folder is the server's; a password file inside it would need its owner.
        try {
            Path password = Files.createTempFile("siphon-postgres-", ".pw");
            Files.writeString(password, PASSWORD);
            password.toFile().setReadable(true, false);
            try {
                empty.run(
                        binary("initdb"),
                        "-D",
                        data(empty),
                        "-U",
                        USER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--no-sync");
            } finally {
                Files.delete(password);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialize() {
        copyEmptyData();
        server.start(command, () -> connect("postgres", USER, PASSWORD).close());
        try (Connection connection = connect("postgres", USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE siphon");
        } catch (SQLException e) {
            throw new IllegalStateException(server.tail(), e);
        }
    }

    @Override
    public void close() {
        server.stop("QUIT");
        super.close();
    }

    private static String binary(String name) {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            throw new IllegalStateException("Not installed: apt-get install postgresql");
        }
        try (Stream<Path> installed = Files.list(versions)) {
            return installed
                    .map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(
                            Comparator.comparingInt(
                                    (Path file) ->
                                            Integer.parseInt(
                                                    file.getName(3).toString().split("\\.")[0])))
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "Not installed: apt-get install postgresql"))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
