package io.siphon.console.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which columns the tables of a store have, asked once a table. Thread: any. */
final class TableColumns {

    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

    /** In lower case; none when there is no such table, which is asked again. */
    Set<String> of(Connection connection, String table) throws SQLException {
        Set<String> columns = known.get(table);
        if (columns == null) {
            columns = read(connection, table);
            if (!columns.isEmpty()) {
                known.put(table, columns);
            }
        }
        return columns;
    }

    private static Set<String> read(Connection connection, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
            try (ResultSet found =
                    connection
                            .getMetaData()
                            .getColumns(
                                    connection.getCatalog(), connection.getSchema(), name, "%")) {
                while (found.next()) {
                    names.add(found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }
}
