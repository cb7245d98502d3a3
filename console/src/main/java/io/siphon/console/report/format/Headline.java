package io.siphon.console.report.format;

import io.siphon.console.report.Clock;
import io.siphon.console.report.Column;
import io.siphon.console.report.Completeness;
import io.siphon.console.report.Completeness.Gap;
import io.siphon.console.report.Lengths;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.WorstCall;
import io.siphon.console.store.Span;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text at the top of a report: its subject, and which data is missing. */
final class Headline {

    static final String REGISTRATION_RESPONSES = "Final responses to registrations";
    static final String REGISTRATION_OUTCOMES = "Outcomes of registrations";
    static final String REGISTRATIONS = "Answers to REGISTER (messages as captured, one a hop)";
    static final String CAUSES = "Why calls failed";
    static final String MEDIA_VERDICTS = "Media of calls";
    static final String HOPS = "What B2BUAs added and changed";
    static final String WORST_STREAMS =
            "Worst RTP streams by MOS: seen on the wire, else as RTCP reports them";

    /** A report up to now cannot have the last windows yet. */
    private static final double NEARLY = 0.95;

    private static final int GAPS_SHOWN = 5;

    /** Of windows that people set, and what is waited for what is late. */
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    private final Report report;
    private final Clock clock;

    Headline(Report report) {
        this.report = report;
        this.clock = new Clock(report.zone());
    }

    /** {@code Alerts (20 of 31)}. */
    String alerts() {
        int shown = report.alerts().size();
        return shown < report.incidents()
                ? "Alerts (" + shown + " of " + report.incidents() + ")"
                : "Alerts";
    }

    String title() {
        return "SIP report of " + report.store();
    }

    /** {@code 2026-11-01 00:00 – 2026-11-02 00:00 UTC, 1 d}. */
    String period() {
        return "%s, %s, %s"
                .formatted(
                        clock.show(report.span()),
                        clock.name(report.span().from()),
                        Lengths.text(report.span().lengthMicros()));
    }

    String basis() {
        String before = "Compared with " + clock.show(report.span().before()) + ".";
        if (report.windowMicros() == 0) {
            return before + " No measurements of it are stored.";
        }
        return before
                + " Stored windows: "
                + Lengths.text(report.windowMicros())
                + (report.span().equals(report.asked())
                        ? "."
                        : "; the period asked for, "
                                + clock.show(report.asked())
                                + ", was moved to them.");
    }

    boolean isComplete() {
        Completeness completeness = report.completeness();
        return completeness.isWhole()
                && completeness.recorded() != null
                && completeness.recorded().lengthMicros() >= NEARLY * report.span().lengthMicros();
    }

    List<String> completeness() {
        List<String> lines = new ArrayList<>();
        lines.add(recorded());
        report.completeness().gaps().stream()
                .sorted((a, b) -> Long.compare(b.span().lengthMicros(), a.span().lengthMicros()))
                .limit(GAPS_SHOWN)
                .map(this::gap)
                .forEach(lines::add);
        if (!report.completeness().notListening().isEmpty()) {
            lines.add(notListening());
        }
        if (report.completeness().openCalls() > 0) {
            lines.add(openCalls(report.completeness().openCalls()));
        }
        losses(lines);
        return lines;
    }

    private String recorded() {
        Completeness completeness = report.completeness();
        Span recorded = completeness.recorded();
        if (recorded == null) {
            return withoutWindows();
        }
        String where =
                recorded.equals(report.span())
                        ? ""
                        : " First and last window with SIP: " + clock.show(recorded) + ".";
        List<Gap> gaps = completeness.gaps();
        if (gaps.isEmpty()) {
            return "No gaps: every window in between has SIP requests." + where;
        }
        return "%s without any SIP request, %s in all: no traffic, or not captured.%s"
                .formatted(
                        gaps.size() == 1 ? "1 stretch" : gaps.size() + " stretches",
                        Lengths.text(completeness.gapMicros()),
                        where);
    }

