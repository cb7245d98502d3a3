package io.siphon.bench.backfill;

import io.siphon.sources.Captures;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.listen.reader.ReplayedReceipts;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.PcapRecord;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
    private final ReplayedReceipts receipts = ReplayedReceipts.begin();

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

    /** Sends the first again, no SIP any more. */
    HepTraffic spoiled() {
        Sent first = datagrams.get(0);
        String text = new String(first.payload, StandardCharsets.ISO_8859_1);
        byte[] payload = text.replace("SIP/2.0", "PSI/0.2").getBytes(StandardCharsets.ISO_8859_1);
        datagrams.add(1, new Sent(first.timeMicros, first.from, payload));
        return this;
    }

    int size() {
        return datagrams.size();
    }

    long bytes() {
        return datagrams.stream().mapToLong(sent -> sent.payload.length).sum();
    }

    /**
     * Sends all, at once: the receiver's buffer must hold it. It is received at the times of then.
     */
    void sendTo(InetSocketAddress receiver) throws IOException {
        for (Sent sent : datagrams) {
            receipts.add(sent.payload, sent.timeMicros);
        }
        for (Sent sent : datagrams) {
            byte[] payload = sent.payload;
            sent.from.send(new java.net.DatagramPacket(payload, payload.length, receiver));
        }
    }

    /** What a capture of it would have been: raw IPv4, at the times of then. */
    Path write(Path file, InetSocketAddress receiver) throws IOException {
        List<PcapRecord> records = new ArrayList<>();
        for (Sent sent : datagrams) {
            InetSocketAddress from =
                    new InetSocketAddress(sent.from.getLocalAddress(), sent.from.getLocalPort());
            records.add(CaptureFiles.datagram(sent.timeMicros, from, receiver, sent.payload));
        }
        return Files.write(file, CaptureFiles.pcap(records));
    }

    @Override
    public void close() {
        receipts.close();
        sockets.values().forEach(DatagramSocket::close);
    }
}
