package io.siphon.sources.tcp;

import io.siphon.sources.Bytes;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.pcap.Datagram;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class TcpListenerTest {

    private static final byte[] FRAME = frame("some message");

    private final TcpCounts counts = new TcpCounts();
    private final List<byte[]> received = new ArrayList<>();
    private final List<InetSocketAddress> senders = new ArrayList<>();
    private Selector selector;
    private TcpListener listener;

    @BeforeEach
    void listen() throws IOException {
        listen(100);
    }

    private void listen(int maxConnections) throws IOException {
        close();
        selector = Selector.open();
        listener = TcpListener.open(new TcpSettings("127.0.0.1", 0, maxConnections));
        listener.register(selector, counts);
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
            receiveUntil(() -> counts.open == 2);
            try (Socket three = connect()) {
                receiveUntil(() -> counts.refused.get() == 1);
                assertThat(three.getInputStream().read()).isEqualTo(-1);
            }
            one.getOutputStream().write(FRAME);
            two.getOutputStream().write(FRAME);
            receiveUntil(() -> received.size() == 2);
            one.close();
            receiveUntil(() -> counts.open == 1);
            try (Socket four = connect()) {
                four.getOutputStream().write(FRAME);
                receiveUntil(() -> received.size() == 3);
            }
        }
        assertThat(counts.accepted).hasValue(3);
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
            listener.register(selector, next);
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
            listener.drain();
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
            listener.drain();
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
