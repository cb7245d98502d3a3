package io.siphon.console.terminal;

import io.siphon.console.ConsoleException;
import io.siphon.console.search.Expression;
import io.siphon.console.search.Page;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.search.TimeRange;
import io.siphon.console.search.Words;
import io.siphon.console.store.StoreAddress;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.PlainText;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Options of {@code siphon calls}, apart from those of the store. */
public final class CallsOptions {

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..*",
            description = "In the query language; none finds all calls.")
    private List<String> query = List.of();

    @Mixin private RangeOptions listed;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json (default: table).")
    private String format;

    @Option(names = "--oldest-first", description = "Oldest first (default: newest first).")
    private boolean oldestFirst;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Search at most for this time (default: 60).")
    private int timeout;

    /**
     * Searches and prints, page by page: memory does not grow with the number of calls.
     *
     * @param notes gets what is about the search, not of it
     * @throws ConsoleException in one sentence, when options, query or store do not allow it
     */
    public void run(StoreAddress address, PrintStream out, PrintStream notes) {
        int limit = listed.limit();
        if (timeout < 1) {
            throw new ConsoleException("--timeout: must be more than 0, got " + timeout);
        }
        CallFormat printed = CallFormat.parse(format);
        CallFormat.Parts parts = printed.parts();
        Expression expression = QueryParser.parse(Subject.CALLS, String.join(" ", query));
        TimeRange range = listed.range();
        Duration left = Duration.ofSeconds(timeout);
        PrintStream utf8 = new PrintStream(out, false, StandardCharsets.UTF_8);
        int found = 0;
        Page<Call> page = null;
        try (StorePool pool = new StorePool(address, 1, left)) {
            do {
                int wanted = Math.min(Search.MAX_LIMIT, limit - found);
                String after = page == null ? null : page.next();
                long start = System.nanoTime();
                page =
                        new Search(Subject.CALLS, expression, range, wanted, after, oldestFirst)
                                .run(pool, Call.class, left);
                left = left.minusNanos(System.nanoTime() - start);
                utf8.print(parts.next(page.rows(), after == null));
                found += page.rows().size();
            } while (page.complete()
                    && page.next() != null
                    && found < limit
                    && !utf8.checkError()); // nobody reads on, as behind head
        }
        utf8.print(printed.end());
        utf8.flush();
        notes.println(
                "siphon: "
                        + PlainText.line(Words.of(Subject.CALLS, expression, range.words()))
                        + ": "
                        + found(found, page));
    }

    private String found(int found, Page<Call> page) {
        String number = found + (page.next() == null ? "" : " and more");
        if (!page.complete()) {
            return number
                    + (oldestFirst ? "; searched up to " : "; searched back to ")
                    + EpochMicros.utc(page.searched().reached(oldestFirst))
                    + "Z in "
                    + timeout
                    + " s, --timeout gives it more";
        }
        return page.next() == null ? number : number + "; --limit prints more";
    }
}
