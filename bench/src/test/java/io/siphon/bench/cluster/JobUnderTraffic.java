package io.siphon.bench.cluster;

import io.siphon.bench.lab.EndlessTraffic;
import io.siphon.bench.lab.FlinkCluster;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.JournalUnderTest;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.bench.lab.Undisturbed;
import io.siphon.job.testutils.Await;
import io.siphon.sources.listen.KernelSocket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job of a cluster to which 1,000 messages a second are sent, whatever is killed meanwhile, and
 * what must come of them: {@code -Dsiphon.kills=4} kills more often, {@code -Dsiphon.seed=2} at
 * other moments.
 */
final class JobUnderTraffic implements AutoCloseable {

    /** How often each process is to be killed. */
    static final int KILLS = Integer.getInteger("siphon.kills", 1);

    private static final long SEED = Long.getLong("siphon.seed", 31);

    private static final double RATE = 1000;
    private static final String WINDOW = "qos.window=5 s";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FlinkCluster cluster;
    private final StoreUnderTest store;
    private final UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
    private final Random random = new Random(SEED);
    private final HepSender agent = new HepSender("127.0.0.1", hep);
    private final EndlessTraffic traffic;
    private String job;

    private JobUnderTraffic(FlinkCluster cluster, StoreUnderTest store) {
        this.cluster = cluster;
        this.store = store;
        submit(List.of());
        traffic = EndlessTraffic.start(agent, RATE, SEED);
    }

    /** Submits it; returns when it listens and is sent to. */
    static JobUnderTraffic start(FlinkCluster cluster, StoreUnderTest store) {
        return new JobUnderTraffic(cluster, store);
    }

    /** The id of the one that runs now. */
    String job() {
        return job;
    }

    /** Submits it again, where the cluster has forgotten it. */
    void restore(String snapshot) {
        submit(List.of("-s", snapshot));
    }

    private void submit(List<String> options) {
        List<String> run = new ArrayList<>(List.of("run", "-Dhep.udp.bind=" + hep));
        for (String option : List.of(WINDOW, Undisturbed.NO_TIME_OUTS)) {
            run.add("-D" + option);
        }
        store.options().forEach(option -> run.add("-D" + option));
        job = cluster.submit(options, run);
        cluster.awaitRunning(job);
        Await.until("the socket to be open", PATIENCE, hep::isBound, bound -> bound);
    }

    /** Returns after up to 6 s of traffic, wherever checkpoints and commits are then. */
    void awaitRandomMoment() {
        traffic.await(1 + random.nextInt(6 * (int) RATE));
    }

    /** Ends the traffic; returns when all that was received is stored, and in a checkpoint. */
    void fallSilent() throws Exception {
        traffic.await((int) RATE);
        traffic.stop();
        awaitStored();
        cluster.awaitCheckpoint(job);
    }

    /**
     * @return how many were received
     */
    private long awaitStored() {
        long journalled =
                Await.settled("journal", Duration.ofSeconds(1), PATIENCE, journal()::datagrams);
        Await.reached("rows", PATIENCE, store::messageCount, rows -> rows >= journalled);
        return journalled;
    }

    private Path lane() {
        return cluster.data().resolve("journal/udp-" + hep.port() + "-0");
    }

    private JournalUnderTest journal() {
        return new JournalUnderTest(lane());
    }

    /**
     * Ends the job, that nobody sends to any more, when all that it received is stored, once, and
     * measured as nobody disturbs it; what is missing was sent while it says that nobody listened.
     *
     * @param what was done to it, for people
     */
    void assertUndisturbedBy(String what) throws Exception {
        long journalled = awaitStored();
        assertThat(store.messageCount()).isEqualTo(journalled);
        assertThat(store.messages()).hasSize((int) journalled).isEqualTo(journal().messages());
        Undisturbed.backfilled(lane(), store, WINDOW).assertSameAs(store);
        long overrun = KernelSocket.drops(hep.port());
        long lost = traffic.sent() - journalled - overrun;
        Await.until(
                "seconds in which nobody listened, with " + lost + " messages lost",
                PATIENCE,
                store::captureGaps,
                gaps -> lost <= 1.2 * RATE * gaps);
        System.out.printf(
                "%s: sent %d, journalled and stored %d, overrun %d, gaps %s%n",
                what,
                traffic.sent(),
                journalled,
                overrun,
                store.rows(
                        "SELECT round(sum::numeric, 1) FROM measurements WHERE name ="
                                + " 'capture_gap_s' ORDER BY window_start"));
        cluster.stop(job);
    }

    @Override
    public void close() throws InterruptedException {
        try (agent) {
            traffic.close();
        }
    }
}
