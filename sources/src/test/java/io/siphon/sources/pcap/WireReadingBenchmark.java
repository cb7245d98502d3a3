package io.siphon.sources.pcap;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How fast captures are read, from the file to packets: one thread, its CPU time and that of the
 * clock. The peer is {@code time tshark -q -z sip,stat -r FILE} on the same file; both first read
 * it once, so that it lies in the page cache.
 */
public final class WireReadingBenchmark {

    private static final int ROUNDS = 3;

    public static void main(String[] args) throws IOException {
        for (String name : args) {
            for (int round = 0; round < ROUNDS; round++) {
                measure(Path.of(name));
            }
        }
    }

    private static void measure(Path path) throws IOException {
        long[] packets = new long[1];
        long clock = System.nanoTime();
        long cpu = cpuNanos();
        WireMessages messages = new WireMessages(Wire.SETTINGS, packet -> packets[0]++);
        try (PcapFile file = PcapFile.open(path)) {
            for (PcapRecord record = file.next(); record != null; record = file.next()) {
                messages.accept(record);
            }
        }
        messages.end();
        double seconds = (System.nanoTime() - clock) / 1e9;
        double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        double megabytes = Files.size(path) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f MB, %,d frames, %,d packets; %.2f s, CPU %.2f s: %.0f MB/s, %,.0f"
                        + " frames/s of CPU%n",
                path.getFileName(),
                megabytes,
                messages.counts().frames,
                packets[0],
                seconds,
                cpuSeconds,
                megabytes / cpuSeconds,
                messages.counts().frames / cpuSeconds);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private WireReadingBenchmark() {}
}
