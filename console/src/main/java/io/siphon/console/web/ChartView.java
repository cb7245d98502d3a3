package io.siphon.console.web;

import java.util.List;

/**
 * A chart and the table that it is drawn from: without scripts the table is there.
 *
 * @param kind {@code lines}, {@code stack}, or {@code reports}: lines from one value to the next
 * @param most largest value of its axis; 0 for that of the data
 */
public record ChartView(
        String title, String kind, int most, List<String> series, List<Point> points) {

    /**
     * @param seconds since 1970, of the start of its bucket
     * @param time for people
     * @param href the calls behind it
     * @param values as text; empty where there is none
     */
    public record Point(long seconds, String time, String href, List<String> values) {}

    public boolean isEmpty() {
        return points.stream()
                .flatMap(point -> point.values().stream())
                .noneMatch(value -> !value.isEmpty() && !value.equals("0"));
    }
}
