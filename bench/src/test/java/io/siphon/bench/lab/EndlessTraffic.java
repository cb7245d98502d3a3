package io.siphon.bench.lab;

import io.siphon.bench.generate.Pace;
import io.siphon.bench.generate.Traffic;
import io.siphon.job.testutils.Await;
import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.HepEncoder;

import java.time.Duration;

/** Generated calls, sent at a rate until told to stop, whether or not anybody listens. */
public final class EndlessTraffic implements AutoCloseable {

    private static final double MESSAGES_A_CALL = 6.85;

    private final Thread thread;
    private volatile long sent;
    private volatile boolean stopped;

    private EndlessTraffic(HepSender agent, double messagesPerSecond, long seed) {
        thread = new Thread(() -> send(agent, messagesPerSecond, seed), "traffic");
    }

    public static EndlessTraffic start(HepSender agent, double messagesPerSecond, long seed) {
        EndlessTraffic traffic = new EndlessTraffic(agent, messagesPerSecond, seed);
        traffic.thread.start();
        return traffic;
    }

    private void send(HepSender agent, double messagesPerSecond, long seed) {
        double callsPerSecond = messagesPerSecond / MESSAGES_A_CALL;
        Traffic traffic = new Traffic(Long.MAX_VALUE, callsPerSecond, Duration.ofSeconds(3), seed);
        HepEncoder encoder = new HepEncoder();
        Pace pace = new Pace(1);
        while (!stopped) {
            pace.await(traffic.nextAtMicros());
            agent.send(encoder.encode(traffic.next(EpochMicros.now())));
            sent++;
        }
    }

    public long sent() {
        return sent;
    }

    /** Returns when that many more have been sent. */
    public void await(long messages) {
        long until = sent + messages;
        Await.until("messages sent", Duration.ofSeconds(120), this::sent, n -> n >= until);
    }

    public void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
