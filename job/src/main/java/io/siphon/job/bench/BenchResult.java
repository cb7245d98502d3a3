package io.siphon.job.bench;

import java.util.Locale;

/**
 * What one run of a benchmark gave.
 *
 * @param collector whose
 * @param sent messages
 * @param stored of them
 * @param kernelDrops datagrams that overran the socket's buffer
 * @param undecodable rows of that table; -1 where there is no such thing
 * @param seconds from the first message sent to the last
 * @param collectorCpu CPU seconds of the process for all messages, user and system
 * @param databaseCpu of the database server; 0 when it is in the process
 * @param generatorCpu of the sending process
 * @param peakRssMb of the collector
 * @param p50Ms from a message's time to its commit, ms; -1 where it is not known
 */
public record BenchResult(
        String collector,
        long sent,
        long stored,
        long kernelDrops,
        long undecodable,
        double seconds,
        double collectorCpu,
        double databaseCpu,
        double generatorCpu,
        long peakRssMb,
        long p50Ms,
        long p99Ms) {

    /** CPU seconds for 100,000 messages stored. */
    double per100k(double cpuSeconds) {
        return cpuSeconds * 100_000 / Math.max(1, stored);
    }

    /** How many times as much CPU a message as the other, without the databases. */
    public double collectorShare(BenchResult other) {
        return per100k(collectorCpu) / other.per100k(other.collectorCpu);
    }

    /** The same with the databases. */
    public double totalShare(BenchResult other) {
        return per100k(collectorCpu + databaseCpu)
                / other.per100k(other.collectorCpu + other.databaseCpu);
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                """
                %s
                  sent           %,d in %.1f s (%,.0f/s)
                  stored         %,d
                  dropped        %,d in the kernel, %s
                  CPU s/100,000  %.2f itself, %.2f database, %.2f generator
                  peak memory    %,d MB
                  latency        %s
                """,
                collector,
                sent,
                seconds,
                sent / seconds,
                stored,
                kernelDrops,
                undecodable < 0 ? "others not known" : undecodable + " undecodable",
                per100k(collectorCpu),
                per100k(databaseCpu),
                per100k(generatorCpu),
                peakRssMb,
                p50Ms < 0 ? "not known" : "p50 " + p50Ms + " ms, p99 " + p99Ms + " ms");
    }

    /** One line. */
    public String json() {
        return String.format(
                Locale.ROOT,
                "{\"collector\":\"%s\",\"sent\":%d,\"stored\":%d,\"drops\":{\"kernel\":%d,"
                        + "\"undecodable\":%d},\"cpu_s_per_100k\":{\"siphon\":%.2f,"
                        + "\"database\":%.2f,\"generator\":%.2f},\"peak_rss_mb\":%d,"
                        + "\"latency_ms\":{\"p50\":%d,\"p99\":%d}}",
                collector,
                sent,
                stored,
                kernelDrops,
                undecodable,
                per100k(collectorCpu),
                per100k(databaseCpu),
                per100k(generatorCpu),
                peakRssMb,
                p50Ms,
                p99Ms);
    }
}
