package io.siphon.sources.listen;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.GracefulStop;
import io.siphon.sources.LiveWatermarks;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.journal.JournalLane;
import io.siphon.sources.journal.JournalSettings;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 600, unit = TimeUnit.SECONDS)
class HepSourceITCase {

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    static final ConcurrentLinkedQueue<HepPacket> RECEIVED = new ConcurrentLinkedQueue<>();
    static final AtomicBoolean FAIL_ONCE = new AtomicBoolean();

    /** The job takes a packet with each. */
    static final Semaphore ROOM = new Semaphore(Integer.MAX_VALUE);

    static final AtomicLong COUNTED = new AtomicLong();

    private static long queueBytes;

    @TempDir private Path savepoints;

    @BeforeEach
    void roomForAll() {
        queueBytes = 64 << 20;
    }

    @AfterEach
    void forget() throws Exception {
        awaitNobodyListening();
        RECEIVED.clear();
        GracefulStop.reset();
    }

    @Test
    void twoSocketsShareThePortAndNothingIsLost() throws Exception {
        int port = freePort();
        JobClient job = start(port, 2, "none");
        awaitSockets(port, 2);
        for (int agent = 0; agent < 20; agent++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < 50; i++) {
                    send(socket, port, "OPTIONS sip:a" + agent + "x" + i + " SIP/2.0\r\n\r\n");
                }
            }
        }
        await(() -> RECEIVED.size() == 1000);
        assertThat(RECEIVED).extracting(HepPacket::error).containsOnlyNulls();
        assertThat(RECEIVED).extracting(HepPacket::destinationPort).containsOnly(port);
        job.cancel().get();
        awaitSockets(port, 0);
    }

    @Test
    void takesTheLargestDatagramThereIs() throws Exception {
        int port = freePort();
        JobClient job = start(port, 1, "none");
        awaitSockets(port, 1);
        String message = "MESSAGE sip:a SIP/2.0\r\n\r\n";
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, port, message + "x".repeat(65_507 - message.length()));
        }
        await(() -> !RECEIVED.isEmpty());
        assertThat(RECEIVED.remove().payload()).hasSize(65_507);
        job.cancel().get();
    }

    /** One gains 200 ms a second, one is set back by an hour, one is right. */
    @Test
    void clocksThatDriftOrStepAreFollowed() throws Exception {
        int port = freePort();
        JobClient job = start(port, 1, "none");
        awaitSockets(port, 1);
        long begun = EpochMicros.now();
        try (DatagramSocket socket = new DatagramSocket()) {
            await(
                    () -> {
                        long now = EpochMicros.now();
                        long gone = now - begun;
                        long step = gone < 2_000_000 ? 0 : 3_600_000_000L;
                        send(socket, port, hep("drifts", now - 10_000_000 + gone / 5));
                        send(socket, port, hep("steps", now - step));
                        send(socket, port, hep("right", now));
                        return gone > 6_000_000;
                    });
        }
        await(() -> of("right").size() == of("drifts").size());
        for (String node : List.of("drifts", "steps", "right")) {
            List<HepPacket> packets = of(node);
            List<HepPacket> last = packets.subList(packets.size() * 4 / 5, packets.size());
            assertThat(medianError(last)).as(node).isLessThan(400_000);
            assertThat(last)
                    .as(node)
                    .allMatch(p -> (p.clockOffsetMicros() == 0) == node.equals("right"));
        }
        assertThat(of("right")).allMatch(p -> p.clockOffsetMicros() == 0);
        assertThat(of("steps")).first().extracting(HepPacket::clockOffsetMicros).isEqualTo(0L);
        job.cancel().get();
    }

    private static long medianError(List<HepPacket> packets) {
        return packets.stream()
                .mapToLong(p -> Math.abs(p.correctedMicros() - p.receivedMicros()))
                .sorted()
                .skip(packets.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static List<HepPacket> of(String node) {
        return RECEIVED.stream().filter(p -> p.node().equals(node)).toList();
    }

    private static byte[] hep(String node, long timeMicros) {
        byte[] payload = "OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        return new HepEncoder()
                .encode(
                        new HepPacket(
                                timeMicros,
                                timeMicros,
                                3,
                                17,
                                "192.0.2.1",
                                5060,
                                "192.0.2.2",
                                5060,
                                "127.0.0.1",
                                node,
                                HepProtocol.SIP,
                                null,
                                null,
                                payload,
                                null,
                                null));
    }

    @Test
    void garbageGoesThroughWithItsError() throws Exception {
        int port = freePort();
        JobClient job = start(port, 1, "none");
        awaitSockets(port, 1);
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, port, "garbage");
            send(socket, port, "");
        }
        await(() -> RECEIVED.size() == 2);
        assertThat(RECEIVED.remove().error()).startsWith("not-hep: ");
        assertThat(RECEIVED.remove().error()).startsWith("empty: ");
        job.cancel().get();
    }

    @Test
    void afterAFailoverThePortIsBoundOnce() throws Exception {
        int port = freePort();
        JobClient job = start(port, 1, "fixed-delay");
        awaitSockets(port, 1);
        try (DatagramSocket socket = new DatagramSocket()) {
            FAIL_ONCE.set(true);
            send(socket, port, "OPTIONS sip:last-words SIP/2.0\r\n\r\n");
            await(() -> !FAIL_ONCE.get());
            int[] sent = {0};
            await(
                    () -> {
                        send(socket, port, "OPTIONS sip:again" + sent[0]++ + " SIP/2.0\r\n\r\n");
                        return !RECEIVED.isEmpty();
                    });
            awaitSockets(port, 1);
            RECEIVED.clear();
            for (int i = 0; i < 200; i++) {
                send(socket, port, "OPTIONS sip:whole" + i + " SIP/2.0\r\n\r\n");
            }
            await(() -> received("sip:whole") == 200);
        }
        job.cancel().get();
    }

    @Test
    void drainingStoresWhatTheKernelStillHolds() throws Exception {
        int port = freePort();
        JobClient job = start(port, 1, "none");
        awaitSockets(port, 1);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 300; i++) {
                send(socket, port, "OPTIONS sip:b" + i + " SIP/2.0\r\n\r\n");
            }
        }
        GracefulStop.request();
        await(GracefulStop::done);
        awaitSockets(port, 0);
        job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.NATIVE)
                .get();
        assertThat(RECEIVED).hasSize(300);
    }

    /** Every datagram behind a failure comes once, counted by a state that is restored with it. */
    @Test
    void afterAFailoverEveryDatagramIsCountedOnce() throws Exception {
        int port = freePort();
        JobClient job = start(port, 1, "fixed-delay", journal(), null);
        awaitSockets(port, 1);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 3000; i++) {
                if (i == 1000 || i == 2000) {
                    int sent = i;
                    await(() -> received("sip:c") >= sent);
                    FAIL_ONCE.set(true);
                }
                send(socket, port, "OPTIONS sip:c" + i + " SIP/2.0\r\n\r\n");
            }
            await(() -> !FAIL_ONCE.get());
            await(() -> distinct("sip:c") == 3000);
        }
        job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.NATIVE)
                .get();
        assertThat(COUNTED).hasValue(3000);
        awaitSockets(port, 0);
    }

    /** A queue that two datagrams fill: the job is fed from the journal most of the time. */
    @Test
    void whatTheJobHasNoRoomForComesFromTheJournalInOrder() throws Exception {
        int port = freePort();
        queueBytes = 50;
        JobClient job = start(port, 1, "none", journal(), null);
        awaitSockets(port, 1);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 3000; i++) {
                send(socket, port, "OPTIONS sip:g" + i + " SIP/2.0\r\n\r\n");
            }
            await(() -> received("sip:g") >= 3000);
        }
        assertThat(RECEIVED)
                .extracting(p -> new String(p.payload(), StandardCharsets.UTF_8).split(" ")[1])
                .isEqualTo(IntStream.range(0, 3000).mapToObj(i -> "sip:g" + i).toList());
        job.cancel().get();
    }

    @Test
    void aJobThatComesBackWithFewerSocketsReadsAllJournalsOnceAndTimeGoesOn() throws Exception {
        int port = freePort();
        JournalSettings journal = journal();
        JobClient job = start(port, 2, "none", journal, null);
        awaitSockets(port, 2);
        sendOfMany(port, "sip:d", 10);
        await(() -> received("sip:d") == 200);
        String savepoint = stop(job, port);
        for (JournalLane lane : JournalLane.all(savepoints.resolve("journal"))) {
            assertThat(lane.covered()).isEqualTo(lane.end());
        }
        // received behind the savepoint, by a job that then vanished
        job = start(port, 2, "none", journal, null);
        awaitSockets(port, 2);
        sendOfMany(port, "sip:e", 10);
        await(() -> received("sip:e") == 200);
        job.cancel().get();
        awaitSockets(port, 0);
        RECEIVED.clear();

        job = start(port, 1, "none", journal, savepoint);
        awaitSockets(port, 1);
        sendOfMany(port, "sip:f", 5);
        await(() -> received("sip:f") == 100);
        assertThat(received("sip:d")).isZero();
        assertThat(received("sip:e")).isEqualTo(200);
        assertThat(resumed()).as("who sends tells the time").isEmpty();
        assertTimeGoesOn(job, port, journal);
    }

    /** Else calls and windows that are open stay so after a restore, until somebody sends. */
    private void assertTimeGoesOn(JobClient before, int port, JournalSettings journal)
            throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, port, hep("late", EpochMicros.now() - 700_000));
        }
        await(() -> of("late").size() == 1);
        long last = of("late").get(0).receivedMicros();
        String savepoint = stop(before, port);
        JobClient job = start(port, 1, "none", journal, savepoint);
        await(() -> !resumed().isEmpty());
        stop(job, port);
        assertThat(resumed()).hasSize(1);
        HepPacket word = resumed().get(0);
        assertThat(word.receivedMicros()).isGreaterThan(last);
        assertThat(word.timeMicros()).isLessThanOrEqualTo(word.receivedMicros());
    }

    private static List<HepPacket> resumed() {
        return RECEIVED.stream().filter(p -> p.protocol() == HepProtocol.RESUMED).toList();
    }

    private String stop(JobClient job, int port) throws Exception {
        String savepoint =
                job.stopWithSavepoint(
                                false, savepoints.toUri().toString(), SavepointFormatType.NATIVE)
                        .get();
        awaitSockets(port, 0);
        return savepoint;
    }

    private JournalSettings journal() {
        return journal(savepoints);
    }

    static JournalSettings journal(Path folder) {
        return new JournalSettings(
                folder.resolve("journal").toString(),
                10_000,
                Duration.ofHours(1),
                Duration.ofDays(1),
                1 << 30,
                JournalSettings.RETRY);
    }

    private static void sendOfMany(int port, String to, int agents) throws Exception {
        for (int agent = 0; agent < agents; agent++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < 20; i++) {
                    send(socket, port, "OPTIONS " + to + agent + "x" + i + " SIP/2.0\r\n\r\n");
                }
            }
        }
    }

    static long distinct(String part) {
        return RECEIVED.stream()
                .map(p -> new String(p.payload(), StandardCharsets.UTF_8))
                .filter(text -> text.contains(part))
                .distinct()
                .count();
    }

    private static JobClient start(int port, int sockets, String restart) throws Exception {
        return start(port, sockets, restart, null, null);
    }

    private static JobClient start(
            int port, int sockets, String restart, JournalSettings journal, String restore)
            throws Exception {
        return start(
                HepSource.builder()
                        .setBind("127.0.0.1", port)
                        .setLinger(Duration.ofSeconds(2))
                        .setQueue(queueBytes)
                        .setJournal(journal)
                        .build(),
                sockets,
                restart,
                restore);
    }

    static JobClient start(HepSource source, int sockets, String restart, String restore)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, restart);
        if (restore != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, restore);
        }
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.enableCheckpointing(500);
        env.fromSource(source, LiveWatermarks.strategy(Duration.ofSeconds(2), false), "hep-udp")
                .uid("hep-udp")
                .setParallelism(sockets)
                .map(new Collect())
                .returns(HepPacket.class)
                .uid("collect")
                .setParallelism(sockets)
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
        return env.executeAsync();
    }

    /** Counts in operator state what no checkpoint has taken back. */
    private static final class Collect
            implements MapFunction<HepPacket, HepPacket>, CheckpointedFunction {

        private static final long serialVersionUID = 1;

        private transient ListState<Long> state;
        private transient long count;

        @Override
        public HepPacket map(HepPacket packet) {
            if (FAIL_ONCE.compareAndSet(true, false)) {
                throw new IllegalStateException("asked to fail");
            }
            ROOM.acquireUninterruptibly();
            RECEIVED.add(packet);
            count += HepProtocol.isOfSiphon(packet.protocol()) ? 0 : 1;
            COUNTED.set(count);
            return packet;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.update(List.of(count));
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state =
                    context.getOperatorStateStore()
                            .getListState(new ListStateDescriptor<>("count", Types.LONG));
            for (long restored : state.get()) {
                count += restored;
            }
        }
    }

    static long received(String part) {
        return RECEIVED.stream()
                .filter(p -> new String(p.payload(), StandardCharsets.UTF_8).contains(part))
                .count();
    }

    static void send(DatagramSocket socket, int port, String text) {
        send(socket, port, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(DatagramSocket socket, int port, byte[] bytes) {
        try {
            socket.send(
                    new DatagramPacket(
                            bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void awaitSockets(int port, int count) throws Exception {
        String hex = String.format(":%04X ", port);
        await(
                () -> {
                    try {
                        List<String> lines = Files.readAllLines(Path.of("/proc/net/udp"));
                        return lines.stream().filter(line -> line.contains(hex)).count() == count;
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
    }

    /** Sockets that readers have left open write to their journals, which are to be deleted. */
    static void awaitNobodyListening() throws Exception {
        await(
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(t -> t.getName().startsWith("siphon-parked-socket")));
    }

    static void await(BooleanSupplier condition) throws Exception {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }
}
