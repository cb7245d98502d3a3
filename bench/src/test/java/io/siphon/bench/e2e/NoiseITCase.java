package io.siphon.bench.e2e;

import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.job.config.AlertSection;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.QosSection;
import io.siphon.job.config.UdpSection;
import io.siphon.job.config.UndecodableSection;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Outputs;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.testutils.Await;
import io.siphon.job.topology.Topology;
import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.listen.KernelSocket;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What strangers send beside honest agents, live: old times, garbage, names without end. */
@Timeout(600)
class NoiseITCase {

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LONG_AGO = 80_000_000_000L;

    /** Enough that some come to each of two sockets, whichever the kernel chooses. */
    private static final int STRANGERS = 16;

    private final HepEncoder encoder = new HepEncoder();
    private final List<DatagramSocket> strangers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    @TempDir private Path folder;
    private final UdpEndpoint receiver = UdpEndpoint.free("127.0.0.1");
    private StoreUnderTest store;
    private JobClient job;

    @AfterEach
    void stop() throws Exception {
        clock.shutdownNow();
        strangers.forEach(DatagramSocket::close);
        job.cancel().get();
        Await.until(
                "the job to end",
                PATIENCE,
                () -> job.getJobStatus().get().isGloballyTerminalState(),
                ended -> ended);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStrangerWithOldTimesDelaysNoAlert(int sockets) throws Exception {
        Configuration options = options();
        options.set(UdpSection.SOCKETS, sockets);
        options.set(CoreOptions.DEFAULT_PARALLELISM, sockets);
        start(options);
        long now = EpochMicros.now();
        for (int call = 0; call < 40; call++) {
            sendFailedCall("good", now + call, "good-" + call);
        }
        // and no more of it
        clock.scheduleAtFixedRate(this::sendOldOnes, 0, 250, TimeUnit.MILLISECONDS);

        await(
                "SELECT coalesce(sum(windows), 0) FROM alerts WHERE detector = 'call_failures' AND node = 'good'",
                1);
    }

    /** Its times are those of its own clock; order, windows and alerts go by the right one. */
    @ParameterizedTest
    @ValueSource(longs = {-180_000_000, -36_000_000_000L, 50_000_000})
    void aNodeWhoseClockIsWrongIsMeasuredAndJudgedAsTheOther(long wrong) throws Exception {
        start(options());
        clock.scheduleAtFixedRate(
                () -> {
                    long now = EpochMicros.now();
                    sendFailedCall("good", now, "good-" + now);
                    sendFailedCall("slow", now + wrong, "slow-" + now);
                },
                0,
                20,
                TimeUnit.MILLISECONDS);

        await(
                "SELECT coalesce(sum(windows), 0) FROM alerts WHERE detector = 'call_failures' AND node = 'good'",
                2);
        await(
                "SELECT coalesce(sum(windows), 0) FROM alerts WHERE detector = 'call_failures' AND node = 'slow'",
                2);
        await(
                "SELECT coalesce(sum(windows), 0) FROM alerts WHERE detector = 'agent_skew' AND node = 'slow'",
                1);
        assertThat(
                        read(
                                "SELECT coalesce(sum(windows), 0) FROM alerts WHERE detector = 'agent_skew'"))
                .isEqualTo(
                        read(
                                "SELECT coalesce(sum(windows), 0) FROM alerts WHERE detector = 'agent_skew' AND"
                                        + " node = 'slow'"));
        String offBy =
                " WHERE node = 'slow' AND abs(clock_offset_ms - " + wrong / 1000 + ") <= 200";
        await("SELECT count(*) FROM sip_trace" + offBy, 100);
        await("SELECT count(*) FROM calls" + offBy + " AND outcome = 'failed'", 50);
        assertThat(
                        read(
                                "SELECT count(*) FROM calls WHERE node = 'slow' AND started_at"
                                        + " BETWEEN dateadd(second, -60, dateadd(ms, "
                                        + wrong / 1000
                                        + ", now())) AND dateadd(ms, "
                                        + (wrong / 1000 + 1000)
                                        + ", now())"))
                .isGreaterThanOrEqualTo(50);
        assertThat(read("SELECT count(*) FROM measurements WHERE name = 'late_samples'")).isZero();
    }

    /** Ten thousand names before it comes and while it does; a checkpoint in between. */
    @Test
    void aFloodAmongTenThousandForgedNodesIsNamed() throws Exception {
        Configuration options = options();
        options.set(QosSection.MAX_SERIES, 100);
        options.set(AlertSection.INVITE_FLOOD_MIN, 300);
        start(options);
        clock.scheduleAtFixedRate(
                () -> {
                    for (int n = 0; n < 50; n++) {
                        long now = EpochMicros.now();
                        String forged = "forged-" + now;
                        send(sip("192.0.2.1", forged, now, invite(forged)));
                        send(sip("203.0.113.66", "edge", now, invite("flood-" + now)));
                    }
                },
                0,
                50,
                TimeUnit.MILLISECONDS);

        await(
                "SELECT coalesce(sum(windows), 0) FROM alerts WHERE detector = 'invite_flood' AND node = 'edge'"
                        + " AND subject = '203.0.113.66'",
                2);
        await(
                "SELECT count(*) FROM measurements WHERE name = 'sip_requests' AND"
                        + " tags LIKE '%other%'",
                1);
        long mostNames =
                read(
                        "SELECT max(names) FROM (SELECT count(*) names FROM measurements WHERE name"
                                + " = 'sip_requests' GROUP BY window_start) windows");
        assertThat(mostNames).isLessThanOrEqualTo(100 + 100 / 8 + 1);
    }

    @Test
    void garbageTakesSoManyRowsAndAllOfItIsCounted() throws Exception {
        Configuration options = options();
        options.set(UndecodableSection.MAX_ROWS_PER_SOURCE, 5);
        start(options);
        int sent = 100_000;
        byte[] garbage = {5, 4, 3, 2, 1};
        long begun = System.nanoTime();
        for (int n = 0; n < sent; n++) {
            send(garbage);
        }
        // what is of a time closes the windows of garbage, which is of none
        clock.scheduleAtFixedRate(
                () -> {
                    long now = EpochMicros.now();
                    sendFailedCall("good", now, "good-" + now);
                },
                0,
                250,
                TimeUnit.MILLISECONDS);

        String kept = "SELECT count(*) FROM undecodable WHERE reason = 'not-hep'";
        String counted =
                "SELECT coalesce(sum(count), 0) FROM measurements WHERE name ="
                        + " 'undecodable_not_kept'";
        Await.until(
                "garbage that the kernel did not drop, counted",
                PATIENCE,
                () -> read(kept) + read(counted) + KernelSocket.drops(receiver.port()),
                all -> all == sent);
        // far more than was kept, however much the kernel dropped
        assertThat(read(counted)).isGreaterThan(10 * read(kept));
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 2;
        assertThat(read(kept)).isBetween(5L, 5 * seconds);
    }

    private void start(Configuration options) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        JobConfig config = JobConfig.from(options);
        List<Output> outputs = Outputs.ALL.stream().filter(o -> o.enabled(config)).toList();
        outputs.forEach(output -> output.prepare(config));
        Topology.live(env, config, outputs);
        job = env.executeAsync("live");
        Await.until("the socket to be open", PATIENCE, receiver::isBound, bound -> bound);
        for (int n = 0; n < STRANGERS; n++) {
            strangers.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        }
    }

