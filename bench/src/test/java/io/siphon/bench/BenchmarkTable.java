package io.siphon.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Runs the JMH benchmarks on the class path, as {@code mvn -Pbench verify} does, and ends with one
 * table: time and garbage an operation. Takes JMH's own arguments: {@code SipPeers -wi 5 -i 10}.
 */
public final class BenchmarkTable {

    private BenchmarkTable() {}

    public static void main(String[] args) throws Exception {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .parent(new CommandLineOptions(args))
                                        .addProfiler(GCProfiler.class)
                                        .build())
                        .run();
        System.out.print(text(results));
    }

    static String text(Collection<RunResult> results) {
        StringBuilder table =
                new StringBuilder(
                        String.format(
                                "%n%-62s %12s %10s %10s%n",
                                "benchmark", "ns/op", "+-", "bytes/op"));
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> garbage = result.getSecondaryResults().get("gc.alloc.rate.norm");
            table.append(
                    String.format(
                            Locale.ROOT,
                            "%-62s %12.1f %10.1f %10s%n",
                            name(result.getParams()),
                            time.getScore(),
                            time.getScoreError(),
                            garbage == null
                                    ? ""
                                    : String.format(Locale.ROOT, "%.0f", garbage.getScore())));
        }
        return table.toString();
    }

    /** {@code SipPeersBenchmark.identity JAIN invite}, without package and "Benchmark". */
    private static String name(BenchmarkParams params) {
        String name = params.getBenchmark();
        int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1).replace("Benchmark.", ".")
                + params.getParamsKeys().stream()
                        .map(key -> " " + params.getParam(key))
                        .collect(Collectors.joining());
    }
}
