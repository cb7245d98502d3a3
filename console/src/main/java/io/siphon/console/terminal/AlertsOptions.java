package io.siphon.console.terminal;

import io.siphon.console.ConsoleException;
import io.siphon.console.alert.Ack;
import io.siphon.console.alert.AckWriter;
import io.siphon.console.alert.AlertCalls;
import io.siphon.console.alert.AlertReader;
import io.siphon.console.alert.Blame;
import io.siphon.console.alert.StoredAlert;
import io.siphon.console.search.Page;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Alert;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.PlainText;
import io.siphon.schema.UtcText;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Options of {@code siphon alerts}, apart from those of the store, and what it prints. */
public final class AlertsOptions {

    private static final Duration BUDGET = Duration.ofSeconds(60);

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..*",
            description = "A query (docs/console.md). Without query and time: all open alerts.")
    private List<String> query = List.of();

    @Mixin private RangeOptions listed;

    /** {@code --last}; null when it is not given. */
    public String last() {
        return listed.last();
    }

    /**
     * Lists alerts.
     *
     * @throws ConsoleException in one sentence, when options, query or store do not allow it
     */
    public void list(StoreAddress address, PrintStream out, PrintStream notes) {
        boolean open = query.isEmpty() && !listed.isGiven();
        int limit = listed.limitOfOneSearch();
        List<StoredAlert> found;
        try (StorePool pool = new StorePool(address, 1, BUDGET)) {
            found = open ? open(pool, limit) : search(pool, limit);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "id",
                        "opened",
                        "last",
                        "state",
                        "severity",
                        "detector",
                        "node",
                        "acked",
                        "message"));
        found.forEach(alert -> rows.add(cells(alert)));
        print(out, TextGrid.of(rows, 0));
        notes.println(
                "siphon: "
                        + found.size()
                        + (found.size() == 1 ? " alert" : " alerts")
                        + (open ? " open; --last 7d lists those that are over, too" : ""));
    }

    private List<StoredAlert> open(StorePool pool, int limit) {
        try (Store store = pool.open()) {
            return new AlertReader(store).open().stream().limit(limit).toList();
        }
    }

    private List<StoredAlert> search(StorePool pool, int limit) {
        Search search =
                new Search(
                        Subject.ALERTS,
                        QueryParser.parse(Subject.ALERTS, String.join(" ", query)),
                        listed.range(),
                        limit,
                        null,
                        false);
        Page<Alert> page = search.run(pool, Alert.class, BUDGET);
        List<StoredAlert> found = new ArrayList<>();
        try (Store store = pool.open()) {
            AlertReader reader = new AlertReader(store);
            for (Alert alert : page.rows()) {
                StoredAlert stored =
                        reader.find(
                                alert.detector(), alert.node(), alert.subject(), alert.openedAt());
                if (stored != null) {
                    found.add(stored);
                }
            }
        }
        return found;
    }

    private static List<String> cells(StoredAlert row) {
        Alert alert = row.alert();
        Ack ack = row.ack();
        List<String> cells =
                List.of(
                        String.valueOf(row.id()),
                        time(alert.openedAt()),
                        time(alert.lastAt()),
                        alert.state().tag(),
                        alert.severity().tag(),
                        alert.detector(),
                        alert.node(),
                        ack == null ? "" : ack.account().isEmpty() ? "yes" : ack.account(),
                        alert.text());
        return cells.stream().map(PlainText::line).toList();
    }

    /** Prints all of one alert. */
    public static void show(StoreAddress address, String id, PrintStream out) {
        StringBuilder text = new StringBuilder();
        try (StorePool pool = new StorePool(address, 1, BUDGET);
                Store store = pool.open()) {
            StoredAlert found = existing(new AlertReader(store).find(id), id);
            Alert alert = found.alert();
            line(text, "alert", found.id() + " " + found.uid());
            line(text, "what", alert.text());
            line(text, "state", state(alert));
            line(text, "severity", alert.severity().tag());
            line(text, "detector", alert.detector());
            line(text, "node", alert.node());
            line(text, "subject", alert.subject());
            line(
                    text,
                    "since",
                    time(alert.openedAt()) + " UTC, in " + alert.windows() + " windows");
            line(text, "last found", time(alert.lastAt()));
            line(text, "closed", alert.closedAt() == 0 ? "" : time(alert.closedAt()));
            line(
                    text,
                    "worst value",
                    String.format(
                            Locale.ROOT, "%.2f against %.2f", alert.peak(), alert.threshold()));
            Ack ack = found.ack();
            line(
                    text,
                    "acknowledged",
                    ack == null
                            ? ""
                            : (time(ack.atMicros()) + " " + ack.account() + " " + ack.note())
                                    .strip());
            calls(text, AlertCalls.of(alert));
            if (Blame.isOf(alert.detector())) {
                Blame blame = Blame.of(alert, store);
                line(text, "to blame", blame.words());
                blame.examples().forEach(call -> line(text, "example", "siphon flow " + call));
            }
        }
        print(out, text.toString());
    }

    private static void calls(StringBuilder text, AlertCalls calls) {
        if (calls.isNone()) {
            return;
        }
        line(
                text,
                "its " + calls.page(),
                (calls.page().equals("calls")
                                ? "siphon calls --from %s --to %s '%s'"
                                : "in the console from %s to %s: %s")
                        .formatted(
                                iso(calls.span().fromMicros()),
                                iso(calls.span().toMicros()),
                                calls.query().replace("'", "'\\''")));
    }

    private static String state(Alert alert) {
        return alert.state().tag()
                + (alert.suppressedBy().isEmpty() ? "" : ", by " + alert.suppressedBy())
                + (alert.reopened() == 0 ? "" : ", reopened " + alert.reopened() + " times");
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("%-13s %s%n", name, PlainText.line(value)));
        }
    }

    /** Stores that somebody takes care of an alert. */
    public static void acknowledge(
            StoreAddress address, String id, String account, String note, PrintStream out) {
        StoredAlert found;
        try (StorePool pool = new StorePool(address, 1, BUDGET);
                Store store = pool.open()) {
            found = existing(new AlertReader(store).find(id), id);
        }
        new AckWriter(address).add(found.uid(), new Ack(EpochMicros.now(), account, note));
        print(out, "siphon: alert " + found.id() + " is acknowledged\n");
    }

    private static StoredAlert existing(StoredAlert found, String id) {
        if (found == null) {
            throw new ConsoleException(
                    "no alert %s is stored; siphon alerts lists them with their ids"
                            .formatted(PlainText.line(id)));
        }
        return found;
    }

    private static void print(PrintStream out, String text) {
        PrintStream utf8 = new PrintStream(out, false, StandardCharsets.UTF_8);
        utf8.print(text);
        utf8.flush();
    }

    private static String time(long micros) {
        return micros == 0 ? "" : UtcText.seconds(micros);
    }

    private static String iso(long micros) {
        return time(micros).replace(' ', 'T');
    }
}
