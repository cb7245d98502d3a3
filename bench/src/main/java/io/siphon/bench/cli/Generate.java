package io.siphon.bench.cli;

import io.siphon.bench.generate.B2bua;
import io.siphon.bench.generate.HepCaptureFile;
import io.siphon.bench.generate.HepTarget;
import io.siphon.bench.generate.Traffic;
import io.siphon.job.cli.Checks;
import io.siphon.job.config.ConfigurationException;
import io.siphon.schema.EpochMicros;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code siphon generate}: plausible HEP traffic, for a first look, tests and benchmarks. */
@Command(
        name = "generate",
        description =
                "Send plausible HEP 3 traffic: calls that are answered, busy, cancelled, challenged"
                        + " or fail, with RTCP. The same seed gives the same calls.",
        mixinStandardHelpOptions = true)
public final class Generate implements Callable<Integer> {

    private static final long HOUR = 3_600_000_000L;

    @Option(
            names = "--calls",
            defaultValue = "100",
            description = "Number of calls (default: 100).")
    private long calls;

    @Option(
            names = "--rate",
            paramLabel = "CPS",
            defaultValue = "10",
            description = "Calls begun a second (default: 10).")
    private double rate;

    @Option(
            names = "--mean-duration",
            paramLabel = "SECONDS",
            defaultValue = "8",
            description = "Duration of an answered call, from answer to BYE (default: 8).")
    private double meanDuration;

    @Option(
            names = "--to",
            paramLabel = "URI",
            defaultValue = "udp://127.0.0.1:9060",
            description = "Where to send: udp:// or tcp:// (default: udp://127.0.0.1:9060).")
    private String to;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write a capture of HEP datagrams instead, without waiting, for siphon"
                            + " backfill. Its last call begins an hour ago.")
    private Path out;

    @Option(
            names = "--b2bua",
            paramLabel = "KIND",
            description =
                    "Two legs a call, through an SBC (sbc: X-CID, own media), a B2BUA that"
                            + " passes SDP on (transparent), or one that keeps only the numbers"
                            + " (nolink).")
    private String b2bua;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the calls (default: 1).")
    private long seed;

    private B2bua kind() {
        try {
            return b2bua == null ? B2bua.NONE : B2bua.of(b2bua);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--b2bua: " + e.getMessage(), e);
        }
    }

    @Override
    public Integer call() throws Exception {
        Checks.positive("--rate", rate);
        Checks.positive("--calls", calls);
        Checks.positive("--mean-duration", meanDuration);
        Traffic traffic =
                new Traffic(calls, rate, Duration.ofMillis((long) (1000 * meanDuration)), seed)
                        .through(kind());
        System.out.println(out == null ? send(traffic) : write(traffic));
        System.out.println(
                traffic.outcomes().entrySet().stream()
                        .map(entry -> entry.getKey().text() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        return 0;
    }

    private String send(Traffic traffic) throws IOException {
        try (HepTarget target = HepTarget.open(to)) {
            traffic.sendTo(target);
            return target.summary(target.sent() + " messages of " + calls + " calls");
        }
    }

    private String write(Traffic traffic) {
        try (HepCaptureFile file = new HepCaptureFile(out)) {
            // calls end later than they begin, and no message is of the future
            long from = EpochMicros.now() - (long) (1_000_000 * calls / rate) - HOUR;
            long messages = traffic.writeTo(file, from);
            return "wrote " + messages + " messages of " + calls + " calls to " + out;
        } catch (IOException e) {
            throw new ConfigurationException("--out: cannot write " + out + ": " + e, e);
        }
    }
}
