package io.siphon.sources.listen.reader;

import io.siphon.sources.BoundedNames;
import io.siphon.sources.clock.AgentClocks;
import io.siphon.sources.hep.HepCounts;
import io.siphon.sources.hep.HepException;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.journal.JournalCounts;
import io.siphon.sources.listen.tcp.TcpCounts;
import io.siphon.sources.sender.RefusedSenders;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Metrics of a reader (FLIP-33, and a group {@code HepUdpSource}). The fetcher calls {@link
 * #received} and {@link #queued}, the task everything else.
 */
final class UdpReaderMetrics {

    private final SourceReaderMetricGroup sourceGroup;
    private final MetricGroup group;
    private final Counter datagrams;
    private final Counter bytes;
    private final AtomicLong waiting = new AtomicLong();
    private final Map<String, Agent> agents = new HashMap<>();
    private final BoundedNames names;
    private final TcpCounts tcp = new TcpCounts();
    private final RefusedSenders refused = new RefusedSenders();

    private volatile UdpSocket socket;

    UdpReaderMetrics(SourceReaderMetricGroup sourceGroup, HepCounts counts, int maxAgents) {
        this.sourceGroup = sourceGroup;
        names = new BoundedNames(maxAgents);
        group = sourceGroup.addGroup("HepUdpSource");
        datagrams = group.counter("datagramsReceived", new ThreadSafeSimpleCounter());
        bytes = group.counter("bytesReceived", new ThreadSafeSimpleCounter());
        sourceGroup.setPendingRecordsGauge(waiting::get);
        group.gauge("kernelDrops", () -> socket == null ? 0L : socket.kernelDrops().read());
        group.gauge("receiveBufferBytes", () -> socket == null ? 0 : socket.receiveBufferBytes());
        group.gauge("tcpConnections", () -> tcp.open);
        group.gauge("tcpConnectionsAccepted", tcp.accepted::get);
        group.gauge("tcpConnectionsRefused", tcp.refused::get);
        group.gauge("tcpConnectionsRefusedOfAddress", tcp.refusedOfAddress::get);
        group.gauge("tcpConnectionsDisplaced", tcp.displaced::get);
        group.gauge("tcpConnectionsTimedOut", tcp.timedOut::get);
        group.gauge("tcpConnectionsCutShort", tcp.cutShort::get);
        group.gauge("tcpConnectionsForeign", tcp.foreign::get);
        group.gauge("tcpMessagesReceived", tcp.messages::get);
        group.gauge("tcpBytesReceived", tcp.bytes::get);
        group.gauge("agents", agents::size);
        group.gauge("timeAbsent", () -> counts.timeAbsent);
        group.gauge("timeRepaired", () -> counts.timeRepaired);
        group.gauge("timeReplaced", () -> counts.timeReplaced);
        group.gauge("inflated", () -> counts.inflated);
        group.gauge("trailingBytes", () -> counts.trailing);
        group.gauge("refusedSources", refused::heaviest);
        for (RefusedSenders.Reason reason : RefusedSenders.Reason.values()) {
            group.addGroup("reason", reason.text()).gauge("refused", () -> refused.count(reason));
        }
        for (HepException.Reason reason : HepException.Reason.values()) {
            group.addGroup("reason", reason.text())
                    .gauge("undecodable", () -> counts.failures(reason));
        }
    }

    /** Registers a journal's own counters. */
    void journal(JournalCounts journal) {
        group.gauge("journalBytes", journal.bytes::get);
        group.gauge("journalSegmentsDeleted", journal.deleted::get);
        group.gauge("journalNeededSegmentsDeleted", journal.deletedNeeded::get);
        group.gauge("journalSegmentsDamaged", journal.damaged::get);
        group.gauge("journalWriteErrors", journal.writeErrors::get);
        group.gauge("journalFailing", () -> journal.failing ? 1 : 0);
        group.gauge("journalNotWritten", journal.notWritten::get);
        group.gauge("journalReplayed", journal.replayed::get);
    }

    /** Of agents. */
    void clocks(AgentClocks clocks) {
        group.gauge("clocksNotFollowed", clocks::notFollowed);
        group.gauge("clockTrials", clocks::trials);
        group.gauge("clockTrialsRefused", clocks::trialsRefused);
    }

    /** Registers and returns the counters of the TCP listener. */
    TcpCounts tcp() {
        return tcp;
    }

    /** Registers and returns the counters of refused senders. */
    RefusedSenders refused() {
        return refused;
    }

    void opened(UdpSocket opened) {
        socket = opened;
    }

    void received(int length) {
        datagrams.inc();
        bytes.inc(length);
    }

    /** Counts datagrams that are in flight to the task. */
    void queued(int count) {
        waiting.addAndGet(count);
    }

    /** Datagrams in flight to the task. */
    long pending() {
        return waiting.get();
    }

    /** Corrects Flink's count of records: this many datagrams were one record. */
    void emittedAtOnce(int datagrams) {
        sourceGroup.getIOMetricGroup().getNumRecordsInCounter().inc(datagrams - 1L);
    }

    /** Counts a datagram that was emitted as this packet. */
    void emitted(HepPacket packet, int datagramBytes) {
        waiting.decrementAndGet();
        sourceGroup.getIOMetricGroup().getNumBytesInCounter().inc(datagramBytes);
        if (packet.error() != null) {
            sourceGroup.getNumRecordsInErrorsCounter().inc();
            return;
        }
        if (HepProtocol.isOfSiphon(packet.protocol())) {
            return;
        }
        Agent agent = agents.get(packet.node());
        if (agent == null) {
            agent = agents.computeIfAbsent(names.of(packet.node()), this::agent);
        }
        agent.saw(packet);
    }

    private Agent agent(String name) {
        Agent agent = new Agent();
        MetricGroup own = group.addGroup("agent", name);
        own.gauge("clockSkewMs", () -> agent.skewMicros / 1000);
        own.gauge("packets", () -> agent.packets);
        return agent;
    }

    /**
     * The skew of an agent's clock: the smallest recent delay, because transport only adds to it.
     */
    private static final class Agent {

        private static final int FORGET_AFTER = 1000;

        private volatile long packets;
        private volatile long skewMicros;
        private long smallest = Long.MAX_VALUE;

        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
        private void saw(HepPacket packet) {
            packets++;
            smallest = Math.min(smallest, packet.receivedMicros() - packet.timeMicros());
            if (packets % FORGET_AFTER == 1) {
                smallest = packet.receivedMicros() - packet.timeMicros();
            }
            skewMicros = -smallest;
        }
    }
}
