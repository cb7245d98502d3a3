package io.siphon.console.baseline;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What has been learnt.
 *
 * @param atMicros the time for which values are usual, epoch µs
 * @param window length of the steps in which calls are counted
 * @param zone of the hours of the week, as {@link java.time.ZoneId} has it
 * @param series by node, trunk and metric
 * @param windowsLeftOut windows of series for which there was no room
 */
public record Baselines(
        long atMicros,
        Duration window,
        String zone,
        List<SeriesBaseline> series,
        long windowsLeftOut) {

    /**
     * Those whose metric, and whose node or trunk, contain a text, without regard to case.
     *
     * @param metric empty for all
     * @param text empty for all
     */
    public List<SeriesBaseline> matching(String metric, String text) {
        String ofMetric = metric.toLowerCase(Locale.ROOT);
        String ofSeries = text.toLowerCase(Locale.ROOT);
        return series.stream()
                .filter(of -> of.metric().contains(ofMetric))
                .filter(
                        of ->
                                of.node().toLowerCase(Locale.ROOT).contains(ofSeries)
                                        || of.trunk().toLowerCase(Locale.ROOT).contains(ofSeries))
                .toList();
    }

    /** One of them. */
    public Optional<SeriesBaseline> find(String metric, String node, String trunk) {
        return series.stream()
                .filter(
                        of ->
                                of.metric().equals(metric)
                                        && of.node().equals(node)
                                        && of.trunk().equals(trunk))
                .findFirst();
    }
}
