package io.siphon.console.query;

import io.siphon.console.ConsoleException;

import java.io.PrintStream;
import java.util.function.Function;

/** Output formats of {@code siphon query}. */
enum QueryFormat {
    TABLE(TableRows::new),
    CSV(CsvRows::new),
    JSON(JsonRows::new);

    private final Function<PrintStream, Rows> writer;

    QueryFormat(Function<PrintStream, Rows> writer) {
        this.writer = writer;
    }

    Rows to(PrintStream out) {
        return writer.apply(out);
    }

    /**
     * @throws ConsoleException when it is unknown
     */
    static QueryFormat parse(String text) {
        for (QueryFormat format : values()) {
            if (format.name().equalsIgnoreCase(text)) {
                return format;
            }
        }
        throw new ConsoleException("--format: got " + text + ", expected table, csv or json");
    }
}
