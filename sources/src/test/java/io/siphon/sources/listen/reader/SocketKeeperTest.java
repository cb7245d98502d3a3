package io.siphon.sources.listen.reader;

import io.siphon.sources.hep.HepCounts;
import io.siphon.sources.journal.JournalCounts;
import io.siphon.sources.journal.JournalLane;
import io.siphon.sources.journal.JournalLock;
import io.siphon.sources.journal.JournalPosition;
import io.siphon.sources.journal.JournalReader;
import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.sender.SenderSettings;

import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SocketKeeperTest {

    private static final int BUFFER = 1 << 20;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void theReaderThatFollowsTakesItOnce() throws Exception {
        UdpReceiver receiver = listening(freePort());
        try (UdpSocket socket = receiver.socket()) {
            SocketKeeper.park("followed", receiver, new UdpJournal(null), LONG);
            assertThat(SocketKeeper.take("followed").udp()).isSameAs(socket);
            assertThat(SocketKeeper.take("followed")).isNull();
            assertThat(socket.channel().isOpen()).isTrue();
        }
    }

    @Test
    void whatNobodyTakesIsClosedInTheEnd() throws Exception {
        UdpReceiver receiver = listening(freePort());
        SocketKeeper.park("left", receiver, new UdpJournal(null), Duration.ofMillis(1));
        awaitClosed(receiver.socket());
        assertThat(SocketKeeper.take("left")).isNull();
    }

    @Test
    void isClosedWhenTheJobListensElsewhere() throws Exception {
        int port = freePort();
        UdpSocket neighbour = open(port);
        UdpReceiver receiver = listening(port);
        SocketKeeper.park("moved", receiver, new UdpJournal(null), LONG);
        try (neighbour;
                UdpSocket elsewhere = open(port)) {
            awaitClosed(receiver.socket());
            assertThat(SocketKeeper.take("moved")).isNull();
            assertThat(KernelDrops.inodes(port)).hasSize(2);
            assertThat(elsewhere.channel().isOpen()).isTrue();
        }
    }

    /** Whom the kernel gives a datagram to is its choice: what the old socket had is written. */
    @Test
    void whatItReceivesIsInTheJournalOfTheReaderThatFollowsElsewhere() throws Exception {
        int port = freePort();
        UdpReceiver receiver = listening(port);
        SocketKeeper.park("journalled", receiver, journal(receiver), LONG);
        send(port, "parked", 500);
        try (UdpSocket elsewhere = open(port)) {
            send(port, "moved", 500);
            int elsewhereReceived = 0;
            try (JournalLock ours = JournalLock.take(lane(), PATIENCE)) {
                assertThat(receiver.isOpen()).isFalse();
                while (elsewhere.channel().receive(ByteBuffer.allocate(100)) != null) {
                    elsewhereReceived++;
                }
                assertThat(journalled()).hasSize(1000 - elsewhereReceived).contains("parked499");
            }
        }
        assertThat(lane().lastAlive()).isNotNull();
    }

    @Test
    void whatItReceivedIsInTheJournalWhenItIsTaken() throws Exception {
        int port = freePort();
        UdpReceiver receiver = listening(port);
        SocketKeeper.park("taken", receiver, journal(receiver), LONG);
        send(port, "parked", 500);
        awaitSize(500);
        try (OpenSockets sockets = SocketKeeper.take("taken");
                JournalLock ours = JournalLock.take(lane(), Duration.ZERO)) {
            assertThat(sockets.udp()).isSameAs(receiver.socket());
            assertThat(journalled()).hasSize(500);
        }
    }

    /** Beside one that stays nobody is to listen; beside one that is left, the next one. */
    @Test
    void aJournalHasOneWriter() throws Exception {
        try (JournalLock ours = JournalLock.take(lane(), PATIENCE)) {
            assertThatThrownBy(() -> JournalLock.takeOrFindLeft(lane(), Duration.ofMillis(1)))
                    .hasMessageContaining("is being written by another Siphon");
            lane().leave();
            assertThat(JournalLock.takeOrFindLeft(lane(), PATIENCE)).isNull();
            assertThatThrownBy(() -> JournalLock.take(lane(), Duration.ofMillis(1)))
                    .hasMessageContaining("is being written by another Siphon");
        }
        try (JournalLock next = JournalLock.takeOrFindLeft(lane(), PATIENCE)) {
            assertThat(next).isNotNull();
            assertThatThrownBy(() -> JournalLock.takeOrFindLeft(lane(), Duration.ofMillis(1)))
                    .hasMessageContaining("is being written by another Siphon");
        }
    }

    private JournalLane lane() {
        return JournalLane.of(folder.toString(), "udp-0");
    }

    private UdpJournal journal(UdpReceiver receiver) throws Exception {
        UdpJournal journal =
                new UdpJournal(
                        new JournalSettings(
                                folder.toString(),
                                10_000,
                                Duration.ofHours(1),
                                Duration.ofDays(1),
                                1 << 30,
                                JournalSettings.RETRY));
        journal.take("udp-0", PATIENCE);
        journal.begin(lane(), receiver.socket());
        return journal;
    }

    private List<String> journalled() throws Exception {
        List<String> texts = new ArrayList<>();
        try (JournalReader reader =
                new JournalReader(lane(), JournalPosition.BEGINNING, new JournalCounts())) {
            for (RawMessage next = reader.peek(); next != null; next = reader.peek()) {
                texts.add(new String(next.bytes(), StandardCharsets.US_ASCII));
                reader.advance();
            }
        }
        return texts;
    }

    private void awaitSize(int messages) throws Exception {
        while (journalled().size() < messages) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void send(int port, String text, int messages) throws Exception {
        try (DatagramSocket agent = new DatagramSocket()) {
            for (int i = 0; i < messages; i++) {
                byte[] bytes = (text + i).getBytes(StandardCharsets.US_ASCII);
                agent.send(
                        new DatagramPacket(
                                bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
            }
        }
    }

    private static UdpReceiver listening(int port) throws Exception {
        UdpReceiver receiver =
                new UdpReceiver(
                        new UdpReaderMetrics(
                                UnregisteredMetricsGroup.createSourceReaderMetricGroup(),
                                new HepCounts(),
                                1));
        receiver.listen(
                UdpSplit.socket(0, "127.0.0.1", port),
                new UdpReaderSettings(
                        BUFFER, BUFFER, 1, null, LONG, null, SenderSettings.EVERYBODY));
        return receiver;
    }

    private static void awaitClosed(UdpSocket socket) {
        while (socket.channel().isOpen()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static UdpSocket open(int port) throws Exception {
        return UdpSocket.open(UdpSplit.socket(0, "127.0.0.1", port), BUFFER);
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
