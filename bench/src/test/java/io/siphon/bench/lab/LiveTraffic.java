package io.siphon.bench.lab;

import io.siphon.job.testutils.Await;
import io.siphon.schema.EpochMicros;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@link KnownCalls} sent as they happen, each message at its time. */
public final class LiveTraffic implements AutoCloseable {

    private static final int EVERY_MS = 5;

    private final KnownCalls calls;
    private final HepSender agent;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile int sent;

    private LiveTraffic(KnownCalls calls, HepSender agent) {
        this.calls = calls;
        this.agent = agent;
    }

    public static LiveTraffic start(KnownCalls calls, HepSender agent) {
        LiveTraffic traffic = new LiveTraffic(calls, agent);
        traffic.clock.scheduleAtFixedRate(
                traffic::sendWhatIsDue, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return traffic;
    }

    /** How many messages are sent. */
    public int sent() {
        return sent;
    }

    /** Returns when messages of that much time more have been sent. */
    public void awaitMessagesOf(Duration time) {
        long until = now() + TimeUnit.NANOSECONDS.toMicros(time.toNanos());
        Await.until(
                "time of the newest message",
                time.plusSeconds(60),
                () -> calls.timeMicros(sent - 1),
                newest -> newest >= until);
    }

    /** Returns when all is sent. */
    public void awaitEnd() {
        Await.until("messages sent", Duration.ofSeconds(60), this::sent, n -> n == calls.size());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void sendWhatIsDue() {
        int from = sent;
        int to = from;
        long now = now();
        while (to < calls.size() && calls.timeMicros(to) <= now) {
            to++;
        }
        calls.send(agent, from, to);
        sent = to;
    }

    private static long now() {
        return EpochMicros.now();
    }
}
