package io.siphon.sources.udp.reader;

import io.siphon.sources.udp.split.UdpSplit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
@Timeout(30)
class ParkedSocketsTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void theReaderThatFollowsTakesItOnce() throws Exception {
        try (UdpSocket socket = open(freePort())) {
            OpenSockets sockets = new OpenSockets(socket, null);
            ParkedSockets.park("followed", sockets, LONG);
            assertThat(ParkedSockets.take("followed")).isSameAs(sockets);
            assertThat(ParkedSockets.take("followed")).isNull();
            assertThat(socket.channel().isOpen()).isTrue();
        }
    }

    @Test
    void whatNobodyTakesIsClosedInTheEnd() throws Exception {
        UdpSocket socket = open(freePort());
        ParkedSockets.park("left", new OpenSockets(socket, null), Duration.ofMillis(1));
        awaitClosed(socket);
        assertThat(ParkedSockets.take("left")).isNull();
    }

    @Test
    void isClosedWhenTheJobListensElsewhere() throws Exception {
        int port = freePort();
        UdpSocket neighbour = open(port);
        UdpSocket socket = open(port);
        ParkedSockets.park("moved", new OpenSockets(socket, null), LONG);
        try (neighbour;
                UdpSocket elsewhere = open(port)) {
            awaitClosed(socket);
            assertThat(ParkedSockets.take("moved")).isNull();
            assertThat(KernelDrops.inodes(port)).hasSize(2);
            assertThat(elsewhere.channel().isOpen()).isTrue();
        }
    }

    private static void awaitClosed(UdpSocket socket) {
        while (socket.channel().isOpen()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static UdpSocket open(int port) throws Exception {
        return UdpSocket.open(UdpSplit.socket(0, "127.0.0.1", port), 4096);
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
