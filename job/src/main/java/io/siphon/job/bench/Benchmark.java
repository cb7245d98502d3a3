package io.siphon.job.bench;

import io.siphon.job.generate.Traffic;
import io.siphon.job.generate.UdpTarget;
import io.siphon.sources.udp.KernelSocket;

import java.time.Duration;
import java.time.Instant;

/** Sends generated traffic to a collector at a rate, and reads what it cost. */
final class Benchmark {

    /** Of a generated call, RTCP included; measured over 15,000 calls. */
    private static final double MESSAGES_A_CALL = 6.85;

    private static final Duration STALL = Duration.ofSeconds(15);
    private static final long WARM_UP_SEED = 1;
    private static final long SEED = 2;

    private final BenchStore store;
    private final double rate;
    private final Duration meanCall;

    /**
     * @param rate messages a second
     * @param meanCall of answered calls, from answer to BYE
     */
    Benchmark(BenchStore store, double rate, Duration meanCall) {
        this.store = store;
        this.rate = rate;
        this.meanCall = meanCall;
    }

    /** Of what is sent first, nothing is counted: a JVM compiles meanwhile. */
    BenchResult run(Collector collector, long warmUp, long messages) throws Exception {
        long before = 0;
        if (warmUp > 0) {
            before = send(collector, warmUp, WARM_UP_SEED);
            awaitStored(collector, before - KernelSocket.drops(collector.port()));
        }
        long storedBefore = Math.max(0, collector.stored());
        long dropsBefore = KernelSocket.drops(collector.port());
        long since = Instant.now().getEpochSecond() + 1;
        double collectorCpu = CpuTime.seconds(collector.pid());
        double databaseCpu = store.cpuSeconds();
        double generatorCpu = CpuTime.ownSeconds();
        long start = System.nanoTime();
        long sent = send(collector, messages, SEED);
        double seconds = (System.nanoTime() - start) / 1e9;
        generatorCpu = CpuTime.ownSeconds() - generatorCpu;
        long drops = KernelSocket.drops(collector.port()) - dropsBefore;
        awaitStored(collector, storedBefore + sent - drops);
        collectorCpu = CpuTime.seconds(collector.pid()) - collectorCpu;
        databaseCpu = store.cpuSeconds() - databaseCpu;
        long peak = CpuTime.peakRssMb(collector.pid());
        boolean siphon = collector instanceof SiphonCollector;
        if (!store.isShared()) {
            storedBefore = before;
        }
        collector.stop();
        return new BenchResult(
                collector.name(),
                sent,
                (siphon ? store.messages() : collector.stored()) - storedBefore,
                drops,
                siphon ? store.rows("undecodable") : -1,
                seconds,
                collectorCpu,
                databaseCpu,
                generatorCpu,
                peak,
                siphon ? store.latencyMs(0.5, since) : -1,
                siphon ? store.latencyMs(0.99, since) : -1);
    }

    private long send(Collector collector, long messages, long seed) throws Exception {
        long calls = Math.max(1, Math.round(messages / MESSAGES_A_CALL));
        try (UdpTarget target = UdpTarget.open("udp://127.0.0.1:" + collector.port())) {
            new Traffic(calls, rate / MESSAGES_A_CALL, meanCall, seed).sendTo(target);
            return target.sent();
        }
    }

    /** Returns when all are stored, or nothing has come for long, or it cannot be known. */
    private static void awaitStored(Collector collector, long expected) throws Exception {
        long last = -2;
        long since = System.nanoTime();
        for (long stored = collector.stored();
                stored < expected && System.nanoTime() - since < STALL.toNanos();
                stored = collector.stored()) {
            if (stored != last) {
                last = stored;
                since = System.nanoTime();
            }
            if (stored < 0 && System.nanoTime() - since > 2_000_000_000L) {
                return;
            }
            Thread.sleep(200);
        }
    }
}
