package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code docs/metrics.md} from the registry. */
final class MetricsPage {

    private static final String HEAD =
            """
            # Metrics

            This page is generated from the code (`MetricCatalogue`), and a test compares the two. After a change run
            `mvn -pl udf -am test -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false \
            -Dsiphon.docs.write=true`.

            Every metric is measured in tumbling windows of `qos.window`, aligned to the epoch (UTC). An event belongs
            to the window of its own time, not of its arrival, so backfilled traffic has the same measurements as live
            traffic. A window is written when the watermark has passed its end: calls, registrations and RTCP a second
            later, RTP streams 33 s later, because a stream ends after 30 s of silence. A stream that may go on is
            counted when it is over for good. A window is written again when data arrives up to `qos.allowed-lateness`
            late. Later data is counted in `late_samples`, and in Flink's metric `lateSamples`. Windows without events are not written.

            | metric | unit | kind | tags | meaning |
            | --- | --- | --- | --- | --- |
            """;

    private static final String KINDS =
            """

            ## Fields

            | kind | fields | meaning |
            | --- | --- | --- |
            """;

    private static final String TAIL =
            """

            Counts, sums, minima and maxima are exact, at any parallelism and in any order of arrival (sums to a
            millionth). Quantiles are within 1 % of the true value, between minimum and maximum. The sketch of the
            window is stored with them. Sketches merge without loss, so reports over longer times are as exact. Values
            beyond ±1e9 count as ±1e9.

            `call_concurrent` is written for every window in which calls were up or changed. Its windows are not
            written again: a change that arrives after its window counts from the first open window on (Flink's metric
            `lateChanges`), so that the level stays right.

            ## Tags

            A tag without a value is omitted. `direction` is `in` or `out` as seen by the capturing proxy; `trunk` is
            the alias from `trunks.*`. Unknown methods, codes and codecs are `other`, so that hostile SIP creates no
            series. One metric has at most `qos.max-series` distinct tag sets in a window and subtask. Beyond that those
            with the most samples keep their names, an eighth more at most, so that invented series cannot hide a real
            one. The samples of the others have `other` in every tag, and are counted in Flink's metric
            `seriesOverflow`. Which small series those are depends on order and parallelism. A series that got its name
            within the window may lack its first samples. For `call_concurrent` the highest levels keep their names and
            the others are added up: their `max` is at most the sum of the maxima of each.
            """;

    static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (MetricInfo info : MetricCatalogue.ALL) {
            row(
                    page,
                    "`" + info.name() + "`",
                    info.unit(),
                    kind(info.kind()),
                    String.join(", ", info.tags()),
                    info.help());
        }
        page.append(KINDS);
        for (MetricKind kind : MetricKind.values()) {
            String fields = kind.fields().stream().collect(Collectors.joining("`, `", "`", "`"));
            row(page, kind(kind), fields, kind.help());
        }
        return page.append(TAIL).toString();
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String kind(MetricKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private MetricsPage() {}
}
