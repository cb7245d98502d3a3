package io.siphon.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Raises the rate by steps until messages are lost, or stored late, and halves the last step. */
final class RateSearch {

    private static final double STEP = 1.25;
    private static final double OF_ASKED = 0.95;
    private static final String ROW = "%10s %10s %10s %8s %12s %12s %12s %8s %8s%n";

    private final double from;
    private final double stepSeconds;
    private final PrintStream out;
    private BenchResult best;

    /**
     * @param from messages a second to begin with
     * @param stepSeconds how long each rate is held
     */
    RateSearch(double from, double stepSeconds, PrintStream out) {
        this.from = from;
        this.stepSeconds = stepSeconds;
        this.out = out;
    }

    /** The highest rate without loss; the first when that is too high already. */
    BenchResult on(Benchmark benchmark) throws Exception {
        out.printf(
                ROW,
                "asked/s",
                "sent/s",
                "lost",
                "late s",
                "CPU itself",
                "database",
                "generator",
                "p50 ms",
                "p99 ms");
        benchmark.begin(out);
        double good = 0;
        double rate = from;
        BenchResult result = step(benchmark, rate);
        best = result;
        while (passed(result, rate)) {
            good = rate;
            rate *= STEP;
            result = step(benchmark, rate);
        }
        boolean generator = result.lossFree();
        if (good > 0 && !generator) {
            rate = (good + rate) / 2;
            if (passed(step(benchmark, rate), rate)) {
                good = rate;
            }
        }
        out.printf(
                Locale.ROOT,
                "highest rate without loss: %,.0f/s%s%n",
                good,
                generator ? "; the generator does not reach more" : "");
        return best;
    }

    private BenchResult step(Benchmark benchmark, double rate) throws Exception {
        benchmark.lead(rate);
        BenchResult r = benchmark.measure((long) (rate * stepSeconds), rate);
        out.printf(
                ROW,
                number(rate),
                number(r.rate()),
                number(r.sent() - r.stored()),
                figure(r.drainSeconds()),
                figure(r.per100k(r.collectorCpu())),
                figure(r.per100k(r.databaseCpu())),
                figure(r.per100k(r.generatorCpu())),
                r.p50Ms() < 0 ? "" : r.p50Ms(),
                r.p99Ms() < 0 ? "" : r.p99Ms());
        return r;
    }

    private boolean passed(BenchResult result, double rate) {
        boolean passed = result.lossFree() && result.rate() > OF_ASKED * rate;
        best = passed ? result : best;
        return passed;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