    /** Calls are stored as they begin, measurements when their window is over. */
    private String withoutWindows() {
        if (report.total().calls().attempts() == 0 && !report.hasRegistrations()) {
            return "No SIP request is stored in this period.";
        }
        return report.span().to().isBefore(report.madeAt().minus(LONGEST_WINDOW))
                ? "Calls are stored in this period, but no measurements: gaps are not known."
                : "The first window is still open: gaps are known when it is over.";
    }

    private String gap(Gap gap) {
        return "Gap %s (%s); a window beside it has %s SIP requests."
                .formatted(
                        clock.show(gap.span()),
                        Lengths.text(gap.span().lengthMicros()),
                        String.format(Locale.ROOT, "%.0f", gap.neighbourRequests()));
    }

    private String notListening() {
        List<Span> times = report.completeness().notListening();
        return "Siphon did not listen %s, %s in all; what was sent then is missing: %s%s."
                .formatted(
                        times.size() == 1 ? "once" : times.size() + " times",
                        Lengths.text(report.completeness().notListeningMicros()),
                        times.stream()
                                .sorted(Comparator.comparingLong(Span::lengthMicros).reversed())
                                .limit(GAPS_SHOWN)
                                .map(
                                        time ->
                                                clock.show(time)
                                                        + " ("
                                                        + Lengths.text(time.lengthMicros())
                                                        + ")")
                                .collect(Collectors.joining(", ")),
                        times.size() > GAPS_SHOWN ? " …" : "");
    }

    private static String openCalls(long calls) {
        return calls == 1
                ? "1 call has no end: it is still up, or the capture ended before it did."
                : calls
                        + " calls have no end: they are still up, or the capture ended before they did.";
    }

    private void losses(List<String> lines) {
        Completeness completeness = report.completeness();
        List<String> none = new ArrayList<>();
        if (completeness.kernelDrops() == 0) {
            none.add("datagrams dropped by the kernel");
        } else {
            lines.add(
                    "The kernel dropped %d datagrams before Siphon could read them, %s: they are missing."
                            .formatted(
                                    completeness.kernelDrops(),
                                    clock.show(completeness.dropping())));
        }
        if (completeness.undecodable().isEmpty()) {
            none.add("messages that could not be decoded");
        } else {
            lines.add(
                    "%d messages could not be decoded: %s."
                            .formatted(
                                    completeness.undecodableMessages(),
                                    counted(completeness.undecodable())));
        }
        if (completeness.late().isEmpty()) {
            none.add("samples too late to be measured");
        } else {
            lines.add(
                    "%d samples came too late to be measured: %s. Calls and registrations are counted."
                            .formatted(completeness.lateSamples(), counted(completeness.late())));
        }
        if (completeness.refused() == 0) {
            none.add("rows refused by the database");
        } else {
            lines.add(
                    completeness.refused()
                            + " rows were refused by the database (table quarantine).");
        }
        if (!none.isEmpty()) {
            lines.add("None recorded: " + String.join(", ", none) + ".");
        }
        lines.add(
                "Not detectable: "
                        + String.join(", ", Completeness.NOT_RECORDED)
                        + " (HEP has no sequence numbers).");
    }

    private static String counted(List<Report.Share> shares) {
        return shares.stream()
                .map(share -> share.name() + " " + share.count())
                .collect(Collectors.joining(", "));
    }

    /** How a call ended: {@code timed out}, {@code failed 503}. */
    /** {@code 12.5 %}. */
    static String millis(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    static String percent(double share) {
        return number(100 * share, 1) + " %";
    }

    static String end(WorstCall call) {
        String outcome = call.outcome().replace('_', ' ');
        return call.finalStatus() == 0 ? outcome : outcome + " " + call.finalStatus();
    }

    static String number(Double number, int decimals) {
        return number == null
                ? Column.NOT_KNOWN
                : String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}
