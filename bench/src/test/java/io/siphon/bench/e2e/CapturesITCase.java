package io.siphon.bench.e2e;

import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.Settings;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.testutils.Await;
import io.siphon.job.topology.Topology;
import io.siphon.sources.Captures;
import io.siphon.sources.GracefulStop;
import io.siphon.sources.hep.HepContent;
import io.siphon.sources.pcap.Datagram;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every capture of a real agent's traffic, sent again to the job's own socket: what is stored is
 * what tshark and others found in it.
 */
@Timeout(600)
class CapturesITCase {

    private static final Path CONFIGURATION = Path.of("..", "flink-conf");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    @TempDir private Path folder;

    static List<String> names() {
        return Captures.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void storesWhatIsInIt(String name) throws Exception {
        UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
        StoreUnderTest store =
                new StoreUnderTest("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
        ExpectedCapture expected = ExpectedCapture.of(name);
        JobClient job = start(hep, store, Map.of("journal.enabled", "false"));
        try (HepSender agent = new HepSender("127.0.0.1", hep)) {
            Await.until("socket", PATIENCE, hep::isBound, bound -> bound);
            List<Datagram> datagrams = Captures.datagrams(name);
            datagrams.forEach(datagram -> agent.send(datagram.payload()));
            Await.until(
                    "stored rows", PATIENCE, () -> rows(store), rows -> rows >= expected.rows());
            awaitLaterCall(agent::send, store, expected.isTimed());

            // a capture of one instant looks like a wrong clock: that its call has failed is known
            // a
            // second after its receipt
            Await.until("differences", PATIENCE, () -> expected.differences(store), List::isEmpty);
        } finally {
            job.cancel().get();
        }
    }

    static List<String> namesOfHep3() {
        return Captures.names().stream()
                .filter(name -> Captures.datagrams(name).stream().allMatch(CapturesITCase::isHep3))
                .toList();
    }

    private static boolean isHep3(Datagram datagram) {
        return HepContent.isHep3(datagram.payload(), 0, datagram.payload().length);
    }

    /** One connection, which the failure does not end; a frame is on its way meanwhile. */
    @ParameterizedTest
    @MethodSource("namesOfHep3")
    void storesTheSameOverTcpThoughTheJobFailsMeanwhile(String name) throws Exception {
        UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
        StoreUnderTest store =
                new StoreUnderTest("jdbc:h2:mem:tcp-" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
        ExpectedCapture expected = ExpectedCapture.of(name);
        JobClient job = start(hep, store, Map.of("journal.directory", folder.toString()));
        Await.until("socket", PATIENCE, hep::isBound, bound -> bound);
        try (Socket connection = new Socket(hep.ip(), hep.port())) {
            OutputStream agent = connection.getOutputStream();
            sendAndFail(name, agent);
            awaitLaterCall(frame -> write(frame, agent), store, expected.isTimed());

            Await.until("differences", PATIENCE, () -> expected.differences(store), List::isEmpty);
        } finally {
            endWithItsSockets(job, hep);
        }
    }

    /** Else they stay open for a while, and go on writing to the journal. */
    private static void endWithItsSockets(JobClient job, UdpEndpoint hep) throws Exception {
        GracefulStop.request();
        try {
            Await.until("closed socket", PATIENCE, hep::isBound, bound -> !bound);
        } finally {
            job.cancel().get();
            GracefulStop.reset();
        }
    }

    private static void write(byte[] frame, OutputStream out) {
        try {
            out.write(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The greeting has no time, it is of now: after a pause the rest would be years late. */
    private static void sendAndFail(String name, OutputStream out) throws IOException {
        List<Datagram> frames = Captures.datagrams(name);
        int half = name.startsWith("heplify") ? 0 : frames.size() / 2;
        Instant first = Instant.EPOCH.plus(frames.get(0).timeMicros(), ChronoUnit.MICROS);
        KnownCalls before =
                KnownCalls.beginning(
                        first.minus(Duration.ofHours(1)), 1, 1, Duration.ofMillis(200), 6);
        FailingOutput.ASKED.set(true);
        out.write(before.datagram(0));
        for (Datagram frame : frames.subList(0, half)) {
            out.write(frame.payload());
        }
        byte[] torn = frames.get(half).payload();
        out.write(torn, 0, 20);
        Await.until("failure", PATIENCE, FailingOutput.ASKED::get, asked -> !asked);
        out.write(torn, 20, torn.length - 20);
        for (Datagram frame : frames.subList(half + 1, frames.size())) {
            out.write(frame.payload());
        }
    }

    private static JobClient start(
            UdpEndpoint hep, StoreUnderTest store, Map<String, String> journal) throws Exception {
        Map<String, String> options = new HashMap<>(journal);
        options.put("hep.udp.bind", hep.toString());
        options.put("hep.clock.max-behind", "36500 d");
        options.put("store.jdbc.url", store.url());
        options.put("store.jdbc.batch.interval", "20 ms");
        // fifty jobs wait for several watermarks each, and these for buffers
        options.put("pipeline.auto-watermark-interval", "50 ms");
        options.put("execution.buffer-timeout.interval", "10 ms");
        Configuration configuration = Settings.load(CONFIGURATION, options);
        configuration.removeKey("execution.checkpointing.storage");
        configuration.removeKey("execution.checkpointing.interval");
        JobConfig config = JobConfig.from(configuration);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        JdbcOutput output = new JdbcOutput();
        output.prepare(config);
        Topology.live(env, config, List.of(output, new FailingOutput()));
        return env.executeAsync("captures");
    }

    private static long rows(StoreUnderTest store) throws Exception {
        return store.number("SELECT count(*) FROM sip_trace")
                + store.number("SELECT count(*) FROM hep_trace")
                + store.number("SELECT count(*) FROM undecodable");
    }

    /**
     * A call long after the capture, and another long after that: when the first is over, so is all
     * that waited for its time to pass. HEP 1 has no time of its own: it is of now.
     */
    private static void awaitLaterCall(
            Consumer<byte[]> agent, StoreUnderTest store, boolean timed) {
        // sent in one instant, so over by then: a clock that is ahead could not have made it
        Instant after = Instant.now().minus(timed ? Duration.ofHours(1) : Duration.ofSeconds(3));
        KnownCalls later = KnownCalls.beginning(after, 2, 1.0 / 1800, Duration.ofMillis(200), 5);
        for (int n = 0; n < later.size(); n++) {
            agent.accept(later.datagram(n));
        }
        String callId = later.expected().keySet().iterator().next();
        Await.until(
                "call " + callId,
                PATIENCE,
                () -> store.calls().get(callId),
                call -> call != null && call.isOver());
    }
}
