package io.siphon.console.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One figure of a report: the same in every format.
 *
 * @param key of JSON and CSV, snake_case with the unit last; never renamed
 * @param title for people, in full
 * @param heading of a narrow column
 * @param unit empty for counts
 * @param decimals that are shown
 * @param better whether more is better (1), worse (-1) or neither (0)
 * @param meaning in one sentence; the sources stand in {@code docs/reports.md}
 * @param value null when not known
 */
public record Column(
        String key,
        String title,
        String heading,
        String unit,
        int decimals,
        int better,
        String meaning,
        Function<Figures, Double> value) {

    /** What is shown where a figure is not known. */
    public static final String NOT_KNOWN = "–";

    /** Of calls, in the order in which they stand. */
    public static final List<Column> CALLS =
            List.of(
                    call(
                            "attempts",
                            "Attempts",
                            "attempts",
                            "",
                            0,
                            0,
                            "Calls whose first INVITE is in the period; an authentication challenge and its retry are one.",
                            c -> (double) c.attempts()),
                    call(
                            "answered",
                            "Answered",
                            "answered",
                            "",
                            0,
                            0,
                            "Of the attempts, those that were answered, whenever that was.",
                            c -> (double) c.answered()),
                    call(
                            "asr_pct",
                            "ASR",
                            "ASR",
                            "%",
                            1,
                            1,
                            "Answer seizure ratio: answered ÷ decided attempts.",
                            CallFigures::asr),
                    call(
                            "ner_pct",
                            "NER",
                            "NER",
                            "%",
                            1,
                            1,
                            "Network effectiveness ratio: answered, busy, not picked up, given up or refused by the user ÷ decided attempts.",
                            CallFigures::ner),
                    call(
                            "ser_pct",
                            "SER",
                            "SER",
                            "%",
                            1,
                            1,
                            "Session establishment ratio: answered ÷ (decided attempts − redirected).",
                            CallFigures::ser),
                    call(
                            "seer_pct",
                            "SEER",
                            "SEER",
                            "%",
                            1,
                            1,
                            "Session establishment effectiveness ratio: answered or ended with 480, 486, 600 or 603 ÷ (decided attempts − redirected).",
                            CallFigures::seer),
                    call(
                            "acd_s",
                            "ACD (ALOC)",
                            "ACD",
                            "s",
                            1,
                            0,
                            "Average call duration, from answer to BYE, of answered calls whose BYE was seen.",
                            CallFigures::acdSeconds),
                    call(
                            "minutes",
                            "Minutes",
                            "minutes",
                            "min",
                            0,
                            0,
                            "Duration of those calls together.",
                            CallFigures::minutes),
                    call(
                            "pdd_p50_ms",
                            "PDD p50",
                            "PDD p50",
                            "ms",
                            0,
                            -1,
                            "Post-dial delay, from the first INVITE to 180 or 183, else to the answer: half of the calls had less.",
                            CallFigures::pddP50Ms),
                    call(
                            "pdd_p95_ms",
                            "PDD p95",
                            "PDD p95",
                            "ms",
                            0,
                            -1,
                            "Post-dial delay that 95 % of the calls were under.",
                            CallFigures::pddP95Ms),
                    new Column(
                            "concurrent_peak",
                            "Concurrent peak",
                            "peak",
                            "",
                            0,
                            0,
                            "Most calls up at the same time: answered and not ended.",
                            Figures::concurrentPeak),
                    call(
                            "undecided",
                            "Undecided yet",
                            "undecided",
                            "",
                            0,
                            0,
                            "Attempts that were neither answered nor over when the report was made: in no ratio.",
                            c -> (double) c.undecided()));

    /** Of registrations, in the order in which they stand. */
    public static final List<Column> REGISTRATIONS = RegistrationColumns.ALL;

    /** Every figure there may be. */
    public static final List<Column> ALL =
            Stream.of(
                            CALLS.stream(),
                            Arrays.stream(MediaMetric.values()).flatMap(m -> of(m).stream()),
                            REGISTRATIONS.stream())
                    .flatMap(columns -> columns)
                    .toList();

    /** Those of calls, and those of registrations and media that a report has. */
    public static List<Column> of(Report report) {
        List<Column> columns = new ArrayList<>(CALLS);
        if (report.hasRegistrations()) {
            columns.addAll(REGISTRATIONS);
        }
        for (MediaMetric metric : MediaMetric.values()) {
            if (Stream.of(report.total(), report.previous())
                    .anyMatch(figures -> figures.media().containsKey(metric))) {
                columns.addAll(of(metric));
            }
        }
        return columns;
    }

    /** Whether it is for tables of many lines: the others are shown for the whole only. */
    public boolean isOfTables() {
        return !key.matches(
                ".*_(max_.*|min|samples)|undecided|minutes|register_(undecided|challenged_pct|lapsed|removals|addresses)");
    }

    /** Of one measure of media quality. */
    public static List<Column> of(MediaMetric metric) {
        String unit = metric.unit();
        int decimals = unit.equals("ms") ? 1 : 2;
        String tail = metric.tailText();
        String worst = metric.better() > 0 ? "min" : "max";
        String better = metric.better() > 0 ? "over" : "under";
        return List.of(
                media(metric, "mean", unit, decimals, "Mean of all samples.", Media::mean),
                media(
                        metric,
                        tail,
                        unit,
                        decimals,
                        "95 % of the samples are " + better + " it.",
                        Media::tail),
                media(metric, worst, unit, decimals, "The worst sample.", Media::worst),
                media(
                        metric,
                        "bad",
                        "%",
                        1,
                        "Share of the stored windows (minutes, usually) with "
                                + metric.limitText()
                                + ".",
                        m -> m.badShare() == null ? null : 100 * m.badShare()),
                new Column(
                        metric.key() + "_samples",
                        metric.title() + " samples",
                        "samples",
                        "",
                        0,
                        0,
                        metric.isOfStreams() ? "Streams." : "Report blocks.",
                        figures -> {
                            Media media = figures.media().get(metric);
                            return media == null ? null : (double) media.samples();
                        }));
    }

    /** With {@link #decimals}, without the unit. */
    public String show(Figures figures) {
        Double number = value.apply(figures);
        return number == null ? NOT_KNOWN : number(number);
    }

    /** Whether it is a whole number. */
    public boolean isCount() {
        return unit.isEmpty() && decimals == 0;
    }

    /** {@code 62.5 %}. */
    public String showWithUnit(Figures figures) {
        return value.apply(figures) == null || unit.isEmpty()
                ? show(figures)
                : show(figures) + " " + unit;
    }

    /** {@code +1.5 points} of what is in percent, {@code -12.0 %} of anything else. */
    public String change(Figures now, Figures before) {
        Double to = value.apply(now);
        Double from = value.apply(before);
        if (to == null || from == null) {
            return NOT_KNOWN;
        }
        if (unit.equals("%")) {
            return signed(to - from, decimals) + " points";
        }
        return from == 0 ? NOT_KNOWN : signed(100 * (to - from) / from, 1) + " %";
    }

    /** Whether the change is for the better (1), the worse (-1), or neither (0). */
    public int judge(Figures now, Figures before) {
        Double to = value.apply(now);
        Double from = value.apply(before);
        return to == null || from == null || number(to).equals(number(from))
                ? 0
                : better * (to > from ? 1 : -1);
    }

    private String number(double number) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", number).replace(',', '\u202f');
    }

    private static String signed(double number, int decimals) {
        String text = String.format(Locale.ROOT, "%+." + decimals + "f", number);
        return text.matches("[+-]0(\\.0+)?") ? "±" + text.substring(1) : text;
    }

    private static Column call(
            String key,
            String title,
            String heading,
            String unit,
            int decimals,
            int better,
            String meaning,
            Function<CallFigures, Double> value) {
        return new Column(
                key, title, heading, unit, decimals, better, meaning, f -> value.apply(f.calls()));
    }

    private static Column media(
            MediaMetric metric,
            String heading,
            String unit,
            int decimals,
            String meaning,
            Function<Media, Double> value) {
        boolean share = heading.equals("bad");
        return new Column(
                metric.key() + "_" + heading + (share ? "_pct" : metric.unitKey()),
                metric.title() + " " + heading,
                heading,
                unit,
                decimals,
                share ? -1 : metric.better(),
                meaning,
                figures -> {
                    Media media = figures.media().get(metric);
                    return media == null ? null : value.apply(media);
                });
    }
}
