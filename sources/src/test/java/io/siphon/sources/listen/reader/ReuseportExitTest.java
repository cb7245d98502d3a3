package io.siphon.sources.listen.reader;

import io.siphon.sources.listen.split.UdpSplit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ReuseportExitTest {

    private static final int BUFFER = 1 << 20;
    private static final int SENDERS = 200;

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "0.0.0.0, 127.0.0.1", "::1, ::1", "::, ::1"})
    void keepsWhatItHoldsAndIsGivenNothingMore(String bound, String to) throws IOException {
        try (UdpSocket old = open(bound, 0);
                UdpSocket next = open(bound, old.address().getPort())) {
            InetSocketAddress port = new InetSocketAddress(to, old.address().getPort());
            send(port);
            assertThat(ReuseportExit.turn(old.channel())).isTrue();
            send(port);

            int kept = received(old);
            assertThat(kept).isBetween(1, SENDERS);
            assertThat(received(next)).isEqualTo(2 * SENDERS - kept);
            assertThat(next.kernelDrops().read()).isZero();
        }
    }

    private static UdpSocket open(String host, int port) throws IOException {
        return UdpSocket.open(UdpSplit.socket(0, host, port), BUFFER);
    }

    /** From many ports: the kernel chooses a socket by where a datagram comes from. */
    private static void send(InetSocketAddress to) throws IOException {
        for (int i = 0; i < SENDERS; i++) {
            try (DatagramSocket sender = new DatagramSocket()) {
                sender.send(new DatagramPacket(new byte[] {1}, 1, to));
            }
        }
    }

    private static int received(UdpSocket socket) throws IOException {
        int received = 0;
        while (socket.channel().receive(ByteBuffer.allocate(10)) != null) {
            received++;
        }
        return received;
    }
}
