package io.siphon.bench.report;

import io.siphon.console.ConsoleException;
import io.siphon.console.query.QueryOptions;
import io.siphon.console.store.StoreAddress;
import io.siphon.schema.PlainText;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code siphon query} of one database: what it prints, and that it can change nothing. */
interface QueryContract {

    String HOSTILE = "=1+1\u001b[2J\u009b\r\nline\u2028\u202e";

    /** Where to ask. */
    StoreAddress store();

    /** Statements that would change something in this database, or read or write a file. */
    List<String> forbidden(Path file);

    /** Without a zone. */
    default String timeType() {
        return "TIMESTAMP";
    }

    /** Of a column that holds all of Unicode. */
    default String textOptions() {
        return "";
    }

    /** One that takes much longer than a second. */
    String slow();

    @BeforeEach
    default void makeTable() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE query_probe (at %1$s(6) NULL, whole %1$s(0) NULL, number INT, text VARCHAR(100)%2$s)"
                            .formatted(timeType(), textOptions()));
            statement.execute(
                    "INSERT INTO query_probe VALUES (TIMESTAMP '2026-11-23 16:39:42.000125',"
                            + " TIMESTAMP '2026-11-23 16:39:42', -42, 'plain'),"
                            + " (NULL, NULL, NULL, NULL)");
        }
        try (Connection connection = connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO query_probe (number, text) VALUES (7, ?)")) {
            insert.setString(1, HOSTILE);
            insert.execute();
        }
    }

    @AfterEach
    default void dropTable() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE query_probe");
        }
    }

    @Test
    default void printsATableWithMicrosecondsAndNull() throws Exception {
        assertThat(query("SELECT * FROM query_probe ORDER BY number IS NULL, number"))
                .isEqualTo(
                        """
                        at                          whole                number  text
                        2026-11-23 16:39:42.000125  2026-11-23 16:39:42     -42  plain
                        NULL                        NULL                      7  =1+1�[2J�⏎line��
                        NULL                        NULL                   NULL  NULL
                        (3 rows)
                        """);
    }

    @Test
    default void printsCsvWithoutFormulas() throws Exception {
        assertThat(
                        query(
                                "SELECT number, text, at FROM query_probe ORDER BY number IS NULL,"
                                        + " number",
                                "--format=csv"))
                .isEqualTo(
                        """
                        number,text,at
                        -42,plain,"2026-11-23 16:39:42.000125"
                        7,"'=1+1�[2J���line��",
                        ,,
                        """);
    }

    @Test
    default void printsJsonThatIsExact() throws Exception {
        String printed =
                query(
                        "SELECT number, text, at, number FROM query_probe WHERE number > 0",
                        "--format=json");

        JsonNode rows = new ObjectMapper().readTree(printed);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("number").asInt()).isEqualTo(7);
        assertThat(rows.get(0).get("number_2").asInt()).isEqualTo(7);
        assertThat(rows.get(0).get("text").asText()).isEqualTo(HOSTILE);
        assertThat(rows.get(0).get("at").isNull()).isTrue();
        assertThat(printed.replace("\n", "")).doesNotContainPattern(PlainText.UNSAFE);
        assertThat(query("SELECT number FROM query_probe WHERE number > 99", "--format=csv"))
                .isEqualTo("number\n");
        assertThat(query("SELECT number FROM query_probe WHERE number > 99", "--format=json"))
                .isEqualTo("[]\n");
    }

    @Test
    default void saysThatThereAreMoreRows() throws Exception {
        assertThat(query("SELECT number FROM query_probe", "--limit=2"))
                .contains("(2 rows)")
                .endsWith("siphon: there are more than 2 rows; --limit 0 prints all\n");
        assertThat(query("SELECT number FROM query_probe", "--limit=3")).endsWith("(3 rows)\n");
        assertThat(query("SELECT number FROM query_probe", "--limit=0")).endsWith("(3 rows)\n");
    }

    @Test
    default void changesNothing() throws Exception {
        Path file =
                Path.of(System.getProperty("java.io.tmpdir"), "siphon-query-" + System.nanoTime());
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "INSERT INTO query_probe (number) VALUES (1)",
                                "UPDATE query_probe SET number = 1",
                                "DELETE FROM query_probe",
                                "DROP TABLE query_probe",
                                "TRUNCATE TABLE query_probe",
                                "CREATE TABLE query_more (x INT)",
                                "CREATE TABLE query_more AS SELECT * FROM query_probe",
                                "GRANT ALL ON query_probe TO public",
                                "COMMIT",
                                "SELECT 1; DELETE FROM query_probe",
                                "COMMIT; DELETE FROM query_probe",
                                "ROLLBACK; BEGIN; DELETE FROM query_probe; COMMIT",
                                "no SQL at all"));
        all.addAll(forbidden(file));
        for (String sql : all) {
            assertThatThrownBy(() -> query(sql), sql)
                    .isInstanceOf(ConsoleException.class)
                    .message()
                    .startsWith("query: ")
                    .hasLineCount(1);
            assertThat(numbers()).as(sql).containsExactly("-42", "7", "null");
            assertThat(Files.exists(file)).as(sql).isFalse();
        }
        assertThat(query("SELECT count(*) AS n FROM query_probe")).isEqualTo("n\n3\n(1 row)\n");
    }

    @Test
    default void givesUpAfterItsTime() {
        assertThatThrownBy(() -> query(slow(), "--timeout=1"))
                .isInstanceOf(ConsoleException.class)
                .message()
                .startsWith("query: ");
    }

    private List<String> numbers() throws SQLException {
        List<String> numbers = new ArrayList<>();
        try (Connection connection = connect();
                ResultSet row =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT number FROM query_probe ORDER BY number IS NULL,"
                                                + " number")) {
            while (row.next()) {
                numbers.add(String.valueOf(row.getObject(1)));
            }
        }
        return numbers;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(store().url(), store().user(), store().password());
    }

    private String query(String sql, String... arguments) throws IOException {
        QueryOptions options = new QueryOptions();
        CommandLine line = new CommandLine(options);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--");
        all.add(sql);
        line.parseArgs(all.toArray(String[]::new));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        options.run(store(), print, print);
        return out.toString(StandardCharsets.UTF_8);
    }
}
