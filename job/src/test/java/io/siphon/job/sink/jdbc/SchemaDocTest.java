package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The page, the migrations and what is written: all of the same columns. */
class SchemaDocTest {

    private final TestDatabase database =
            TestDatabase.at("jdbc:h2:mem:doc;DB_CLOSE_DELAY=-1", "sa", "");

    @Test
    void describesEachColumnOfEachTable() throws Exception {
        database.recreate();
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (List<String> column :
                database.rows(
                        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'PUBLIC' AND table_name = UPPER(table_name) ORDER BY table_name, ordinal_position")) {
            tables.computeIfAbsent(column.get(0).toLowerCase(Locale.ROOT), t -> new ArrayList<>())
                    .add(column.get(1).toLowerCase(Locale.ROOT));
        }

        assertThat(documented()).containsExactlyInAnyOrderEntriesOf(tables);
    }

    @Test
    void writesEachColumnButTheNumber() throws IOException {
        for (Table<?> table :
                List.of(
                        Tables.SIP_TRACE,
                        Tables.HEP_TRACE,
                        Tables.CALLS,
                        Tables.REGISTRATIONS,
                        Tables.STREAMS,
                        Tables.REPORTED_STREAMS,
                        Tables.MEASUREMENTS,
                        Tables.ALERTS,
                        Tables.UNDECODABLE,
                        Tables.QUARANTINE)) {
            List<String> documented = documented().get(table.name());
            documented.remove("id");
            assertThat(table.columns()).extracting(Column::name).isEqualTo(documented);
        }
    }

    private static Map<String, List<String>> documented() throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        List<String> columns = null;
        for (String line : Files.readAllLines(Path.of("../docs/schema.md"))) {
            if (line.startsWith("## ")) {
                columns = new ArrayList<>();
                tables.put(line.substring(3), columns);
            } else if (line.matches("\\| [a-z0-9_]+ \\|.*") && !line.startsWith("| column ")) {
                columns.add(line.split(" ")[1]);
            }
        }
        return tables;
    }
}
