package io.siphon.job.command;

import io.siphon.job.ConfigurationException;
import io.siphon.job.bench.BenchPlan;
import io.siphon.job.bench.BenchResult;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code siphon bench}: what a message costs on this machine, from datagram to row. */
@Command(
        name = "bench",
        description =
                "Send generated HEP 3 over loopback to a siphon run of its own with a database of its"
                        + " own, and tell what was stored, lost and spent. Needs the database's Debian"
                        + " package.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    @Option(
            names = "--rate",
            defaultValue = "2000",
            description = "Messages a second (default: 2000).")
    private double rate;

    @Option(
            names = "--messages",
            defaultValue = "100000",
            description = "How many are measured (default: 100000).")
    private long messages;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "50000",
            description = "How many go before, uncounted (default: 50000).")
    private long warmUp;

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
    private String peer;

    @Option(names = "--smoke", description = "A few seconds only, to see that it works.")
    private boolean smoke;

    @Option(names = "--json", description = "End with one line of JSON for each collector.")
    private boolean json;

    @Parameters(
            paramLabel = "ARG",
            description = "Further arguments of siphon run, after --: -Dkey=value.")
    private List<String> runArguments = List.of();

    @Override
    public Integer call() throws Exception {
        Checks.positive("--rate", rate);
        Checks.positive("--messages", messages);
        if (peer != null && !peer.equals("kamailio")) {
            throw new ConfigurationException("--peer: got " + peer + ", expected kamailio");
        }
        BenchPlan plan =
                smoke
                        ? new BenchPlan(store, 500, 0, 1000, Duration.ofMillis(200), runArguments)
                        : new BenchPlan(
                                store, rate, warmUp, messages, Duration.ofSeconds(3), runArguments);
        BenchResult siphon = plan.siphon();
        System.out.print(siphon.text());
        BenchResult other = peer == null ? null : plan.kamailio();
        if (other != null) {
            System.out.print(other.text());
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
        return 0;
    }
}
