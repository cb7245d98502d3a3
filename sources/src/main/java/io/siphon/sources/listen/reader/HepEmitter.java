package io.siphon.sources.listen.reader;

import io.siphon.schema.IpText;
import io.siphon.sources.ReceivedTime;
import io.siphon.sources.clock.AgentClocks;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.journal.RawMessage;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.listen.split.UdpSplitState;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes on the task's thread. What cannot be decoded is emitted with its error. Messages from the
 * journal are decoded as received ones are, with the same result. Agents' clocks are corrected
 * here, where receipt is known.
 */
final class HepEmitter implements RecordEmitter<List<RawMessage>, HepPacket, UdpSplitState> {

    private static final int MAX_PEERS = 10_000;

    private final HepDecoder decoder;
    private final UdpReaderMetrics metrics;
    private final AgentClocks clocks;
    private final Map<InetSocketAddress, HepPeer> peers = new HashMap<>();

    /** Of the record that is being emitted: what was held goes there, too. */
    private SourceOutput<HepPacket> output;

    /** Its delay is in checkpoints, so that time goes on after one. */
    private final ReceivedTime time = new ReceivedTime();

    private InetSocketAddress lastSender;
    private HepPeer lastPeer;

    HepEmitter(HepDecoder decoder, UdpReaderMetrics metrics, int maxAgents) {
        this.decoder = decoder;
        this.metrics = metrics;
        clocks = new AgentClocks(maxAgents, this::emit);
        metrics.clocks(clocks);
    }

    @Override
    public void emitRecord(
            List<RawMessage> datagrams, SourceOutput<HepPacket> to, UdpSplitState state) {
        output = to;
        for (RawMessage datagram : datagrams) {
            clocks.accept(packet(datagram, state), datagram.bytes().length);
            if (datagram.behind() != null) {
                state.position = datagram.behind();
            }
        }
        metrics.emittedAtOnce(datagrams.size());
    }

    private HepPacket packet(RawMessage datagram, UdpSplitState state) {
        if (ControlRecords.isOfSiphon(datagram)) {
            HepPacket word = ControlRecords.packet(datagram, state.split.splitId());
            if (word != null) {
                return word;
            }
        }
        byte[] bytes = datagram.bytes();
        return decoder.decodeOrKeep(
                bytes,
                0,
                bytes.length,
                peer(datagram.sender(), state.split),
                datagram.receivedMicros());
    }

    private void emit(HepPacket packet, int datagramBytes) {
        output.collect(packet, packet.orderMicros() / 1000);
        metrics.emitted(packet, datagramBytes);
        time.saw(packet);
    }

    /** Whether any packet since the start, or the restore, has told a time. */
    boolean hasTime() {
        return time.hasBegun();
    }

    /**
     * Nothing has come since the restore: time goes on as if it had never stopped. Otherwise what
     * is open would stay so until somebody sends again.
     *
     * @param micros epoch µs
     */
    void resume(SourceOutput<HepPacket> to, String node, long micros) {
        long late = time.delay();
        if (late < Long.MAX_VALUE) {
            HepPacket word = HepPacket.resumed(micros - late, micros, node);
            to.collect(word, word.orderMicros() / 1000);
        }
    }

    /** Packets that wait for what their agent's clock turns out to be. */
    int held() {
        return clocks.held();
    }

    /**
     * Nothing else has been received up to then.
     *
     * @param micros epoch µs
     */
    void silentUntil(SourceOutput<HepPacket> to, long micros) {
        output = to;
        clocks.silentUntil(micros);
    }

    byte[] clocks() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            clocks.save(out);
            out.writeLong(time.delay());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restore(byte[] saved) {
        int before = clocks.held();
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
            clocks.restore(in);
            if (in.available() > 0) { // not so before 0.2
                time.restoreDelay(in.readLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        metrics.queued(clocks.held() - before);
    }

    private HepPeer peer(InetSocketAddress sender, UdpSplit split) {
        if (sender != lastSender) { // the socket returns the same object for the same sender
            if (peers.size() > MAX_PEERS) {
                peers.clear();
            }
            lastPeer =
                    peers.computeIfAbsent(
                            sender,
                            address ->
                                    new HepPeer(
                                            HepPeer.ip(address.getAddress()),
                                            address.getPort(),
                                            local(split.host()),
                                            split.port()));
            lastSender = sender;
        }
        return lastPeer;
    }

    /** The address of a socket, which may be bound by a name; empty if that is none any more. */
    private static String local(String host) {
        String address = IpText.normalized(host);
        if (address != null) {
            return address;
        }
        try {
            return HepPeer.ip(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
