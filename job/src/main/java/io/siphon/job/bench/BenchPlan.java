package io.siphon.job.bench;

import io.siphon.job.ConfigurationException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is to be measured.
 *
 * @param store h2, postgres or mariadb
 * @param rate messages a second
 * @param warmUp messages that are sent before, and not counted
 * @param meanCall of answered calls, from answer to BYE
 * @param runArguments further ones of {@code siphon run}
 */
public record BenchPlan(
        String store,
        double rate,
        long warmUp,
        long messages,
        Duration meanCall,
        List<String> runArguments) {

    /** Siphon with everything on. */
    public BenchResult siphon() throws Exception {
        Path folder = Files.createTempDirectory("siphon-bench-");
        try (BenchStore database = BenchStore.start(kind(), folder)) {
            database.prepare();
            try (SiphonCollector siphon = SiphonCollector.start(database, folder, runArguments)) {
                return new Benchmark(database, rate, meanCall).run(siphon, warmUp, messages);
            }
        } finally {
            delete(folder);
        }
    }

    /** Kamailio's sipcapture, always with PostgreSQL. */
    public BenchResult kamailio() throws Exception {
        try (BenchStore database = BenchStore.start(BenchStore.Kind.POSTGRES, null);
                KamailioCollector kamailio = KamailioCollector.start(database)) {
            return new Benchmark(database, rate, meanCall).run(kamailio, warmUp, messages);
        }
    }

    private BenchStore.Kind kind() {
        try {
            return BenchStore.Kind.valueOf(store.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "--store: got "
                            + store
                            + ", expected one of "
                            + Arrays.toString(BenchStore.Kind.values()).toLowerCase(Locale.ROOT),
                    e);
        }
    }

    private static void delete(Path folder) throws java.io.IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
