package io.siphon.bench;

import javax.annotation.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * What one run of a benchmark gave.
 *
 * @param collector whose
 * @param sent messages
 * @param stored of them
 * @param kernelDrops datagrams that overran the socket's buffer
 * @param drops others; null where they are not known
 * @param seconds from the first message sent to the last
 * @param drainSeconds from then to the last one stored; -1 where that is not known
 * @param startSeconds from exec to listening
 * @param collectorCpu CPU seconds of the process for all messages, user and system; without those
 *     of searches
 * @param databaseCpu of the database server, without that of searches; 0 when it is in the process,
 *     or there is none
 * @param generatorCpu of the sending process
 * @param peakRssMb of the collector
 * @param p50Ms from a message's time to its commit, ms; -1 where it is not known
 * @param tables what room they take, with all messages; none where nothing is stored
 * @param searches meanwhile; null where there were none
 */
public record BenchResult(
        String collector,
        long sent,
        long stored,
        long kernelDrops,
        @Nullable Drops drops,
        double seconds,
        double drainSeconds,
        double startSeconds,
        double collectorCpu,
        double databaseCpu,
        double generatorCpu,
        long peakRssMb,
        long p50Ms,
        long p99Ms,
        List<TableBytes> tables,
        @Nullable SearchResult searches) {

    /** A database that is this far behind at the end does not keep up. */
    private static final double KEEPS_UP_SECONDS = 2;

    /** CPU seconds for 100,000 messages stored. */
    double per100k(double cpuSeconds) {
        return cpuSeconds * 100_000 / Math.max(1, stored);
    }

    /** Messages a second. */
    double rate() {
        return sent / seconds;
    }

    /** Whether everything sent was stored, and soon. */
    boolean lossFree() {
        return stored == sent && kernelDrops == 0 && drainSeconds < KEEPS_UP_SECONDS;
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
                  start          %.1f s from exec to listening
                  sent           %,d in %.1f s (%,.0f/s)
                  stored         %,d%s
                  dropped        %,d in the kernel, %s
                  CPU s/100,000  %.2f itself (%,.0f messages/s a core), %.2f database, %.2f generator
                  peak memory    %,d MB
                  latency        %s
                  on disk        %s
                """,
                        collector,
                        startSeconds,
                        sent,
                        seconds,
                        rate(),
                        stored,
                        drainSeconds < 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", all %.1f s after the last was sent",
                                        drainSeconds),
                        kernelDrops,
                        drops == null
                                ? "others not known"
                                : drops.undecodable()
                                        + " undecodable, "
                                        + drops.quarantined()
                                        + " quarantined",
                        per100k(collectorCpu),
                        stored / collectorCpu,
                        per100k(databaseCpu),
                        per100k(generatorCpu),
                        peakRssMb,
                        p50Ms < 0 ? "not known" : "p50 " + p50Ms + " ms, p99 " + p99Ms + " ms",
                        tables.isEmpty() ? "nothing" : TableBytes.text(tables))
                + (searches == null ? "" : searches.text());
    }

    /** One line. */
    public String json() {
        return String.format(
                Locale.ROOT,
                "{\"collector\":\"%s\",\"sent\":%d,\"stored\":%d,\"rate\":%.0f,"
                        + "\"drops\":{\"kernel\":%d%s},"
                        + "\"cpu_s_per_100k\":{\"siphon\":%.2f,"
                        + "\"database\":%.2f,\"generator\":%.2f},\"peak_rss_mb\":%d,"
                        + "\"latency_ms\":{\"p50\":%s,\"p99\":%s},\"start_s\":%.1f,"
                        + "\"bytes_a_message\":%s%s}",
                collector,
                sent,
                stored,
                rate(),
                kernelDrops,
                drops == null
                        ? ""
                        : ",\"undecodable\":"
                                + drops.undecodable()
                                + ",\"quarantined\":"
                                + drops.quarantined(),
                per100k(collectorCpu),
                per100k(databaseCpu),
                per100k(generatorCpu),
                peakRssMb,
                orNull(p50Ms),
                orNull(p99Ms),
                startSeconds,
                TableBytes.json(tables),
                searches == null ? "" : searches.json());
    }

    private static String orNull(long millis) {
        return millis < 0 ? "null" : Long.toString(millis);
    }
}
