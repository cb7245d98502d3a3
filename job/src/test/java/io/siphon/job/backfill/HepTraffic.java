package io.siphon.job.backfill;

import io.siphon.sources.Captures;
import io.siphon.sources.pcap.Datagram;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The HEP of several captures, as it was sent, for sending once more and for writing down what was
 * sent: from sockets of this test, one for each that sent it then.
 */
final class HepTraffic implements AutoCloseable {

    private record Sent(long timeMicros, DatagramSocket from, byte[] payload) {}

    private final List<Sent> datagrams = new ArrayList<>();
    private final Map<String, DatagramSocket> sockets = new LinkedHashMap<>();

    static HepTraffic of(List<String> captures) throws IOException {
        HepTraffic traffic = new HepTraffic();
        for (String capture : captures) {
            for (Datagram datagram : Captures.datagrams(capture)) {
                traffic.add(datagram);
            }
        }
        traffic.datagrams.sort(Comparator.comparingLong(Sent::timeMicros));
        return traffic;
    }

    private void add(Datagram datagram) throws IOException {
        String sender = datagram.sourceIp() + " " + datagram.sourcePort();
        if (!sockets.containsKey(sender)) {
            InetAddress address = InetAddress.getByName(datagram.sourceIp());
            sockets.put(sender, new DatagramSocket(new InetSocketAddress(address, 0)));
        }
        datagrams.add(new Sent(datagram.timeMicros(), sockets.get(sender), datagram.payload()));
    }

    int size() {
        return datagrams.size();
    }

    long bytes() {
        return datagrams.stream().mapToLong(sent -> sent.payload.length).sum();
    }

    /** Sends all, at once: the receiver's buffer must hold it. */
    void sendTo(InetSocketAddress receiver) throws IOException {
        for (Sent sent : datagrams) {
            byte[] payload = sent.payload;
            sent.from.send(new java.net.DatagramPacket(payload, payload.length, receiver));
        }
    }

    /** What a capture of it would have been: raw IPv4, at the times of then. */
    Path write(Path file, InetSocketAddress receiver) throws IOException {
        int length = datagrams.stream().mapToInt(sent -> 44 + sent.payload.length).sum();
        ByteBuffer out = ByteBuffer.allocate(24 + length);
        out.putInt(0xa1b2c3d4).putInt(0x00020004).putLong(0).putInt(262_144).putInt(101);
        for (Sent sent : datagrams) {
            int packet = 28 + sent.payload.length;
            out.putInt((int) (sent.timeMicros / 1_000_000));
            out.putInt((int) (sent.timeMicros % 1_000_000)).putInt(packet).putInt(packet);
            out.putShort((short) 0x4500).putShort((short) packet).putInt(0).putInt(0x40110000);
            out.put(sent.from.getLocalAddress().getAddress());
            out.put(receiver.getAddress().getAddress());
            out.putShort((short) sent.from.getLocalPort()).putShort((short) receiver.getPort());
            out.putShort((short) (packet - 20)).putShort((short) 0).put(sent.payload);
        }
        return Files.write(file, out.array());
    }

    @Override
    public void close() {
        sockets.values().forEach(DatagramSocket::close);
    }
}
