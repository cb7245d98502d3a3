package io.siphon.bench.cli;

import io.siphon.bench.BenchPlan;
import io.siphon.bench.BenchResult;
import io.siphon.bench.CaptureStage;
import io.siphon.bench.ConsoleBenchmark;
import io.siphon.bench.ReadBenchmark;
import io.siphon.bench.Workload;
import io.siphon.console.report.Lengths;
import io.siphon.job.cli.Checks;
import io.siphon.job.config.ConfigurationException;

import org.apache.flink.configuration.MemorySize;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import javax.annotation.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code siphon bench}: what a message costs on this machine, from datagram to row. */
@Command(
        name = "bench",
        description =
                "Send generated HEP 3 over loopback to a separate siphon run with a separate"
                        + " database, and report what was stored, lost and spent. Needs the database's"
                        + " Debian package. docs/benchmarks.md lists the commands.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Bench implements Callable<Integer> {

    private static final double WARM_UP_RATE = 16_000;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "5000",
            description = "Messages a second (default: 5000).")
    private double rate;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Number of measured messages (default: 100000).")
    private long messages;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2000000",
            description =
                    "Number of messages before the measurement, while the JVM compiles"
                            + " (default: 2000000).")
    private long warmUp;

    @Option(
            names = "--warm-up-rate",
            paramLabel = "R",
            description =
                    "Messages a second before the measurement: the JVM compiles frequent"
                            + " code, which takes long at a low rate (default: 16000, or --rate if that"
                            + " is higher).")
    @Nullable
    private Double warmUpRate;

    @Option(
            names = "--store",
            defaultValue = "postgres",
            description = "h2, postgres or mariadb (default: postgres).")
    private String store;

    @Option(
            names = "--peer",
            description =
                    "kamailio: the same traffic into Kamailio's sipcapture with PostgreSQL as well,"
                            + " and the ratios.")
    @Nullable
    private String peer;

    @Option(
            names = "--find-rate",
            description =
                    "Raise the rate by quarters from --rate until messages are lost or stored more"
                            + " than 2 s late; --messages divided by --rate is how many seconds each"
                            + " is held.")
    private boolean findRate;

    @Option(
            names = "--capture-only",
            paramLabel = "STAGE",
            description =
                    "Only the first part of the job, without trackers and stores. hep:"
                            + " receive and decode HEP; payload: parse the payload too. --rate 0 sends"
                            + " as fast as possible.")
    @Nullable
    private CaptureStage captureOnly;

    @Option(
            names = "--read",
            paramLabel = "FILE",
            description =
                    "Read a capture instead: tshark -q -z sip,stat, Siphon's reader doing the same,"
                            + " and siphon backfill into H2.")
    @Nullable
    private Path read;

    @Option(
            names = "--receive-buffer",
            paramLabel = "SIZE",
            defaultValue = "16mb",
            description =
                    "Receive buffer to request; the kernel grants net.core.rmem_max at most"
                            + " (default: 16mb).")
    private String receiveBuffer;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Parallelism of the job, and number of sockets (default: 1).")
    private int parallelism;

    @Option(
            names = "--mean-call",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "Duration of answered calls, from answer to BYE (default: 3).")
    private double meanCall;

    @Option(
            names = "--concurrent-calls",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Number of calls that are answered before and stay up: five messages"
                            + " each, at --rate (default: 0).")
    private long concurrentCalls;

    @Option(
            names = "--hot-call",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of all messages that belong to one call: 0.3 (default: 0).")
    private double hotCall;

    @Option(
            names = "--prefill",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of messages in the database before the measurement (default: 0).")
    private long prefill;

    @Option(
            names = "--console",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Measure the console instead: its searches and pages over this many"
                            + " messages of thirty days in PostgreSQL.")
    private long console;

    @Option(
            names = "--console-store",
            paramLabel = "URL",
            description =
                    "With --console: an existing PostgreSQL, with the user and password of"
                            + " the servers that the benchmark starts; it is filled if it has no calls"
                            + " (default: a temporary one).")
    @Nullable
    private String consoleStore;

    @Option(
            names = "--search-every",
            paramLabel = "TIME",
            description =
                    "Search in Siphon's console so often while messages are measured: 1s. The CPU of"
                            + " the console's threads and of PostgreSQL for it is told apart (default:"
                            + " not at all).")
    @Nullable
    private String searchEvery;

    @Option(names = "--smoke", description = "Run for a few seconds, to check that it works.")
    private boolean smoke;

    @Option(names = "--json", description = "End with one line of JSON for each collector.")
    private boolean json;

    @Parameters(
            paramLabel = "ARG",
            description = "Further arguments of siphon run, after --: -Dkey=value.")
    private List<String> runArguments = List.of();

    @Override
    public Integer call() throws Exception {
        if (read != null) {
            ReadBenchmark.Readings readings = new ReadBenchmark(read, System.out).run();
            if (json) {
                System.out.println(readings.json());
            }
            return 0;
        }
        if (console > 0) {
            return new ConsoleBenchmark(console, consoleStore, System.out).run() ? 0 : 1;
        }
        check();
        BenchPlan plan = plan();
        if (captureOnly != null) {
            print(plan.capture(captureOnly, System.out), null);
            return 0;
        }
        BenchResult siphon = plan.siphon(System.out);
        if (peer == null) {
            print(siphon, null);
        } else {
            System.out.print(siphon.text());
            print(siphon, plan.kamailio(System.out));
        }
        return 0;
    }

    private void check() {
        if (captureOnly == null || findRate || rate != 0) {
            Checks.positive("--rate", rate);
        }
        if (warmUpRate != null) {
            Checks.positive("--warm-up-rate", warmUpRate);
        }
        Checks.positive("--messages", messages);
        Checks.positive("--mean-call", meanCall);
        Checks.positive("--parallelism", parallelism);
        if (peer != null && !peer.equals("kamailio")) {
            throw new ConfigurationException("--peer: got " + peer + ", expected kamailio");
        }
        if (!(hotCall >= 0 && hotCall < 1)) {
            throw new ConfigurationException(
                    "--hot-call: got " + hotCall + ", expected a share from 0 to less than 1");
        }
    }

    private double warmUpRate() {
        if (warmUpRate != null) {
            return warmUpRate;
        }
        return rate == 0 ? 0 : Math.max(rate, WARM_UP_RATE);
    }

    private BenchPlan plan() {
        List<String> arguments = new ArrayList<>();
        arguments.add("-Dparallelism.default=" + parallelism);
        arguments.add("-Dhep.udp.sockets=" + parallelism);
        arguments.addAll(runArguments);
        Duration mean = Duration.ofMillis((long) (1000 * meanCall));
        return new BenchPlan(
                store,
                smoke
                        ? new Workload(
                                500,
                                0,
                                500,
                                1000,
                                Duration.ofMillis(200),
                                hotCall,
                                0,
                                searchEvery())
                        : new Workload(
                                rate,
                                warmUp,
                                warmUpRate(),
                                messages,
                                mean,
                                hotCall,
                                concurrentCalls,
                                searchEvery()),
                findRate,
                prefill,
                bytes(),
                arguments);
    }

    @Nullable
    private Duration searchEvery() {
        if (searchEvery == null) {
            return null;
        }
        try {
            return Lengths.parse(searchEvery);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "--search-every: got " + searchEvery + ", expected a time like 1s", e);
        }
    }

    private MemorySize bytes() {
        try {
            return MemorySize.parse(receiveBuffer);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "--receive-buffer: got " + receiveBuffer + ", expected a size like 4mb", e);
        }
    }

    private void print(BenchResult siphon, @Nullable BenchResult other) {
        System.out.print((other == null ? siphon : other).text());
        if (other != null) {
            System.out.printf(
                    Locale.ROOT,
                    "ratio kamailio/siphon of CPU a message: process %.1f, with database %.1f%n",
                    other.collectorShare(siphon),
                    other.totalShare(siphon));
        }
        if (json) {
            if (other != null) {
                System.out.println(other.json());
            }
            System.out.println(siphon.json());
        }
    }
}
