package io.siphon.console.report;

import io.siphon.console.ConsoleException;
import io.siphon.console.report.format.ReportFormat;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Options of {@code siphon report}, apart from those of the store. */
public final class ReportOptions {

    @Option(
            names = "--last",
            paramLabel = "LENGTH",
            description = "How far back from --to: 15m, 24h, 7d (default: 24h).")
    private String last;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First moment: 2026-11-01T13:00Z; without Z, or a date alone, in --zone.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "First moment after the report (default: now).")
    private String to;

    @Option(
            names = "--every",
            paramLabel = "LENGTH",
            description = "Also a line for every 1h, 1d … of the period, from midnight on.")
    private String every;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description =
                    "Also a line for each node, trunk, trunk-pair, codec, user-agent or prefix[:N]"
                            + " (the first N digits of the number called, default 3).")
    private String by;

    @Option(
            names = "--legs",
            paramLabel = "WHICH",
            defaultValue = "merge",
            description =
                    "merge counts a conversation once, by its first leg; all counts every leg, which"
                            + " suits --by trunk for outgoing trunks (default: merge).")
    private String legs;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, html, json or csv (default: text).")
    private String format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write there (default: standard output).")
    private Path out;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Time zone of times: Europe/Berlin, +02:00 (default: UTC).")
    private String zone;

    /**
     * Reads, reports, writes.
     *
     * @throws ConsoleException in one sentence, when the options or the store do not allow it
     */
    public void run(StoreAddress address, PrintStream console) throws IOException {
        Instant now = Instant.now();
        ReportRequest request = request(now);
        ReportFormat chosen = parse("--format", format, ReportFormat::parse);
        Report report;
        try (Store store = Store.open(address)) {
            report = ReportBuilder.build(store, request, now);
        }
        byte[] text = chosen.write(report).getBytes(StandardCharsets.UTF_8);
        if (out == null) {
            console.write(text);
            console.flush();
            return;
        }
        try {
            Files.write(out, text);
        } catch (IOException e) {
            throw new ConsoleException("--out: cannot write " + out + ": " + reason(e), e);
        }
        console.println("report written to " + out);
    }

    /**
     * As a URL says it: {@code last=7d&every=1d&by=trunk}.
     *
     * @param parameters value of a name; null where there is none
     * @throws ConsoleException in one sentence that names the option
     */
    public static ReportRequest request(UnaryOperator<String> parameters, Instant now) {
        ReportOptions options = new ReportOptions();
        options.last = parameters.apply("last");
        options.from = parameters.apply("from");
        options.to = parameters.apply("to");
        options.every = parameters.apply("every");
        options.by = parameters.apply("by");
        options.legs = parameters.apply("legs");
        options.zone = parameters.apply("zone") == null ? "UTC" : parameters.apply("zone");
        return options.request(now);
    }

    private static String reason(IOException error) {
        return error.getClass().getSimpleName().replaceFirst("Exception$", "")
                + (error.getMessage() == null ? "" : " " + error.getMessage());
    }

    ReportRequest request(Instant now) {
        ZoneId zoneId =
                parse(
                        "--zone",
                        zone,
                        text -> {
                            try {
                                return ZoneId.of(text);
                            } catch (DateTimeException e) {
                                throw new IllegalArgumentException(
                                        "got " + text + ", expected Europe/Berlin, UTC, +02:00 …",
                                        e);
                            }
                        });
        if (last != null && from != null) {
            throw new ConsoleException("--last and --from: expected one of them, got both");
        }
        Instant end = to == null ? now : parse("--to", to, text -> time(text, zoneId));
        Instant begin =
                from == null
                        ? end.minus(
                                last == null
                                        ? Duration.ofDays(1)
                                        : parse("--last", last, Lengths::parse))
                        : parse("--from", from, text -> time(text, zoneId));
        if (!begin.isBefore(end)) {
            throw new ConsoleException(
                    "--from %s is not before --to %s".formatted(begin, to == null ? "now" : end));
        }
        return new ReportRequest(
                Span.of(begin, end),
                zoneId,
                every == null ? null : parse("--every", every, Lengths::parse),
                by == null ? null : parse("--by", by, Grouping::parse),
                parse("--legs", legs == null ? "merge" : legs, ReportOptions::isMerge));
    }

    private static boolean isMerge(String which) {
        if (!which.equals("merge") && !which.equals("all")) {
            throw new IllegalArgumentException("got " + which + ", expected merge or all");
        }
        return which.equals("merge");
    }

    private static <T> T parse(String option, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ConsoleException(option + ": " + e.getMessage(), e);
        }
    }

    private static Instant time(String text, ZoneId zone) {
        String iso = text.trim().replace(' ', 'T').toUpperCase(Locale.ROOT);
        try {
            if (iso.indexOf('T') < 0) {
                return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
            }
            return iso.matches(".*T.*(Z|[+-][0-9:]+)")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "got " + text + ", expected a time like 2026-11-01T13:00Z or 2026-11-01", e);
        }
    }
}
