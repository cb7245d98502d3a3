package io.siphon.schema;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The columns in docs/schema.md are those of the tables; the prose around them is by hand. */
class SchemaPageTest {

    private static final Path PAGE = Path.of("..", "docs", "schema.md");
    private static final String HEADING = "## ";

    /** What the store says of itself, in no rows of records. */
    private static final String META = "siphon_meta";

    private static final String TABLE_LINE = "|";

    @Test
    void pageIsAsTheTablesSay() throws Exception {
        String page = page(Files.readAllLines(PAGE));
        if (Boolean.getBoolean("siphon.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("docs/schema.md; -Dsiphon.docs.write=true writes it")
                .content()
                .isEqualTo(page);
    }

    @Test
    void pageHasASectionForEachTableInTheirOrder() throws Exception {
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith(HEADING) && !line.equals(HEADING + META))
                .containsExactlyElementsOf(
                        Tables.ALL.stream().map(table -> HEADING + table.name()).toList());
    }

    private static String page(List<String> lines) {
        List<String> page = new ArrayList<>();
        Table<?> table = null;
        boolean written = false;
        for (String line : lines) {
            if (line.startsWith(HEADING)) {
                table = table(line.substring(HEADING.length()));
                written = false;
            }
            if (table == null || !line.startsWith(TABLE_LINE)) {
                page.add(line);
            } else if (!written) {
                page.addAll(columns(table));
                written = true;
            }
        }
        return String.join("\n", page) + "\n";
    }

    private static Table<?> table(String name) {
        return name.equals(META) ? null : Tables.named(name);
    }

    private static List<String> columns(Table<?> table) {
        List<String> lines =
                new ArrayList<>(List.of("| column | type | holds |", "| --- | --- | --- |"));
        if (table.numbered()) {
            lines.add("| id | number | running number |");
        }
        for (Column<?> column : table.columns()) {
            lines.add(
                    "| %s | %s | %s%s |"
                            .formatted(
                                    column.name(),
                                    type(column),
                                    column.meaning(),
                                    column.since().equals("0.1")
                                            ? ""
                                            : "; since " + column.since()));
        }
        return lines;
    }

    private static String type(Column<?> column) {
        return switch (column.type()) {
            case TEXT -> column.width() > 4000 ? "long text" : "text, " + column.width();
            case BYTES_AS_TEXT, BYTES_IF_TEXT -> "long text";
            case BYTES, BYTES_UNLESS_TEXT -> "bytes";
            case NUMBER -> "number";
            case INTEGER, FLAG -> "integer";
            case REAL -> "real";
            case TIME -> "time, µs";
            case SECOND -> "time, s";
            case UID -> "uid";
        };
    }
}
