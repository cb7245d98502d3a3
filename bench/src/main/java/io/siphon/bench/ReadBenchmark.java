package io.siphon.bench;

import io.siphon.bench.server.ServerProcess;
import io.siphon.job.cli.Main;
import io.siphon.job.config.ConfigurationException;
import io.siphon.sources.pcap.PcapFile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A capture file read by tshark's SIP statistics, by Siphon's reader doing the same, and by {@code
 * siphon backfill} into H2: each a process of its own, its start included.
 */
public final class ReadBenchmark {

    private static final long PATIENCE_SECONDS = 3600;
    private static final Pattern TSHARK_SIP = Pattern.compile("Number of SIP messages: (\\d+)");
    private static final String ROW = "%-34s %10s %10s %10s %12s %14s%n";

    /**
     * One reading of the file.
     *
     * @param messages of SIP
     * @param cpuSeconds user and system
     */
    public record Reading(String by, long messages, double seconds, double cpuSeconds) {}

    /** All readings of the file, in one line of JSON. */
    public record Readings(
            double megabytes, long packets, Reading tshark, Reading reading, Reading storing) {

        public String json() {
            return "{\"packets\":%d,\"tshark\":%s,\"reading\":%s,\"storing\":%s}"
                    .formatted(packets, json(tshark), json(reading), json(storing));
        }

        private String json(Reading reading) {
            return String.format(
                    Locale.ROOT,
                    "{\"messages\":%d,\"seconds\":%.2f,\"cpu_s\":%.2f,\"mb_per_s\":%.1f,\"packets_per_s\":%.0f}",
                    reading.messages(),
                    reading.seconds(),
                    reading.cpuSeconds(),
                    megabytes / reading.seconds(),
                    packets / reading.seconds());
        }
    }

    private interface Work {
        /** Returns how many messages of SIP there were. */
        long run() throws Exception;
    }

    private final Path file;
    private final PrintStream out;
    private final double megabytes;
    private long packets;

    public ReadBenchmark(Path file, PrintStream out) throws IOException {
        if (!Files.isReadable(file)) {
            throw new ConfigurationException("--read: cannot read " + file);
        }
        this.file = file.toAbsolutePath();
        this.out = out;
        megabytes = Files.size(file) / 1e6;
    }

    /** Reads it in all three ways, and prints a line of each. */
    public Readings run() throws Exception {
        Path folder = Files.createTempDirectory("siphon-bench-");
        try {
            packets = packets();
            out.printf(
                    Locale.ROOT,
                    "%s: %.1f MB, %,d packets%n",
                    file.getFileName(),
                    megabytes,
                    packets);
            out.printf(ROW, "", "SIP", "seconds", "CPU s", "MB/s", "packets/s");
            Reading tshark = print(measure("tshark -q -z sip,stat", () -> tshark(folder)));
            Reading reading = print(measure("siphon, the same", () -> reading(folder)));
            Reading storing = print(measure("siphon backfill into H2", () -> storing(folder)));
            out.printf(
                    Locale.ROOT,
                    "ratio tshark/siphon: time %.1f, CPU %.1f; storing in H2: time %.1f, CPU %.1f%n",
                    tshark.seconds() / reading.seconds(),
                    tshark.cpuSeconds() / reading.cpuSeconds(),
                    tshark.seconds() / storing.seconds(),
                    tshark.cpuSeconds() / storing.cpuSeconds());
            return new Readings(megabytes, packets, tshark, reading, storing);
        } finally {
            BenchPlan.delete(folder);
        }
    }

    /** Reads it once, so that nobody reads the disk after. */
    private long packets() throws IOException {
        long count = 0;
        try (PcapFile capture = PcapFile.open(file)) {
            while (capture.next() != null) {
                count++;
            }
        }
        return count;
    }

    private long tshark(Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("tshark.out");
        Process process =
                new ProcessBuilder(
                                ServerProcess.binary("tshark", "/usr/bin/tshark"),
                                "-q",
                                "-z",
                                "sip,stat",
                                "-r",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("tshark failed:\n" + ServerProcess.lastLines(output));
        }
        Matcher messages = TSHARK_SIP.matcher(Files.readString(output));
        return messages.find() ? Long.parseLong(messages.group(1)) : 0;
    }

    private long reading(Path folder) throws IOException, InterruptedException {
        try (Launch launch = Launch.of(CaptureReading.class, folder, List.of(file.toString()))) {
            launch.awaitEnd(PATIENCE_SECONDS);
            return launch.output()
                    .lines()
                    .filter(line -> line.startsWith(CaptureReading.SIP))
                    .mapToLong(line -> Long.parseLong(line.substring(CaptureReading.SIP.length())))
                    .sum();
        }
    }

    private long storing(Path folder) throws Exception {
        List<String> arguments =
                List.of(
                        "backfill",
                        "-Drest.port=" + ServerProcess.freePort(),
                        "-Ddata.dir=" + folder,
                        file.toString());
        try (Launch launch = Launch.of(Main.class, folder, arguments)) {
            launch.awaitEnd(PATIENCE_SECONDS);
        }
        try (BenchStore database = BenchStore.start(BenchStore.Kind.H2, folder)) {
            return database.rows("sip_trace");
        }
    }

    private static Reading measure(String by, Work work) throws Exception {
        double cpu = CpuTime.ofEndedChildren();
        long start = System.nanoTime();
        long messages = work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Reading(by, messages, seconds, CpuTime.ofEndedChildren() - cpu);
    }

    private Reading print(Reading reading) {
        out.printf(
                ROW,
                reading.by(),
                String.format(Locale.ROOT, "%,d", reading.messages()),
                String.format(Locale.ROOT, "%.2f", reading.seconds()),
                String.format(Locale.ROOT, "%.2f", reading.cpuSeconds()),
                String.format(Locale.ROOT, "%.1f", megabytes / reading.seconds()),
                String.format(Locale.ROOT, "%,.0f", packets / reading.seconds()));
        return reading;
    }
}
