package io.siphon.bench.lab;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A capture server that only collects. */
public final class CaptureSocket implements AutoCloseable {

    /** One datagram, who sent it, and when it came. */
    public record Datagram(UdpEndpoint sender, long receivedMicros, byte[] bytes) {}

    private final DatagramSocket socket;
    private final List<Datagram> datagrams = new CopyOnWriteArrayList<>();

    private CaptureSocket() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        socket.setReceiveBufferSize(4 << 20);
    }

    public static CaptureSocket open() {
        try {
            CaptureSocket capture = new CaptureSocket();
            Thread reader = new Thread(capture::receive, "capture-socket");
            reader.setDaemon(true);
            reader.start();
            return capture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public UdpEndpoint endpoint() {
        return UdpEndpoint.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    public List<Datagram> datagrams() {
        return List.copyOf(datagrams);
    }

    /** The same, decoded; what is no packet has an error. */
    public List<HepPacket> packets() {
        UdpEndpoint local = endpoint();
        HepDecoder decoder =
                new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofMinutes(5)));
        return datagrams.stream()
                .map(
                        datagram ->
                                decoder.decodeOrKeep(
                                        datagram.bytes,
                                        0,
                                        datagram.bytes.length,
                                        new HepPeer(
                                                datagram.sender.ip(),
                                                datagram.sender.port(),
                                                local.ip(),
                                                local.port()),
                                        datagram.receivedMicros))
                .toList();
    }

    public int count() {
        return datagrams.size();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        while (!socket.isClosed()) {
            try {
                packet.setLength(65_535);
                socket.receive(packet);
                datagrams.add(
                        new Datagram(
                                UdpEndpoint.of((InetSocketAddress) packet.getSocketAddress()),
                                EpochMicros.now(),
                                Arrays.copyOf(packet.getData(), packet.getLength())));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
