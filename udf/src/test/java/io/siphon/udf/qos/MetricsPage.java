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

            Written from the code (`Metrics`); a test holds the two together. After a change:
            `mvn -pl udf -am test -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false \
            -Dsiphon.docs.write=true`.

            Every metric is measured in tumbling windows of `qos.window`, aligned to the epoch (UTC). The time of
            the event decides the window, not the time of its arrival: backfilled traffic has the same
            measurements as it had live. A window is written when the watermark has passed its end (calls,
            registrations and RTCP a second later, RTP streams 33 s, for it takes a silence of 30 s to end one), and anew when data arrives up to `qos.allowed-lateness` late; what comes later
            still is counted in `late_samples`, and in Flink's metric `lateSamples`. A window in which nothing happened is not written.

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
            millionth). Quantiles are within 1 % of the true value, between minimum and maximum; the window's
            sketch is stored beside them and merges without loss, so that reports over longer times are as exact.
            Values beyond ±1e9 count as ±1e9.

            `call_concurrent` is written for every window in which calls were up or changed. Its windows are not
            written anew: a change that comes after its window counts from the first open window on (Flink's
            metric `lateChanges`), so that the level stays right.

            ## Tags

            A tag without a value is left out. `direction` is `in` or `out` as the capturing proxy sees it,
            `trunk` the alias from `trunks.*`. Methods, codes and codecs that are not known are `other`, so that
            SIP from strangers makes no series. One metric has at most `qos.max-series` distinct tag sets in a window and
            subtask. Beyond that those with the most samples keep their names, an eighth more at most, so that nobody hides
            a series by inventing others; the samples of the others have `other` in every tag, and are counted in Flink's
            metric `seriesOverflow`. Which small series those are depends on order and parallelism, and a series that gained
            its name within the window may lack its first samples. Of `call_concurrent` the highest levels keep their names,
            the others are added up: their `max` is then at most the sum of the highest of each.
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
