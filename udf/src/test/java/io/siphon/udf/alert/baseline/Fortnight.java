package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.QosSettings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Some weeks and a fortnight of generated traffic, in which known things go wrong: what is found,
 * how soon, and what is found that is none.
 */
final class Fortnight {

    private static final long START = Traffic.MONDAY + 6 * 7 * Traffic.DAY;
    private static final long END = START + 14 * Traffic.DAY;

    /** What follows of an incident is none of its own: a drop fills up the last hour. */
    private static final long AFTERWARDS = 2 * Traffic.HOUR;

    private static final long GAP = 30 * Traffic.MINUTE;

    /** Friday of the first week is a holiday. */
    private static final List<Long> HOLIDAYS = List.of(START / Traffic.DAY + 4);

    /** Calls in the busiest five minutes. */
    private static final Map<String, Double> TRUNKS = new LinkedHashMap<>();

    static {
        TRUNKS.put("large", 900.0);
        TRUNKS.put("medium", 250.0);
        TRUNKS.put("small", 60.0);
    }

    static final BaselineSettings SETTINGS =
            BaselineSettings.defaults()
                    .withWindows(
                            new QosSettings(Duration.ofMinutes(5), Duration.ofSeconds(60), 10_000))
                    .withHolidays(HOLIDAYS);

    private final List<Incident> incidents = new ArrayList<>();
    private final Map<String, List<Long>> minutesToDetect = new LinkedHashMap<>();
    private final Map<String, Integer> happened = new LinkedHashMap<>();
    private final List<String> falseAlarms = new ArrayList<>();
    private final int weeksBefore;
    private int episodes;
    private int seeds;

    /**
     * @param weeksBefore that are learnt, six at most
     */
    Fortnight(int weeksBefore) {
        this.weeksBefore = weeksBefore;
    }

    /** All incidents on each trunk, at hours of work. */
    private static List<Incident> incidents() {
        List<Incident> all = new ArrayList<>();
        for (String trunk : TRUNKS.keySet()) {
            add(all, trunk, 0, 10, 60, Incident.Kind.TRAFFIC, 0.7, "traffic drops by 30 %");
            add(all, trunk, 1, 14, 60, Incident.Kind.TRAFFIC, 0.4, "traffic drops by 60 %");
            add(all, trunk, 2, 11, 90, Incident.Kind.TRAFFIC, 0.9, "traffic drops by 10 %");
            add(all, trunk, 3, 15, 60, Incident.Kind.TRAFFIC, 0, "traffic stops");
            add(all, trunk, 7, 10, 30, Incident.Kind.TRAFFIC, 3, "flood: 3 times the calls");
            add(all, trunk, 8, 10, 60, Incident.Kind.ANSWERS, 0.6, "ASR drops from 56 to 34 %");
            add(all, trunk, 8, 15, 60, Incident.Kind.ANSWERS, 0.8, "ASR drops from 56 to 45 %");
            add(all, trunk, 9, 10, 60, Incident.Kind.DELAY, 2.2, "PDD is 2.2 times as long");
            add(all, trunk, 9, 15, 60, Incident.Kind.SCORE, 0.9, "MOS falls by a tenth");
            add(all, trunk, 10, 10, 60, Incident.Kind.SHORT, 8, "32 % of calls are short");
            add(all, trunk, 10, 15, 90, Incident.Kind.DURATION, 0.3, "ACD falls to a third");
        }
        return all;
    }

    private static void add(
            List<Incident> all,
            String trunk,
            int day,
            int hour,
            int minutes,
            Incident.Kind kind,
            double factor,
            String label) {
        long start = START + day * Traffic.DAY + hour * Traffic.HOUR;
        all.add(new Incident(kind, trunk, start, minutes, factor, label));
    }

    static Traffic traffic(long seed) {
        Traffic traffic = new Traffic(seed, HOLIDAYS, incidents());
        TRUNKS.forEach(traffic::trunk);
        return traffic;
    }

    /** Runs one, through the operators. */
    List<Finding> run(long seed) throws Exception {
        List<Finding> alerts;
        try (BaselineOperators operators = new BaselineOperators(SETTINGS)) {
            traffic(seed)
                    .generate(
                            START - weeksBefore * 7 * Traffic.DAY,
                            END,
                            window -> operators.accept(window, window.startMicros() < START));
            alerts = operators.finish();
        }
        score(seed, alerts);
        return alerts;
    }

