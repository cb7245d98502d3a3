package io.siphon.bench;

import io.siphon.sources.listen.KernelSocket;

import javax.annotation.Nullable;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Sends generated traffic to a collector at a rate, and reads what it cost. */
public final class Benchmark implements AutoCloseable {

    private static final double STALL_SECONDS = 15;
    private static final double SETTLE_SECONDS = 60;
    private static final long POLL_MS = 100;
    private static final double LEAD_SECONDS = 3;

    /** A database vacuums within a minute what came fast. */
    private static final double VACUUM_SECONDS = 60;

    /** For each that is measured. */
    private static final int WARMING_SEARCHES = 10;

    private final Collector collector;
    private final BenchStore store;
    private final Workload work;
    private final Load load;

    Benchmark(Collector collector, BenchStore store, Workload work, Path folder) throws Exception {
        this.collector = collector;
        this.store = store;
        this.work = work;
        load = new Load(work, folder, collector.port());
    }

    /** The calls that are held, the warm-up, the messages that are measured; then it stops. */
    BenchResult once(PrintStream progress) throws Exception {
        begin(progress);
        BenchResult result = measure(work.messages(), work.rate());
        if (!collector.tellsWhenStopped()) {
            collector.stop();
        }
        return result;
    }

    /** Of what is sent first, nothing is counted: a JVM compiles meanwhile. */
    void begin(PrintStream progress) throws Exception {
        StoredCount count = collector.count();
        long drops = kernelDrops();
        long sent = work.heldCalls() > 0 ? load.hold() : 0;
        boolean leads = work.warmUp() > 0 && work.warmUpRate() != work.rate();
        if (work.warmUp() > 0) {
            progress.printf(
                    Locale.ROOT,
                    "%s: %,d messages first%s%n",
                    collector.name(),
                    work.warmUp(),
                    leads ? ", then a minute at the rate that is measured" : "");
            load.prepare(work.warmUp(), work.warmUpRate());
            load.send(work.warmUpRate());
            sent += work.warmUp();
        }
        if (sent > 0) {
            awaitStored(count, sent, drops);
        }
        if (leads) {
            // the console's code is compiled meanwhile, too
            try (SearchLoad warming = searching(WARMING_SEARCHES)) {
                lead(work.rate(), VACUUM_SECONDS);
            }
        }
    }

    /** The same for another rate, so that the calls of the one before have ended. */
    void lead(double rate) throws Exception {
        lead(rate, LEAD_SECONDS);
    }

    private void lead(double rate, double seconds) throws Exception {
        StoredCount count = collector.count();
        long drops = kernelDrops();
        long messages = Math.max(1, (long) (rate * seconds));
        load.prepare(messages, rate);
        load.send(rate);
        awaitStored(count, messages, drops);
    }

    /**
     * @param rate messages a second; 0: as fast as it can be
     */
    BenchResult measure(long messages, double rate) throws Exception {
        load.prepare(messages, rate);
        StoredCount count = collector.count();
        long dropsBefore = kernelDrops();
        long since = Instant.now().getEpochSecond() + 1;
        double collectorCpu = CpuTime.seconds(collector.pid());
        double databaseCpu = databaseCpu();
        double generatorCpu = CpuTime.ownSeconds();
        double seconds;
        double drain;
        SearchResult searches = null;
        try (SearchLoad searching = searching(1)) {
            seconds = load.send(rate);
            generatorCpu = CpuTime.ownSeconds() - generatorCpu;
            drain = awaitStored(count, messages, dropsBefore);
            searches = searching == null ? null : searching.result();
        }
        collectorCpu = CpuTime.seconds(collector.pid()) - collectorCpu;
        databaseCpu = databaseCpu() - databaseCpu;
        if (searches != null) {
            collectorCpu -= searches.cpu();
            databaseCpu -= searches.databaseCpu();
            generatorCpu -= searches.clientCpu();
        }
        long drops = kernelDrops() - dropsBefore;
        long peak = CpuTime.peakRssMb(collector.pid());
        if (drain >= 0) {
            awaitCommit(count, messages - drops);
        }
        if (collector.tellsWhenStopped()) {
            collector.stop();
        }
        return new BenchResult(
                collector.name(),
                messages,
                count.exactly(),
                drops,
                collector.drops(),
                seconds,
                drain,
                collector.startSeconds(),
                collectorCpu,
                databaseCpu,
                generatorCpu,
                peak,
                collector.latencyMs(0.5, since),
                collector.latencyMs(0.99, since),
                collector.sizes(),
                searches);
    }

    /**
     * @param times how many for each that is wanted
     */
    @Nullable
    private SearchLoad searching(int times) throws Exception {
        Duration every = work.searchEvery();
        String console = every == null ? null : collector.console();
        return console == null
                ? null
                : new SearchLoad(console, collector.pid(), store, every.dividedBy(times));
    }

    private double databaseCpu() {
        return store == null ? 0 : store.cpuSeconds();
    }

    private long kernelDrops() {
        return KernelSocket.drops(collector.port());
    }

    /**
     * Returns when all are stored, or nothing has come for long; where that cannot be known, when
     * the collector has come to rest.
     *
     * @return seconds until the last was stored; -1 where that cannot be known
     */
    private double awaitStored(StoredCount count, long sent, long dropsBefore) throws Exception {
        long begin = System.nanoTime();
        long newest = begin;
        long last = count.soFar();
        if (last < 0) {
            awaitRest(begin);
            return -1;
        }
        while (last < sent - (kernelDrops() - dropsBefore) && seconds(newest) < STALL_SECONDS) {
            Thread.sleep(POLL_MS);
            long stored = count.soFar();
            if (stored != last) {
                newest = System.nanoTime();
            }
            last = stored;
        }
        return (newest - begin) / 1e9;
    }

    /** What has its number is in the table a moment later; counting costs the database work. */
    private static void awaitCommit(StoredCount count, long expected) throws Exception {
        long begin = System.nanoTime();
        while (count.exactly() < expected && seconds(begin) < STALL_SECONDS) {
            Thread.sleep(POLL_MS);
        }
    }

    private void awaitRest(long begin) throws InterruptedException {
        double cpu = CpuTime.seconds(collector.pid());
        while (seconds(begin) < SETTLE_SECONDS) {
            Thread.sleep(1000);
            double now = CpuTime.seconds(collector.pid());
            if (now - cpu < 0.1) {
                break;
            }
            cpu = now;
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    @Override
    public void close() throws Exception {
        load.close();
    }
}
