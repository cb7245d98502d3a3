package io.siphon.bench;

import io.siphon.job.config.ConfigurationException;

import org.apache.flink.configuration.MemorySize;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is to be measured.
 *
 * @param store h2, postgres or mariadb
 * @param findRate whether the rate is raised until messages are lost; the workload's messages then
 *     tell how long each rate is held
 * @param prefill messages that are in the database before
 * @param receiveBuffer that sockets ask for, of Siphon and of a peer
 * @param runArguments further ones of {@code siphon run}
 */
public record BenchPlan(
        String store,
        Workload work,
        boolean findRate,
        long prefill,
        MemorySize receiveBuffer,
        List<String> runArguments) {

    /** Siphon with everything on. */
    public BenchResult siphon(PrintStream progress) throws Exception {
        BenchStore.Kind kind = kind();
        if (findRate && kind == BenchStore.Kind.H2) {
            throw new ConfigurationException(
                    "--find-rate: h2 cannot be asked while Siphon runs, expected --store postgres"
                            + " or mariadb");
        }
        Path folder = Files.createTempDirectory("siphon-bench-");
        try (BenchStore database = BenchStore.start(kind, folder)) {
            database.prepare();
            database.prefill(prefill, progress);
            try (SiphonCollector siphon =
                    SiphonCollector.start(database, folder, siphonArguments())) {
                return measure(siphon, database, work, folder, progress);
            }
        } finally {
            delete(folder);
        }
    }

    /** Kamailio's sipcapture, always with PostgreSQL. */
    public BenchResult kamailio(PrintStream progress) throws Exception {
        Path folder = Files.createTempDirectory("siphon-bench-");
        try (BenchStore database = BenchStore.start(BenchStore.Kind.POSTGRES, null);
                KamailioCollector kamailio =
                        KamailioCollector.start(database, receiveBuffer.getBytes())) {
            return measure(kamailio, database, work.compiled(), folder, progress);
        } finally {
            delete(folder);
        }
    }

    /** The source alone: received, decoded, counted; nothing is followed or stored. */
    public BenchResult capture(CaptureStage stage, PrintStream progress) throws Exception {
        Path folder = Files.createTempDirectory("siphon-bench-");
        try (CaptureCollector capture = CaptureCollector.start(stage, folder, siphonArguments())) {
            return measure(capture, null, work, folder, progress);
        } finally {
            delete(folder);
        }
    }

    private BenchResult measure(
            Collector collector,
            BenchStore database,
            Workload traffic,
            Path folder,
            PrintStream progress)
            throws Exception {
        try (Benchmark benchmark = new Benchmark(collector, database, traffic, folder)) {
            return findRate
                    ? new RateSearch(traffic.rate(), traffic.messages() / traffic.rate(), progress)
                            .on(benchmark)
                    : benchmark.once(progress);
        }
    }

    private List<String> siphonArguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("-Dhep.udp.receive-buffer=" + receiveBuffer.getBytes() + "b");
        arguments.addAll(runArguments);
        return arguments;
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

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
