package io.siphon.sources.udp;

import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.udp.enumerator.NoStateSerializer;
import io.siphon.sources.udp.enumerator.UdpEnumerator;
import io.siphon.sources.udp.reader.UdpSourceReader;
import io.siphon.sources.udp.split.UdpSplit;
import io.siphon.sources.udp.split.UdpSplitSerializer;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * HEP 1, 2, 3 and plain SIP duplicates on one UDP port. Parallelism n means n sockets that share
 * the port by SO_REUSEPORT; the kernel keeps each sender on one of them.
 *
 * <p>Every datagram becomes a {@link HepPacket}, one that cannot be understood with its {@link
 * HepPacket#error}. Event timestamps are the packets' own; use it with {@link
 * io.siphon.sources.LiveWatermarks}. UDP cannot be replayed: what arrives between a failure and the
 * restart is lost, and counted by nobody but the kernel.
 */
public final class HepUdpSource
        implements Source<HepPacket, UdpSplit, Void>, ResultTypeQueryable<HepPacket> {

    private static final long serialVersionUID = 1;

    private final String host;
    private final int port;
    private final int receiveBufferBytes;
    private final long queueBytes;
    private final ClockWindow clockWindow;
    private final int maxAgents;

    HepUdpSource(
            String host,
            int port,
            int receiveBufferBytes,
            long queueBytes,
            ClockWindow clockWindow,
            int maxAgents) {
        this.host = host;
        this.port = port;
        this.receiveBufferBytes = receiveBufferBytes;
        this.queueBytes = queueBytes;
        this.clockWindow = clockWindow;
        this.maxAgents = maxAgents;
    }

    public static HepUdpSourceBuilder builder() {
        return new HepUdpSourceBuilder();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<HepPacket, UdpSplit> createReader(SourceReaderContext context) {
        return UdpSourceReader.create(
                context, receiveBufferBytes, queueBytes, maxAgents, new HepDecoder(clockWindow));
    }

    @Override
    public SplitEnumerator<UdpSplit, Void> createEnumerator(
            SplitEnumeratorContext<UdpSplit> context) {
        return new UdpEnumerator(context, host, port);
    }

    @Override
    public SplitEnumerator<UdpSplit, Void> restoreEnumerator(
            SplitEnumeratorContext<UdpSplit> context, Void state) {
        return createEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<UdpSplit> getSplitSerializer() {
        return new UdpSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
        return new NoStateSerializer();
    }

    @Override
    public TypeInformation<HepPacket> getProducedType() {
        return TypeInformation.of(HepPacket.class);
    }
}
