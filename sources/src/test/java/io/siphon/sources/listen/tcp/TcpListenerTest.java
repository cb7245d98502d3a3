package io.siphon.sources.listen.tcp;

import io.siphon.sources.Bytes;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.sender.RefusedSenders;
import io.siphon.sources.sender.SenderGuard;
import io.siphon.sources.sender.SenderSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class TcpListenerTest {

    private static final byte[] FRAME = frame("some message of more than 30 octets");

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir private Path folder;

    private final TcpCounts counts = new TcpCounts();
    private final List<byte[]> received = new ArrayList<>();
    private final List<InetSocketAddress> senders = new ArrayList<>();
    private final RefusedSenders refused = new RefusedSenders();
    private SenderGuard guard = SenderGuard.everybody();
    private long nanos;
    private Selector selector;
    private TcpListener listener;

    @BeforeEach
    void listen() throws IOException {
        listen(100);
    }

    private void listen(int maxConnections) throws IOException {
        listen(
                new TcpSettings(
                        "127.0.0.1",
                        0,
                        maxConnections,
                        Integer.MAX_VALUE,
                        MINUTE,
                        Duration.ofSeconds(30)));
    }

    private void listen(TcpSettings settings) throws IOException {
        close();
        selector = Selector.open();
        listener = TcpListener.open(settings, () -> nanos);
        listener.register(selector, counts, guard);
    }

    @AfterEach
    void close() throws IOException {
        if (listener != null) {
            selector.close();
            listener.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 1448, 1 << 20})
    void takesFramesWhateverTheSegments(int portion) throws IOException {
        List<byte[]> sent =
                Captures.datagrams("heplify-v3-tcp-media").stream().map(Datagram::payload).toList();
        Bytes stream = Bytes.hex("");
        sent.forEach(stream::and);
        byte[] bytes = stream.array();
        try (Socket agent = connect()) {
            agent.setTcpNoDelay(true);
            for (int at = 0; at < bytes.length; at += portion) {
                agent.getOutputStream().write(bytes, at, Math.min(portion, bytes.length - at));
                round(0);
            }
            receiveUntil(() -> received.size() == sent.size());
            assertThat(received).containsExactlyElementsOf(sent);
            assertThat(senders).containsOnly((InetSocketAddress) agent.getLocalSocketAddress());
        }
        receiveUntil(() -> counts.open == 0);
        assertThat(counts.cutShort).hasValue(0);
        assertThat(counts.messages).hasValue(sent.size());
        assertThat(counts.bytes).hasValue(bytes.length);
    }

    @Test
    void takesTheLargestFrameThereIs() throws IOException {
        byte[] largest = Bytes.hex("").and(HepChunk.PAYLOAD.encode(new byte[65_523])).frame();
        try (Socket agent = connect()) {
            agent.getOutputStream().write(largest);
            agent.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
        }
        assertThat(received).containsExactly(largest, FRAME);
    }

    @Test
    void aFloodKeepsNobodyWaiting() throws IOException {
        try (SocketChannel flood = SocketChannel.open(listener.address());
                Socket agent = connect()) {
            receiveUntil(() -> counts.open == 2);
            fill(flood);
            agent.getOutputStream().write(FRAME);
            awaitReady(2);
            listener.receive(this::take);

            assertThat(senders).contains((InetSocketAddress) agent.getLocalSocketAddress());
            assertThat(senders).contains((InetSocketAddress) flood.getLocalAddress());
            assertThat(counts.bytes.get()).isLessThan(600_000);
        }
    }

    /** As much as the two kernels take. */
    private static void fill(SocketChannel flood) throws IOException {
        ByteBuffer frames = ByteBuffer.allocate(FRAME.length * 10_000);
        while (frames.hasRemaining()) {
            frames.put(FRAME);
        }
        flood.configureBlocking(false);
        while (flood.write(frames.flip()) == frames.capacity()) {
            // there is room for more
        }
    }

    @Test
    void refusesMoreThanItMayHave() throws IOException {
        listen(2);
        try (Socket one = connect();
                Socket two = connect()) {
            one.getOutputStream().write(FRAME);
            two.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
            try (Socket three = connect()) {
                receiveUntil(() -> counts.refused.get() == 1);
                assertThat(three.getInputStream().read()).isEqualTo(-1);
            }
            one.getOutputStream().write(FRAME);
            two.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 4);
            one.close();
            receiveUntil(() -> counts.open == 1);
            try (Socket four = connect()) {
                four.getOutputStream().write(FRAME);
                receiveUntil(() -> received.size() == 5);
            }
        }
        assertThat(counts.accepted).hasValue(3);
        assertThat(counts.displaced).hasValue(0);
    }

    /** A thousand connections that say nothing shut nobody out. */
    @Test
    void theOldestThatHasSentNoMessageMakesPlace() throws IOException {
        listen(10);
        List<Socket> silent = new ArrayList<>();
        try (Socket first = connect()) {
            first.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 1);
            for (int i = 0; i < 9; i++) {
                silent.add(connect());
            }
            silent.get(0).getOutputStream().write(FRAME, 0, 10);
            receiveUntil(() -> counts.open == 10 && counts.bytes.get() == FRAME.length + 10);
            try (Socket agent = connect()) {
                agent.getOutputStream().write(FRAME);
                receiveUntil(() -> received.size() == 3);
                assertThat(silent.get(0).getInputStream().read()).isEqualTo(-1);
                first.getOutputStream().write(FRAME);
                agent.getOutputStream().write(FRAME);
                receiveUntil(() -> received.size() == 5);
            }
        }
        assertThat(counts.displaced).hasValue(1);
        assertThat(counts.refused).hasValue(0);
        assertThat(received).containsExactly(FRAME, Arrays.copyOf(FRAME, 10), FRAME, FRAME, FRAME);
        for (Socket socket : silent) {
            socket.close();
        }
    }

    /** The flood comes in the same moment as the agent's first frame. */
    @Test
    void whatAnAgentHasSentIsReadBeforeItWouldMakePlace() throws IOException {
        listen(2);
        try (Socket one = connect();
                Socket two = connect()) {
            receiveUntil(() -> counts.open == 2);
            one.getOutputStream().write(FRAME);
            two.getOutputStream().write(FRAME);
            two.getOutputStream().write(FRAME);
            try (Socket stranger = connect()) {
                awaitReady(3);
                receiveUntil(() -> counts.refused.get() == 1);
                assertThat(stranger.getInputStream().read()).isEqualTo(-1);
            }
            receiveUntil(() -> received.size() == 3);
        }
        assertThat(counts.displaced).hasValue(0);
    }

    @Test
    void anAddressHasItsShare() throws IOException {
        listen(new TcpSettings("127.0.0.1", 0, 100, 2, MINUTE, MINUTE));
        try (Socket one = connect();
                Socket two = connect()) {
            one.getOutputStream().write(FRAME);
            two.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
            try (Socket three = connect();
                    Socket other = connectFrom("127.0.0.2")) {
                other.getOutputStream().write(FRAME);
                receiveUntil(() -> received.size() == 3 && counts.refusedOfAddress.get() == 1);
                assertThat(three.getInputStream().read()).isEqualTo(-1);
            }
            one.close();
            receiveUntil(() -> counts.open == 1);
            try (Socket silent = connect()) {
                receiveUntil(() -> counts.open == 2);
                // a new one, within its address, rather than nobody
                try (Socket again = connect()) {
                    again.getOutputStream().write(FRAME);
                    receiveUntil(() -> received.size() == 4);
                    assertThat(silent.getInputStream().read()).isEqualTo(-1);
                }
            }
            two.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 5);
        }
        assertThat(counts.refusedOfAddress).hasValue(1);
        assertThat(counts.displaced).hasValue(1);
    }

    @Test
    void whoSaysNothingInTimeIsClosed() throws IOException {
        try (Socket silent = connect();
                Socket blank = connect();
                Socket agent = connect()) {
            agent.getOutputStream().write(FRAME);
            receiveUntil(() -> counts.open == 3 && received.size() == 1);
            pass(59);
            blank.getOutputStream().write(bytes("\r\n\r\n\r\n\r\n")); // is no message
            receiveUntil(() -> counts.bytes.get() == FRAME.length + 8);
            assertThat(counts.open).isEqualTo(3);
            pass(3);
            assertThat(counts.open).isEqualTo(1);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(blank.getInputStream().read()).isEqualTo(-1);

            pass(12 * 60 * 60); // a quiet night
            agent.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
        }
        assertThat(counts.timedOut).hasValue(2);
        assertThat(received).containsOnly(FRAME);
    }

    /** Slow senders (slowloris): an octet now and then does not prolong it. */
    @Test
    void whoDoesNotEndItsMessageInTimeIsClosed() throws IOException {
        try (Socket slow = connect();
                Socket slowAgent = connect();
                Socket busy = connect()) {
            slow.getOutputStream().write(FRAME, 0, 1);
            slowAgent.getOutputStream().write(FRAME);
            slowAgent.getOutputStream().write(FRAME, 0, 10);
            busy.getOutputStream().write(FRAME, 0, 10);
            long sent = FRAME.length + 21;
            receiveUntil(() -> counts.bytes.get() == FRAME.length + 21);
            for (int i = 1; i < 30; i++) {
                pass(1);
                slow.getOutputStream().write(FRAME, i, 1);
                // always within a frame, but a frame later
                busy.getOutputStream().write(FRAME, 10, FRAME.length - 10);
                busy.getOutputStream().write(FRAME, 0, 10);
                sent += 1 + FRAME.length;
                long all = sent;
                receiveUntil(() -> counts.bytes.get() == all);
            }
            assertThat(counts.timedOut).hasValue(0);
            pass(3);
            assertThat(counts.timedOut).hasValue(2);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
            assertThat(slowAgent.getInputStream().read()).isEqualTo(-1);
            int before = received.size();
            busy.getOutputStream().write(FRAME, 10, FRAME.length - 10);
            receiveUntil(() -> received.size() == before + 1);
        }
        assertThat(counts.cutShort).hasValue(2);
    }

    /** The job holds back, and nobody reads: that is not the agents' fault. */
    @Test
    void timeInWhichNobodyReadsDoesNotCount() throws IOException {
        try (Socket agent = connect();
                Socket silent = connect()) {
            agent.getOutputStream().write(FRAME, 0, 10);
            receiveUntil(() -> counts.bytes.get() == 10 && counts.open == 2);
            nanos += Duration.ofHours(1).toNanos();
            round(0);
            agent.getOutputStream().write(FRAME, 10, FRAME.length - 10);
            silent.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
        }
        assertThat(counts.timedOut).hasValue(0);
    }

    @Test
    void whoIsNotAllowedIsClosedUnheard() throws IOException {
        guard = guard(new SenderSettings(List.of("127.0.0.2/31"), null, false));
        listen(100);
        try (Socket stranger = connect();
                Socket agent = connectFrom("127.0.0.2")) {
            stranger.getOutputStream().write(FRAME);
            agent.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 1);
            assertThat(isOver(stranger)).isTrue();
            assertThat(senders).containsOnly((InetSocketAddress) agent.getLocalSocketAddress());
        }
        assertThat(refused.count(RefusedSenders.Reason.NOT_ALLOWED)).isEqualTo(1);
        assertThat(refused.heaviest()).isEqualTo("127.0.0.1 1");
        assertThat(counts.accepted).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "sesame!", "sesam", ""})
    void whoseFirstFrameHasAWrongKeyIsClosedUnheard(String key) throws IOException {
        requireKey();
        try (Socket stranger = connect();
                Socket agent = connect()) {
            stranger.getOutputStream().write(frame("some message", key));
            stranger.getOutputStream().write(frame("some message", "sesame"));
            agent.getOutputStream().write(frame("some message", "sesame"));
            agent.getOutputStream().write(frame("some message", key)); // of another one behind it
            agent.getOutputStream().write(frame("some message", "changed"));
            receiveUntil(() -> received.size() == 2 && counts.open == 1);
            assertThat(isOver(stranger)).isTrue();
            assertThat(senders).containsOnly((InetSocketAddress) agent.getLocalSocketAddress());
        }
        assertThat(received)
                .containsExactly(frame("some message", "sesame"), frame("some message", "changed"));
        assertThat(refused.count(RefusedSenders.Reason.UNAUTHENTICATED)).isEqualTo(2);
    }

    /** HEP without a key, SIP, another protocol, half a frame. */
    @Test
    void whatHasNoKeyIsNotKept() throws IOException {
        requireKey();
        for (byte[] sent :
                List.of(
                        FRAME,
                        bytes("OPTIONS sip:a SIP/2.0\r\n\r\n"),
                        bytes("GET / HTTP/1.1\r\n\r\n"),
                        Arrays.copyOf(FRAME, 10))) {
            long before = refused.count(RefusedSenders.Reason.UNAUTHENTICATED);
            try (Socket stranger = connect()) {
                stranger.getOutputStream().write(sent);
                stranger.shutdownOutput();
                receiveUntil(
                        () -> refused.count(RefusedSenders.Reason.UNAUTHENTICATED) == before + 1);
                receiveUntil(() -> counts.open == 0);
            }
        }
        assertThat(received).isEmpty();
        assertThat(counts.messages).hasValue(0);
    }

    /** Of one who has given the key, what goes wrong is kept as without keys. */
    @Test
    void halfAFrameOfOneWhoHasTheKeyIsKept() throws IOException {
        requireKey();
        try (Socket agent = connect()) {
            agent.getOutputStream().write(frame("some message", "sesame"));
            agent.getOutputStream().write(FRAME, 0, 10);
        }
        receiveUntil(() -> counts.cutShort.get() == 1);
        assertThat(received)
                .containsExactly(frame("some message", "sesame"), Arrays.copyOf(FRAME, 10));
    }

    /** A job that fails comes back with the same settings; another one has others. */
    @Test
    void anotherGuardAsksConnectionsAgain() throws IOException {
        try (Socket agent = connect();
                Socket far = connectFrom("127.0.0.2")) {
            agent.getOutputStream().write(FRAME);
            far.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
            listener.register(
                    selector, counts, guard(new SenderSettings(List.of("127.0.0.1"), null, false)));
            assertThat(far.getInputStream().read()).isEqualTo(-1);
            pass(120);
            assertThat(counts.open).isEqualTo(1);

            listener.register(
                    selector,
                    counts,
                    guard(new SenderSettings(List.of("127.0.0.1"), keyFile(), false)));
            agent.getOutputStream().write(FRAME);
            assertThat(isOver(agent)).isTrue();
        }
        assertThat(received).hasSize(2);
    }

    @Test
    void keepsTheFirstOfWhatIsNeitherHepNorSipAndCloses() throws IOException {
        try (Socket browser = connect()) {
            browser.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: siphon\r\n\r\n"));
            receiveUntil(() -> counts.foreign.get() == 1);
            assertThat(browser.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(received).containsExactly(bytes("GET / HTTP/1.1\r\nHost: siphon\r\n\r\n"));
        assertThat(counts.open).isZero();
        assertThat(counts.cutShort).hasValue(0);
    }

    /** What agents send that were told to use TLS, WebSocket or protobuf. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1603010200010001fc0303", // ClientHello
                "474554202f777320485454502f312e310d0a", // GET /ws HTTP/1.1
                "0802101118d0", // protobuf of heplify
                "485450330006", // not quite HEP3
                "484550330005", // a frame shorter than its header
                "001080c90003deadbeef", // RTCP behind a length (RFC 4571)
            })
    void whatSpeaksAnotherProtocolIsClosedAndOthersGoOn(String hex) throws IOException {
        byte[] foreign = Bytes.hex(hex).array();
        try (Socket agent = connect();
                Socket stranger = connect()) {
            agent.getOutputStream().write(FRAME, 0, 10);
            receiveUntil(() -> counts.bytes.get() == 10);
            stranger.getOutputStream().write(foreign);
            receiveUntil(() -> counts.foreign.get() == 1);
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);

            agent.getOutputStream().write(FRAME, 10, FRAME.length - 10);
            receiveUntil(() -> received.size() == 2);
        }
        assertThat(received).containsExactly(foreign, FRAME);
    }

    @Test
    void aConnectionThatIsResetWithinAFrameIsCutShort() throws IOException {
        try (Socket agent = connect()) {
            try (Socket resetting = connect()) {
                resetting.getOutputStream().write(FRAME, 0, 10);
                receiveUntil(() -> counts.bytes.get() == 10);
                resetting.setSoLinger(true, 0);
            }
            receiveUntil(() -> counts.cutShort.get() == 1);
            agent.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
        }
        assertThat(received).containsExactly(Arrays.copyOf(FRAME, 10), FRAME);
    }

    @Test
    void framesBeforeGarbageCount() throws IOException {
        try (Socket agent = connect()) {
            agent.getOutputStream().write(FRAME);
            agent.getOutputStream().write("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
            receiveUntil(() -> counts.foreign.get() == 1);
        }
        assertThat(received).hasSize(2);
        assertThat(received.get(0)).isEqualTo(FRAME);
        assertThat(new String(received.get(1), StandardCharsets.UTF_8)).matches("x{1,4096}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1 << 20})
    void takesPlainSip(int portion) throws IOException {
        String first = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 5\r\n\r\nhello";
        String second = "SIP/2.0 200 OK\r\nl: 0\r\n\r\n";
        byte[] bytes = bytes("\r\n\r\n" + first + second + "\r\n\r\n");
        try (Socket proxy = connect()) {
            proxy.setTcpNoDelay(true);
            for (int at = 0; at < bytes.length; at += portion) {
                proxy.getOutputStream().write(bytes, at, Math.min(portion, bytes.length - at));
                round(0);
            }
        }
        receiveUntil(() -> counts.accepted.get() == 1 && counts.open == 0);
        assertThat(received).containsExactly(bytes(first), bytes(second));
        assertThat(counts.cutShort).hasValue(0);
    }

    @Test
    void halfAFrameIsCountedAndKept() throws IOException {
        try (Socket agent = connect()) {
            agent.getOutputStream().write(FRAME);
            agent.getOutputStream().write(FRAME, 0, 10);
        }
        receiveUntil(() -> counts.cutShort.get() == 1);
        assertThat(received).containsExactly(FRAME, Arrays.copyOf(FRAME, 10));
        assertThat(counts.open).isZero();
    }

    @Test
    void goesOnWithAnotherSelectorWithinAFrame() throws IOException {
        try (Socket agent = connect()) {
            agent.getOutputStream().write(FRAME, 0, 10);
            receiveUntil(() -> counts.bytes.get() == 10);
            selector.close();
            agent.getOutputStream().write(FRAME, 10, FRAME.length - 10);
            selector = Selector.open();
            TcpCounts next = new TcpCounts();
            listener.register(selector, next, guard);
            receiveUntil(() -> !received.isEmpty());
            assertThat(next.open).isEqualTo(1);
        }
        assertThat(received).containsExactly(FRAME);
    }

    @Test
    void drainsWhatTheKernelHasOfThoseItHasNotAcceptedYet() throws IOException {
        try (Socket agent = connect();
                Socket other = connect()) {
            for (int i = 0; i < 5000; i++) {
                agent.getOutputStream().write(FRAME);
            }
            other.getOutputStream().write(FRAME);
            InetSocketAddress address = listener.address();
            listener.drain(this::take);
            receiveUntil(listener::isDrained);
            assertThat(received).hasSize(5001).containsOnly(FRAME);
            assertThat(agent.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void drainingWaitsForTheRestOfAFrame() throws IOException {
        try (Socket agent = connect()) {
            agent.getOutputStream().write(FRAME, 0, 10);
            receiveUntil(() -> counts.bytes.get() == 10);
            listener.drain(this::take);
            round(0);
            assertThat(listener.isDrained()).isFalse();
            agent.getOutputStream().write(FRAME, 10, FRAME.length - 10);
            receiveUntil(listener::isDrained);
        }
        assertThat(received).containsExactly(FRAME);
        assertThat(counts.cutShort).hasValue(0);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (java.net.ServerSocket other = new java.net.ServerSocket(0)) {
            assertThatThrownBy(
                            () ->
                                    TcpListener.open(
                                            new TcpSettings("127.0.0.1", other.getLocalPort(), 1)))
                    .hasMessageStartingWith(
                            "cannot listen on tcp 127.0.0.1:" + other.getLocalPort() + ": ");
        }
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = listener.address();
        return new Socket(address.getAddress(), address.getPort());
    }

    private Socket connectFrom(String address) throws IOException {
        InetSocketAddress to = listener.address();
        return new Socket(to.getAddress(), to.getPort(), InetAddress.getByName(address), 0);
    }

    private void requireKey() throws IOException {
        guard = guard(new SenderSettings(List.of(), keyFile(), false));
        listen(100);
    }

    private String keyFile() throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, "sesame\nchanged\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private SenderGuard guard(SenderSettings settings) throws IOException {
        return SenderGuard.of(settings, refused);
    }

    /** Seconds in which it is read, for connections that send nothing. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += 1_000_000_000;
            listener.receive(this::take);
        }
    }

    /** Whether it is closed from there, be it with a reset; reads until it is. */
    private boolean isOver(Socket socket) throws IOException {
        socket.setSoTimeout(10);
        while (true) {
            round(0);
            try {
                return socket.getInputStream().read() == -1;
            } catch (SocketTimeoutException notYet) {
                assertThat(Thread.currentThread().isInterrupted()).as("time is over").isFalse();
            } catch (SocketException reset) {
                return true;
            }
        }
    }

    private void receiveUntil(BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            // a selector does not wait any more then, nor does it throw
            assertThat(Thread.currentThread().isInterrupted()).as("time is over").isFalse();
            round(10);
        }
    }

    private void round(long waitMs) throws IOException {
        select(waitMs);
        listener.receive(this::take);
    }

    private void select(long waitMs) throws IOException {
        if (waitMs > 0) {
            selector.select(waitMs);
        } else {
            selector.selectNow();
        }
        listener.selected(selector.selectedKeys());
        selector.selectedKeys().clear();
    }

    private void awaitReady(int connections) throws IOException {
        while (selector.selectNow() < connections) {
            selector.selectedKeys().clear();
        }
        listener.selected(selector.selectedKeys());
        selector.selectedKeys().clear();
    }

    private void take(byte[] bytes, InetSocketAddress sender) {
        received.add(bytes);
        senders.add(sender);
    }

    private static byte[] frame(String payload) {
        return Bytes.hex("").and(HepChunk.PAYLOAD.encode(bytes(payload))).frame();
    }

    private static byte[] frame(String payload, String key) {
        return Bytes.hex("")
                .and(HepChunk.PAYLOAD.encode(bytes(payload)))
                .and(HepChunk.AUTH_KEY.encode(key))
                .frame();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
