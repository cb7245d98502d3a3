package io.siphon.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a database what room its tables of messages take. */
final class StoredBytes {

    private static final String POSTGRES =
            """
            SELECT COALESCE(SUM(pg_table_size(relid) - toast), 0), COALESCE(SUM(pg_indexes_size(relid)), 0),
                COALESCE(SUM(toast), 0)
            FROM (SELECT oid AS relid, CASE reltoastrelid WHEN 0 THEN 0 ELSE pg_total_relation_size(reltoastrelid) END AS toast
                FROM pg_class WHERE relkind = 'r' AND (oid = '%1$s'::regclass
                    OR oid IN (SELECT relid FROM pg_partition_tree('%1$s')))) parts""";

    private static final String MARIADB =
            """
            SELECT SUM(data_length), SUM(index_length), 0 FROM information_schema.partitions
            WHERE table_schema = DATABASE() AND table_name = '%s'""";

    /** What of the file is in use belongs to all tables: each has its share by rows. */
    private static final String H2 =
            """
            SELECT CAST(MAX(CASE setting_name WHEN 'info.FILE_SIZE' THEN CAST(setting_value AS BIGINT) END)
                * MAX(CASE setting_name WHEN 'info.CHUNKS_FILL_RATE' THEN CAST(setting_value AS BIGINT) END) / 100
                * (SELECT COUNT(*) FROM %1$s) / ((SELECT COUNT(*) FROM sip_trace) + (SELECT COUNT(*) FROM hep_trace) + 1) AS BIGINT), 0, 0
            FROM information_schema.settings WHERE setting_name IN ('info.FILE_SIZE', 'info.CHUNKS_FILL_RATE')""";

    private StoredBytes() {}

    static List<TableBytes> of(Connection connection, BenchStore.Kind kind, String... tables)
            throws SQLException {
        List<TableBytes> sizes = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                long rows;
                try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                    row.next();
                    rows = row.getLong(1);
                }
                if (kind == BenchStore.Kind.MARIADB) {
                    statement.execute("ANALYZE TABLE " + table);
                }
                String sql =
                        switch (kind) {
                            case POSTGRES -> POSTGRES;
                            case MARIADB -> MARIADB;
                            case H2 -> H2;
                        };
                try (ResultSet row =
                        statement.executeQuery(
                                sql.formatted(
                                        kind == BenchStore.Kind.POSTGRES
                                                ? BenchStore.relation(table)
                                                : table))) {
                    row.next();
                    sizes.add(
                            new TableBytes(
                                    table, rows, row.getLong(1), row.getLong(2), row.getLong(3)));
                }
            }
        }
        return sizes;
    }
}
