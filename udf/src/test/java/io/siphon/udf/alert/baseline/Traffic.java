package io.siphon.udf.alert.baseline;

import io.siphon.schema.Distribution;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Measurements of trunks as a carrier has them: by the hour and the day, no two weeks alike, and
 * scattered more than by chance alone. The same seed gives the same.
 */
final class Traffic {

    static final long MINUTE = 60_000_000L;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /** A Monday: 2026-08-03. */
    static final long MONDAY = 20_668 * DAY;

    static final long STEP = 5 * MINUTE;
    static final String NODE = "edge-1";

    /** So many values of a distribution are drawn. */
    private static final int DRAWN = 60;

    private final Random random;
    private final List<Trunk> trunks = new ArrayList<>();
    private final List<Incident> incidents;
    private final WeekCalendar calendar;

    Traffic(long seed, List<Long> holidays, List<Incident> incidents) {
        this.random = new Random(seed);
        this.incidents = incidents;
        this.calendar = new WeekCalendar("UTC", holidays);
    }

    /**
     * @param busiest calls in five minutes of the busiest hour
     */
    Traffic trunk(String name, double busiest) {
        trunks.add(new Trunk(name, busiest));
        return this;
    }

    /** All windows of all trunks, in order of time. */
    void generate(long from, long to, Consumer<Measurement> out) {
        for (long start = from; start < to; start += STEP) {
            out.accept(
                    count(MetricCatalogue.SIP_REQUESTS.name(), start, 1_000, "method", "INVITE"));
            for (Trunk trunk : trunks) {
                trunk.step(start, out);
            }
        }
    }

    private double factor(Incident.Kind kind, String trunk, long at) {
        double factor = 1;
        for (Incident incident : incidents) {
            if (incident.kind() == kind && incident.trunk().equals(trunk) && incident.isAt(at)) {
                factor *= incident.factor();
            }
        }
        return factor;
    }

    /** 0..1, by hour of the week. */
    static double shape(int slot, double partOfHour) {
        double hour = slot % 24 + partOfHour;
        double day =
                0.04
                        + 0.75 * Math.exp(-Math.pow((hour - 11) / 2.6, 2))
                        + 0.7 * Math.exp(-Math.pow((hour - 16.5) / 3.2, 2));
        double weekday = slot < WeekCalendar.WEEKEND ? 1 : slot < 144 ? 0.45 : 0.3;
        return day / 1.05 * weekday;
    }

    private long poisson(double mean) {
        if (mean > 60) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        long n = 0;
        while (product > limit) {
            product *= random.nextDouble();
            n++;
        }
        return n;
    }

    private long binomial(long n, double p) {
        long hits = 0;
        for (long i = 0; i < n; i++) {
            hits += random.nextDouble() < p ? 1 : 0;
        }
        return hits;
    }

    private static Measurement count(String metric, long start, long n, String... tags) {
        return new Measurement(
                metric, start, start + STEP, tags("", tags), Map.of("count", (double) n), null);
    }

    private static Map<String, String> tags(String trunk, String... more) {
        Map<String, String> tags = new TreeMap<>(Map.of("node", NODE));
        if (!trunk.isEmpty()) {
            tags.put("trunk", trunk);
        }
        for (int i = 0; i < more.length; i += 2) {
            tags.put(more[i], more[i + 1]);
        }
        return tags;
    }

    /** One of them. */
    private final class Trunk {
        private final String name;
        private final double busiest;
        private long week = Long.MIN_VALUE;
        private double ofWeek;
        private double drift;
        private double ofAnswers;

        private Trunk(String name, double busiest) {
            this.name = name;
            this.busiest = busiest;
        }

        private void step(long start, Consumer<Measurement> out) {
            if (Math.floorDiv(start - MONDAY, 7 * DAY) != week) {
                week = Math.floorDiv(start - MONDAY, 7 * DAY);
                ofWeek = Math.exp(0.05 * random.nextGaussian());
            }
            drift = 0.95 * drift + 0.015 * random.nextGaussian();
            ofAnswers = 0.95 * ofAnswers + 0.005 * random.nextGaussian();
            long middle = start + STEP / 2;
            double mean =
                    busiest
                            * shape(
                                    calendar.slot(calendar.localHour(middle)),
                                    calendar.partOfHour(middle))
                            * ofWeek
                            * Math.exp(drift);
            long calls = poisson(mean * factor(Incident.Kind.TRAFFIC, name, start));
            if (calls == 0) {
                return;
            }
            out.accept(count("call_attempts", start, calls));
            decide(start, calls, out);
        }

        private Measurement count(String metric, long start, long n, String... more) {
            return new Measurement(
                    metric,
                    start,
                    start + STEP,
                    tags(name, more),
                    Map.of("count", (double) n),
                    null);
        }

        private void decide(long start, long calls, Consumer<Measurement> out) {
            double sound = factor(Incident.Kind.ANSWERS, name, start);
            long answered = binomial(calls, (0.56 + ofAnswers) * sound);
            long failed = binomial(calls - answered, sound < 1 ? 0.5 : 0.06);
            long others = calls - answered - failed;
            if (answered > 0) {
                out.accept(count("call_answers", start, answered));
                out.accept(spread("call_duration_s", start, answered, () -> duration(start)));
                out.accept(
                        spread(
                                "call_pdd_ms",
                                start,
                                answered,
                                () ->
                                        1_400
                                                * Math.exp(0.45 * random.nextGaussian())
                                                * factor(Incident.Kind.DELAY, name, start)));
                out.accept(spread("rtcp_mos", start, answered, () -> score(start)));
            }
            if (failed > 0) {
                out.accept(count("call_ends", start, failed, "outcome", "failed"));
            }
            if (others > 0) {
                out.accept(count("call_ends", start, others, "outcome", "busy"));
            }
        }

        private double duration(long start) {
            double brief = 0.04 * factor(Incident.Kind.SHORT, name, start);
            return random.nextDouble() < brief
                    ? 2
                    : 6
                            + 150
                                    * factor(Incident.Kind.DURATION, name, start)
                                    * -Math.log(1 - random.nextDouble());
        }

        private double score(long start) {
            double score =
                    random.nextDouble() < 0.04
                            ? 3.5 + 0.2 * random.nextGaussian()
                            : 4.35 - Math.abs(0.06 * random.nextGaussian());
            return score * factor(Incident.Kind.SCORE, name, start);
        }

        private Measurement spread(String metric, long start, long n, DoubleSupplier value) {
            Distribution values = new Distribution();
            for (long i = Math.min(n, DRAWN); i > 0; i--) {
                values.add(value.getAsDouble());
            }
            return new Measurement(
                    metric,
                    start,
                    start + STEP,
                    tags(name),
                    Map.of("count", (double) values.count()),
                    values.toBytes());
        }
    }
}
