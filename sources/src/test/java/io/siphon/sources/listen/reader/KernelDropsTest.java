package io.siphon.sources.listen.reader;

import io.siphon.sources.KernelLoss;
import io.siphon.sources.listen.split.UdpSplit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledOnOs(OS.LINUX)
class KernelDropsTest {

    private static final int TINY = 4096;

    @Test
    void countsWhatOverranEachSocketAndOnlyThat() throws Exception {
        int port = freePort();
        try (UdpSocket idle = UdpSocket.open(UdpSplit.socket(0, "127.0.0.1", port), TINY);
                UdpSocket other =
                        UdpSocket.open(UdpSplit.socket(1, "127.0.0.1", freePort()), TINY);
                DatagramSocket sender = new DatagramSocket()) {
            int sent = 200;
            overrun(sender, port);
            long dropped = idle.kernelDrops().read();
            int received = 0;
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(1000);
            while (idle.channel().receive(buffer.clear()) != null) {
                received++;
            }
            assertThat(dropped).isPositive();
            assertThat(received + dropped).isEqualTo(sent);
            assertThat(other.kernelDrops().read()).isZero();
        }
    }

    @Test
    void tellsOnceAndNotTooOften() throws Exception {
        int port = freePort();
        try (UdpSocket socket = UdpSocket.open(UdpSplit.socket(0, "127.0.0.1", port), TINY);
                DatagramSocket sender = new DatagramSocket()) {
            KernelDrops drops = socket.kernelDrops();
            assertThat(drops.loss("udp-1", 1_000_000, false)).isNull();
            overrun(sender, port);
            long dropped = drops.read();

            assertThat(drops.loss("udp-1", 5_999_999, false)).isNull();
            assertThat(drops.loss("udp-1", 6_000_000, false))
                    .isEqualTo(new KernelLoss(1_000_000, 6_000_000, "udp-1", dropped));
            assertThat(drops.loss("udp-1", 11_000_000, false)).isNull();

            overrun(sender, port);
            assertThat(drops.loss("udp-1", 11_000_001, true))
                    .isEqualTo(
                            new KernelLoss(
                                    11_000_000, 11_000_001, "udp-1", drops.read() - dropped));
        }
    }

    private static void overrun(DatagramSocket sender, int port) throws IOException {
        for (int i = 0; i < 200; i++) {
            sender.send(
                    new DatagramPacket(
                            new byte[700], 700, InetAddress.getByName("127.0.0.1"), port));
        }
    }

    @Test
    void aClosedSocketKeepsItsLastFigure() throws Exception {
        UdpSocket socket = UdpSocket.open(UdpSplit.socket(0, "127.0.0.1", freePort()), TINY);
        assertThat(socket.kernelDrops().read()).isZero();
        socket.close();
        assertThat(socket.kernelDrops().read()).isZero();
    }

    @Test
    void socketsOfOnePortAreToldApart() throws Exception {
        int port = freePort();
        try (UdpSocket one = UdpSocket.open(UdpSplit.socket(0, "127.0.0.1", port), TINY);
                UdpSocket two = UdpSocket.open(UdpSplit.socket(1, "127.0.0.1", port), TINY)) {
            assertThat(KernelDrops.inodes(port)).hasSize(2);
            assertThat(one.kernelDrops()).isNotSameAs(two.kernelDrops());
        }
        assertThat(KernelDrops.inodes(port)).isEmpty();
    }

    @Test
    void ipv6SocketsAreFoundToo() throws Exception {
        int port = freePort();
        try (UdpSocket socket = UdpSocket.open(UdpSplit.socket(0, "::1", port), TINY)) {
            assertThat(KernelDrops.inodes(port)).hasSize(1);
            assertThat(socket.receiveBufferBytes()).isPositive();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (DatagramSocket taken =
                new DatagramSocket(new InetSocketAddress("127.0.0.1", freePort()))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> UdpSocket.open(UdpSplit.socket(0, "127.0.0.1", port), TINY))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen on udp 127.0.0.1:" + port);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }
}