    /** Runs one as {@code siphon alerts --rejudge} does, which takes less time. */
    List<Finding> replay(long seed) {
        List<Finding> alerts = new ArrayList<>();
        BaselineReplay replay = new BaselineReplay(SETTINGS, START, alerts::add);
        traffic(seed).generate(START - weeksBefore * 7 * Traffic.DAY, END, replay::accept);
        replay.finish();
        score(seed, alerts);
        return alerts;
    }

    private void score(long seed, List<Finding> alerts) {
        seeds++;
        incidents.clear();
        incidents.addAll(incidents());
        for (Incident incident : incidents) {
            String row = incident.label() + " | " + incident.trunk();
            happened.merge(row, 1, Integer::sum);
            minutesToDetect.computeIfAbsent(row, key -> new ArrayList<>());
            alerts.stream()
                    .filter(alert -> alert.detector().equals(incident.kind().detector))
                    .filter(alert -> alert.subject().equals(incident.trunk()))
                    .filter(alert -> incident.isAt(alert.startMicros()))
                    .mapToLong(
                            alert -> (alert.endMicros() - incident.startMicros()) / Traffic.MINUTE)
                    .min()
                    .ifPresent(minutes -> minutesToDetect.get(row).add(minutes));
        }
        for (Finding alert : beginnings(alerts)) {
            episodes++;
            if (incidents.stream().noneMatch(incident -> explains(incident, alert))) {
                falseAlarms.add(
                        "seed %d, day %.2f: %s %s"
                                .formatted(
                                        seed,
                                        (alert.startMicros() - START) / (double) Traffic.DAY,
                                        alert.detector(),
                                        alert.text()));
            }
        }
    }

    private static boolean explains(Incident incident, Finding alert) {
        return incident.trunk().equals(alert.subject())
                && alert.startMicros() >= incident.startMicros()
                && alert.startMicros() < incident.endMicros() + AFTERWARDS;
    }

    /** The first alert of each life. */
    private static List<Finding> beginnings(List<Finding> alerts) {
        Map<String, Long> last = new LinkedHashMap<>();
        List<Finding> first = new ArrayList<>();
        alerts.stream()
                .sorted(Comparator.comparingLong(Finding::startMicros))
                .forEach(
                        alert -> {
                            String life = alert.detector() + " " + alert.subject();
                            Long before = last.put(life, alert.endMicros());
                            if (before == null || alert.startMicros() - before > GAP) {
                                first.add(alert);
                            }
                        });
        return first;
    }

    List<String> falseAlarms() {
        return falseAlarms;
    }

    double precision() {
        return 1 - falseAlarms.size() / (double) episodes;
    }

    /** A series is one detector's of a trunk. */
    double falseAlarmsPerSeriesAndWeek() {
        return falseAlarms.size() / (double) seriesAndWeeks();
    }

    /** How many series and weeks that is of. */
    int seriesAndWeeks() {
        return seeds * TRUNKS.size() * BaselineDetectors.ON_BY_DEFAULT.size() * 2;
    }

    /** Found of all that happened. */
    double recall(String label) {
        return of(label, row -> minutesToDetect.get(row).size())
                / (double) of(label, happened::get);
    }

    private int of(String label, java.util.function.ToIntFunction<String> number) {
        return happened.keySet().stream()
                .filter(row -> row.startsWith(label))
                .mapToInt(number)
                .sum();
    }

    /** The rows of the table in {@code docs/alerts.md}. */
    String table() {
        StringBuilder table = new StringBuilder();
        happened.forEach(
                (row, n) -> {
                    List<Long> minutes = minutesToDetect.get(row).stream().sorted().toList();
                    table.append(
                            String.format(
                                    Locale.ROOT,
                                    "| %s | %d of %d | %s |%n",
                                    row,
                                    minutes.size(),
                                    n,
                                    minutes.isEmpty()
                                            ? "–"
                                            : minutes.get(minutes.size() / 2) + " min"));
                });
        return table.toString();
    }
}
