package io.siphon.bench.lab;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The database that a Siphon stores in, asked as anybody would: in SQL. */
public record StoreUnderTest(String url, String user, String password) {

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static StoreUnderTest in(PostgresServer server) {
        return new StoreUnderTest(server.url(), PostgresServer.USER, PostgresServer.PASSWORD);
    }

    public static StoreUnderTest in(MariaDbServer server) {
        return new StoreUnderTest(server.url(), MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    /** Of the database. */
    public String name() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Another database of the same PostgreSQL, a new one. */
    public StoreUnderTest another(String name) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new StoreUnderTest(url.replace("/" + name(), "/" + name), user, password);
    }

    /** Siphon's, to store in it. */
    public List<String> options() {
        List<String> options =
                new ArrayList<>(List.of("store.jdbc.url=" + url, "store.jdbc.user=" + user));
        if (!password.isEmpty()) {
            options.add("store.jdbc.password-file=" + passwordFile());
        }
        return options;
    }

    private Path passwordFile() {
        try {
            Path file = Files.createTempFile("siphon-", ".password");
            file.toFile().deleteOnExit();
            return Files.writeString(file, password + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of {@code sip_trace} whose Call-ID is wanted, as Kamailio's comparison takes them. */
    public List<TraceRow> traces(Predicate<String> callId) throws SQLException {
        try (Connection connection = connect()) {
            return TraceTable.rows(connection, "sip_trace").stream()
                    .filter(row -> callId.test(row.callid()))
                    .toList();
        }
    }

    /** When each message was captured, µs, and its MD5; in PostgreSQL. */
    public Set<String> messages() throws SQLException {
        return rows(
                        "SELECT (extract(epoch FROM time_stamp) * 1000000 + time_us)::bigint"
                                + " || ' ' || md5(msg) FROM sip_trace UNION ALL"
                                + " SELECT (extract(epoch FROM captured_at) * 1000000)::bigint"
                                + " || ' ' || md5(payload) FROM hep_trace")
                .stream()
                .map(row -> row.get(0))
                .collect(Collectors.toSet());
    }

    /** How many messages there are, of SIP and all else. */
    public long messageCount() throws SQLException {
        return number("SELECT (SELECT count(*) FROM sip_trace) + (SELECT count(*) FROM hep_trace)");
    }

    /** Seconds in which nobody listened, as it was measured. */
    public double captureGaps() throws SQLException {
        return Double.parseDouble(
                rows("SELECT coalesce(sum(sum), 0) FROM measurements WHERE name = 'capture_gap_s'")
                        .get(0)
                        .get(0));
    }

    /** All rows of {@code calls}, by Call-ID. */
    public Map<String, StoredCall> calls() throws SQLException {
        Map<String, StoredCall> calls = new LinkedHashMap<>();
        read(StoredCall.SELECT, StoredCall::of).forEach(call -> calls.put(call.callId(), call));
        return calls;
    }

    /** Every column of every row, as text. */
    public List<List<String>> rows(String sql, Object... parameters) throws SQLException {
        return read(
                sql,
                row -> {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        columns.add(row.getString(i));
                    }
                    return columns;
                },
                parameters);
    }

    /** Two columns, a name and a number, as a map. */
    public Map<String, Long> counts(String sql, Object... parameters) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (List<String> row : rows(sql, parameters)) {
            counts.put(row.get(0), Math.round(Double.parseDouble(row.get(1))));
        }
        return counts;
    }

    /** The only number of the only row. */
    public long number(String sql, Object... parameters) throws SQLException {
        return read(sql, row -> row.getLong(1), parameters).get(0);
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private <T> List<T> read(String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        }
    }
}
