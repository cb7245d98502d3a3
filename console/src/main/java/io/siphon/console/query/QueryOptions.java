package io.siphon.console.query;

import io.siphon.console.ConsoleException;
import io.siphon.console.store.ReadOnlyQuery;
import io.siphon.console.store.StoreAddress;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Options of {@code siphon query}, apart from those of the store. */
public final class QueryOptions {

    @Parameters(
            paramLabel = "SQL",
            description = "One statement that returns rows; - reads it from standard input.")
    private String sql;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json (default: table).")
    private String format;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Print at most this many rows, 0 for all (default: 1000).")
    private int limit;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Abort the query after this time (default: 60).")
    private int timeout;

    /**
     * Asks and prints.
     *
     * @throws ConsoleException in one sentence, when the options, the store or the statement do not
     *     allow it
     */
    public void run(StoreAddress address, PrintStream out, PrintStream notes) throws IOException {
        if (limit < 0) {
            throw new ConsoleException("--limit: expected 0 or more, got " + limit);
        }
        if (timeout <= 0) {
            throw new ConsoleException("--timeout: must be more than 0, got " + timeout);
        }
        PrintStream utf8 = new PrintStream(out, false, StandardCharsets.UTF_8);
        Rows rows = QueryFormat.parse(format).to(utf8);
        boolean more =
                new ReadOnlyQuery(address, Duration.ofSeconds(timeout), limit).run(text(), rows);
        rows.end();
        utf8.flush();
        if (more) {
            notes.println("siphon: there are more than " + limit + " rows; --limit 0 prints all");
        }
    }

    private String text() throws IOException {
        return sql.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : sql;
    }
}
