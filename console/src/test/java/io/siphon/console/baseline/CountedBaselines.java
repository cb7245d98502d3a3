package io.siphon.console.baseline;

import io.siphon.schema.Measurement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Learns the mean count of attempts of a trunk: the console does not know the rules of the job. */
public final class CountedBaselines implements BaselineLearner {

    private record Key(String node, String trunk) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return (node + trunk).compareTo(other.node + other.trunk);
        }
    }

    private final Map<Key, List<Double>> counts = new TreeMap<>();

    @Override
    public List<String> metrics() {
        return List.of("call_attempts");
    }

    @Override
    public long closedBy(long nowMicros) {
        return nowMicros;
    }

    @Override
    public void accept(Measurement window) {
        counts.computeIfAbsent(
                        new Key(window.tag("node"), window.tag("trunk")), key -> new ArrayList<>())
                .add(window.field("count"));
    }

    @Override
    public Baselines finish(long nowMicros) {
        List<SeriesBaseline> series = new ArrayList<>();
        counts.forEach((key, values) -> series.add(of(key, values)));
        return new Baselines(nowMicros, Duration.ofMinutes(5), "Europe/Berlin", series, 0);
    }

    /** Of Monday 00:00; Monday 01:00 is known by the hour of the day, others are not known. */
    private static SeriesBaseline of(Key key, List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        HourlyBaseline hours =
                new HourlyBaseline(
                        new float[HourlyBaseline.HOURS],
                        new float[HourlyBaseline.HOURS],
                        new byte[HourlyBaseline.HOURS],
                        new boolean[HourlyBaseline.HOURS]);
        Arrays.fill(hours.usual(), Float.NaN);
        Arrays.fill(hours.spread(), Float.NaN);
        for (int hour = 0; hour < 2; hour++) {
            hours.usual()[hour] = (float) mean;
            hours.spread()[hour] = 2;
        }
        hours.hourOfWeek()[0] = true;
        hours.weeks()[0] = 3;
        return new SeriesBaseline(
                key.node(),
                key.trunk(),
                "call_attempts",
                "calls",
                1,
                mean,
                2,
                0,
                values.size() > 1,
                1.25,
                1,
                hours);
    }
}
