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
 * @param value null when not known
 */
public record Column(
        String key,
        String title,
        String heading,
        String unit,
        int decimals,
        int better,
        Function<Figures, Double> value) {

    /** What is shown where a figure is not known. */
    public static final String NOT_KNOWN = "–";

    /** Of calls, in the order in which they stand. */
    public static final List<Column> CALLS =
            List.of(
                    call("attempts", "Attempts", "attempts", "", 0, 0, c -> (double) c.attempts()),
                    call("answered", "Answered", "answered", "", 0, 0, c -> (double) c.answered()),
                    call("asr_pct", "ASR", "ASR", "%", 1, 1, CallFigures::asr),
                    call("ner_pct", "NER", "NER", "%", 1, 1, CallFigures::ner),
                    call("ser_pct", "SER", "SER", "%", 1, 1, CallFigures::ser),
                    call("seer_pct", "SEER", "SEER", "%", 1, 1, CallFigures::seer),
                    call("acd_s", "ACD (ALOC)", "ACD", "s", 1, 0, CallFigures::acdSeconds),
                    call("minutes", "Minutes", "minutes", "min", 1, 0, CallFigures::minutes),
                    call("pdd_p50_ms", "PDD p50", "PDD p50", "ms", 0, -1, CallFigures::pddP50Ms),
                    call("pdd_p95_ms", "PDD p95", "PDD p95", "ms", 0, -1, CallFigures::pddP95Ms),
                    new Column(
                            "concurrent_peak",
                            "Concurrent peak",
                            "peak",
                            "",
                            0,
                            0,
                            Figures::concurrentPeak),
                    call(
                            "undecided",
                            "Undecided yet",
                            "undecided",
                            "",
                            0,
                            0,
                            c -> (double) c.undecided()));

    /** Every figure there may be. */
    public static final List<Column> ALL =
            Stream.concat(
                            CALLS.stream(),
                            Arrays.stream(MediaMetric.values()).flatMap(m -> of(m).stream()))
                    .toList();

    /** Those of calls, and those of the media that a report has. */
    public static List<Column> of(Report report) {
        List<Column> columns = new ArrayList<>(CALLS);
        for (MediaMetric metric : MediaMetric.values()) {
            if (Stream.of(report.total(), report.previous())
                    .anyMatch(figures -> figures.media().containsKey(metric))) {
                columns.addAll(of(metric));
            }
        }
        return columns;
    }

    /** Of one measure of media quality. */
    public static List<Column> of(MediaMetric metric) {
        String unit = metric.unit();
        int decimals = unit.equals("%") ? 2 : 1;
        String tail = metric.tailText();
        return List.of(
                media(metric, "mean_" + metric.unitKey(), "mean", unit, decimals, Media::mean),
                media(metric, tail + "_" + metric.unitKey(), tail, unit, decimals, Media::tail),
                media(metric, "max_" + metric.unitKey(), "max", unit, decimals, Media::max),
                media(metric, "bad_pct", "bad", "%", 1, m -> 100 * m.badShare()),
                new Column(
                        metric.key() + "_samples",
                        metric.title() + " samples",
                        "samples",
                        "",
                        0,
                        0,
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
            Function<CallFigures, Double> value) {
        return new Column(key, title, heading, unit, decimals, better, f -> value.apply(f.calls()));
    }

    private static Column media(
            MediaMetric metric,
            String key,
            String heading,
            String unit,
            int decimals,
            Function<Media, Double> value) {
        return new Column(
                metric.key() + "_" + key,
                metric.title() + " " + heading,
                heading,
                unit,
                decimals,
                -1,
                figures -> {
                    Media media = figures.media().get(metric);
                    return media == null ? null : value.apply(media);
                });
    }
}