    private Configuration options() {
        String url = JdbcOutput.embeddedUrl(folder.toString());
        store = new StoreUnderTest(url, "sa", "");
        Configuration options = new Configuration();
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(PipelineOptions.OBJECT_REUSE, true);
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        options.set(DataSection.DIR, folder.toString());
        options.set(JdbcSection.URL, url);
        options.set(UdpSection.BIND, receiver.toString());
        options.set(QosSection.WINDOW, Duration.ofSeconds(3));
        options.set(QosSection.ALLOWED_LATENESS, Duration.ZERO);
        options.set(AlertSection.WINDOW, Duration.ofSeconds(3));
        return options;
    }

    private void sendOldOnes() {
        for (DatagramSocket stranger : strangers) {
            long time = EpochMicros.now() - LONG_AGO;
            send(stranger, packet("192.0.2.9", "x", time, HepProtocol.LOG, "old"));
        }
    }

    private void sendFailedCall(String node, long timeMicros, String callId) {
        send(sip("192.0.2.1", node, timeMicros, invite(callId)));
        send(
                sip(
                        "192.0.2.1",
                        node,
                        timeMicros + 1,
                        message("SIP/2.0 503 Service Unavailable", callId, ";tag=2")));
    }

    private static String invite(String callId) {
        return message("INVITE sip:b@192.0.2.2 SIP/2.0", callId, "");
    }

    private static String message(String start, String callId, String tag) {
        return start
                + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-"
                + callId
                + "\r\nFrom: <sip:a@192.0.2.1>;tag=1\r\nTo: <sip:b@192.0.2.2>"
                + tag
                + "\r\nCall-ID: "
                + callId
                + "\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n";
    }

    private byte[] sip(String source, String node, long timeMicros, String message) {
        return packet(source, node, timeMicros, HepProtocol.SIP, message);
    }

    private byte[] packet(
            String source, String node, long timeMicros, int protocol, String payload) {
        synchronized (encoder) {
            return encoder.encode(
                    new HepPacket(
                            timeMicros,
                            timeMicros,
                            3,
                            17,
                            source,
                            5060,
                            "192.0.2.2",
                            5060,
                            "127.0.0.1",
                            node,
                            protocol,
                            null,
                            null,
                            payload.getBytes(StandardCharsets.UTF_8),
                            null,
                            null));
        }
    }

    private void send(byte[] datagram) {
        send(strangers.get(0), datagram);
    }

    private void send(DatagramSocket from, byte[] datagram) {
        try {
            from.send(new DatagramPacket(datagram, datagram.length, receiver.address()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String count, long atLeast) {
        Await.until(count, PATIENCE, () -> read(count), rows -> rows >= atLeast);
    }

    private long read(String number) throws SQLException {
        return store.number(number);
    }
}
