package io.siphon.bench.backfill;

import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.job.sink.jdbc.JdbcOutput;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** All rows of all tables and views of a database, in an order of their own. */
public final class TableDump {

    /** What a database says of itself, and not what it stores. */
    private static final Set<String> OF_ITSELF =
            Set.of(
                    "siphon_schema_history",
                    "siphon_meta",
                    "sip_template",
                    "summed_days",
                    "changed_days",
                    "call_sums",
                    "stream_sums");

    /**
     * Rows as text by table: {@code column=value} of every column that is not left out.
     *
     * @param leftOut names of columns
     */
    public static Map<String, List<String>> of(Path dataDir, Set<String> leftOut)
            throws SQLException {
        String url = JdbcOutput.embeddedUrl(dataDir.toString());
        return of(new StoreUnderTest(url, "sa", ""), leftOut);
    }

    /** Likewise of another database. */
    public static Map<String, List<String>> of(StoreUnderTest store, Set<String> leftOut)
            throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = store.connect()) {
            for (String table : tables(connection)) {
                tables.put(table.toLowerCase(Locale.ROOT), rows(connection, table, leftOut));
            }
        }
        return tables;
    }

    /** Fails with the rows of all tables that only one of them has. */
    public static void assertSame(
            Map<String, List<String>> actual, Map<String, List<String>> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        List<String> differences = new ArrayList<>();
        expected.forEach(
                (table, rows) -> {
                    List<String> missing = new ArrayList<>(rows);
                    actual.get(table).forEach(missing::remove);
                    List<String> more = new ArrayList<>(actual.get(table));
                    rows.forEach(more::remove);
                    missing.forEach(row -> differences.add("missing in " + table + ": " + row));
                    more.forEach(row -> differences.add("too many in " + table + ": " + row));
                });
        assertThat(differences).isEmpty();
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        String schema = connection.getSchema();
        try (ResultSet tables =
                connection
                        .getMetaData()
                        .getTables(null, schema, "%", new String[] {"TABLE", "VIEW"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME");
                String lower = name.toLowerCase(Locale.ROOT);
                if (!OF_ITSELF.contains(lower) && !isPartOfMessages(lower)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** Which of their rows have a template depends on what came before; a view joins them. */
    private static boolean isPartOfMessages(String table) {
        return table.startsWith("sip_message") || table.startsWith("sip_trace_");
    }

    private static List<String> rows(Connection connection, String table, Set<String> leftOut)
            throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String name = columns.getColumnName(i).toLowerCase(Locale.ROOT);
                    if (!leftOut.contains(name)) {
                        row.append(name).append('=').append(text(result.getObject(i))).append(' ');
                    }
                }
                rows.add(row.toString());
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : String.valueOf(value);
    }

    private TableDump() {}
}
