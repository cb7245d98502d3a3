package io.siphon.sources.listen.reader;

import io.siphon.sources.Bytes;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepCounts;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.sender.RefusedSenders.Reason;
import io.siphon.sources.sender.SenderSettings;

import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who may send datagrams: what others send does not even come to the journal. */
@Timeout(120)
class SendersTest {

    private static final int BUFFER = 1 << 20;

    @TempDir private Path folder;

    private final UdpReaderMetrics metrics =
            new UdpReaderMetrics(
                    UnregisteredMetricsGroup.createSourceReaderMetricGroup(), new HepCounts(), 1);
    private UdpReceiver receiver;

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    @Test
    void othersAreDroppedAndCounted() throws IOException {
        listen("0.0.0.0", new SenderSettings(List.of("127.0.0.2", "10.0.0.0/8"), null, false));
        send("127.0.0.1", bytes("OPTIONS sip:stranger SIP/2.0\r\n\r\n"));
        send("127.0.0.2", bytes("OPTIONS sip:agent SIP/2.0\r\n\r\n"));
        send("127.0.0.3", new byte[0]);
        send("127.0.0.1", new byte[65_507]);
        send("127.0.0.2", bytes("OPTIONS sip:agent SIP/2.0\r\n\r\n"));

        assertThat(received(2)).containsOnly("OPTIONS sip:agent SIP/2.0\r\n\r\n");
        assertThat(metrics.refused().count(Reason.NOT_ALLOWED)).isEqualTo(3);
        assertThat(metrics.refused().heaviest()).isEqualTo("127.0.0.1 2, 127.0.0.3 1");
    }

    /** A socket for IPv6 gets IPv4 too. */
    @Test
    void ipv4IsIpv4OnASocketForIpv6() throws IOException {
        listen("::", new SenderSettings(List.of("127.0.0.2/32", "::1"), null, false));
        send("127.0.0.1", bytes("a"));
        send("::1", bytes("b"));
        send("127.0.0.2", bytes("c"));

        assertThat(received(2)).containsExactly("b", "c");
        assertThat(metrics.refused().count(Reason.NOT_ALLOWED)).isEqualTo(1);
    }

    /** A round ends, whoever sends. */
    @Test
    void aFloodOfOthersKeepsNoRoundGoing() throws IOException {
        listen("127.0.0.1", new SenderSettings(List.of("127.0.0.2"), null, false));
        try (DatagramSocket stranger = socket("127.0.0.1")) {
            for (int i = 0; i < 600; i++) {
                stranger.send(packet(bytes("x")));
            }
        }
        assertThat(receiver.receive(0)).isEmpty();
        assertThat(metrics.refused().count(Reason.NOT_ALLOWED))
                .isEqualTo(UdpReceiver.MAX_BATCH_DATAGRAMS);
    }

    @Test
    void whatHasNoRightKeyIsDroppedAndCounted() throws IOException {
        listen("127.0.0.1", new SenderSettings(List.of(), keyFile("sesame\nchanged\n"), false));
        byte[] right = frame("right", "sesame");
        byte[] alsoRight = frame("also right", "changed");
        send("127.0.0.1", frame("wrong", "sesam"));
        send("127.0.0.1", right);
        send("127.0.0.1", Bytes.hex("").and(HepChunk.PAYLOAD.encode("none")).frame());
        send("127.0.0.1", bytes("OPTIONS sip:a SIP/2.0\r\n\r\n"));
        send("127.0.0.1", bytes("\r\n\r\n"));
        send("127.0.0.1", Bytes.hex("01100211 142813c4 7f000015 7f00000a").array());
        send("127.0.0.1", alsoRight);

        assertThat(received(2)).containsExactly(text(right), text(alsoRight));
        assertThat(metrics.refused().count(Reason.UNAUTHENTICATED)).isEqualTo(5);
    }

    @Test
    void withoutTheKeysNothingIsOpened() throws IOException {
        SenderSettings settings =
                new SenderSettings(List.of(), folder.resolve("absent").toString(), false);
        receiver = new UdpReceiver(metrics);
        assertThatThrownBy(
                        () -> receiver.listen(UdpSplit.socket(0, "127.0.0.1", 0), with(settings)))
                .hasMessage("there is no file " + folder.resolve("absent"));
        assertThat(receiver.isOpen()).isFalse();
    }

    private void listen(String host, SenderSettings senders) throws IOException {
        receiver = new UdpReceiver(metrics);
        receiver.listen(UdpSplit.socket(0, host, 0), with(senders));
    }

    private static UdpReaderSettings with(SenderSettings senders) {
        return new UdpReaderSettings(BUFFER, BUFFER, 1, null, Duration.ofSeconds(1), null, senders);
    }

    private List<String> received(int count) throws IOException {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            for (RawMessage one : receiver.receive(10)) {
                all.add(text(one.bytes()));
            }
        }
        return all;
    }

    private void send(String from, byte[] bytes) throws IOException {
        try (DatagramSocket agent = socket(from)) {
            DatagramPacket packet = packet(bytes);
            packet.setAddress(InetAddress.getByName(from.contains(":") ? "::1" : "127.0.0.1"));
            agent.send(packet);
        }
    }

    private static DatagramSocket socket(String from) throws IOException {
        return new DatagramSocket(new InetSocketAddress(from, 0));
    }

    private DatagramPacket packet(byte[] bytes) throws IOException {
        return new DatagramPacket(
                bytes,
                bytes.length,
                InetAddress.getByName("127.0.0.1"),
                Objects.requireNonNull(receiver.socket().address()).getPort());
    }

    private String keyFile(String keys) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), keys);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private static byte[] frame(String payload, String key) {
        return Bytes.hex("")
                .and(HepChunk.PAYLOAD.encode(payload))
                .and(HepChunk.AUTH_KEY.encode(key))
                .frame();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
