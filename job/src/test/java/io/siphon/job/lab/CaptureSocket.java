package io.siphon.job.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A capture server that only collects. */
public final class CaptureSocket implements AutoCloseable {

    /** One datagram, and who sent it. */
    public record Datagram(UdpEndpoint sender, byte[] bytes) {}

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
                                Arrays.copyOf(packet.getData(), packet.getLength())));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
