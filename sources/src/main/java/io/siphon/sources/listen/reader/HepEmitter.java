package io.siphon.sources.listen.reader;

import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.listen.split.UdpSplitState;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes on the task's thread; what cannot be decoded goes on too, with its error. What is read
 * from the journal is decoded as what was just received: with the same result.
 */
final class HepEmitter implements RecordEmitter<List<RawMessage>, HepPacket, UdpSplitState> {

    private static final int MAX_PEERS = 10_000;

    private final HepDecoder decoder;
    private final UdpReaderMetrics metrics;
    private final Map<InetSocketAddress, HepPeer> peers = new HashMap<>();
    private InetSocketAddress lastSender;
    private HepPeer lastPeer;

    HepEmitter(HepDecoder decoder, UdpReaderMetrics metrics) {
        this.decoder = decoder;
        this.metrics = metrics;
    }

    @Override
    public void emitRecord(
            List<RawMessage> datagrams, SourceOutput<HepPacket> output, UdpSplitState state) {
        for (RawMessage datagram : datagrams) {
            emit(datagram, output, state);
        }
        metrics.emittedAtOnce(datagrams.size());
    }

    private void emit(RawMessage datagram, SourceOutput<HepPacket> output, UdpSplitState state) {
        byte[] bytes = datagram.bytes();
        HepPacket packet =
                ControlRecords.isOfSiphon(datagram)
                        ? ControlRecords.packet(datagram, state.split.splitId())
                        : null;
        if (packet == null) {
            packet =
                    decoder.decodeOrKeep(
                            bytes,
                            0,
                            bytes.length,
                            peer(datagram.sender(), state.split),
                            datagram.receivedMicros());
        }
        output.collect(packet, packet.timeMicros() / 1000);
        if (datagram.behind() != null) {
            state.position = datagram.behind();
        }
        metrics.emitted(packet, bytes.length);
    }

    private HepPeer peer(InetSocketAddress sender, UdpSplit split) {
        if (sender != lastSender) { // the socket gives the same object while it is the same sender
            if (peers.size() > MAX_PEERS) {
                peers.clear();
            }
            lastPeer =
                    peers.computeIfAbsent(
                            sender,
                            address ->
                                    new HepPeer(
                                            ip(address),
                                            address.getPort(),
                                            split.host(),
                                            split.port()));
            lastSender = sender;
        }
        return lastPeer;
    }

    /** Without the zone that Java adds to link-local addresses. */
    private static String ip(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
