package io.siphon.sources.listen;

import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.listen.enumerator.UdpEnumerator;
import io.siphon.sources.listen.enumerator.UdpEnumeratorState;
import io.siphon.sources.listen.enumerator.UdpEnumeratorStateSerializer;
import io.siphon.sources.listen.reader.UdpReaderSettings;
import io.siphon.sources.listen.reader.UdpSourceReader;
import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.listen.split.UdpSplitSerializer;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * HEP 1, 2, 3 and plain SIP duplicates on one UDP port. Parallelism n means n sockets that share
 * the port by SO_REUSEPORT; the kernel keeps each sender on one of them.
 *
 * <p>{@link HepSourceBuilder#setTcp} adds a TCP port for HEP 3 and plain SIP, read by the same
 * thread. Its messages take the same way. Each socket has a TCP listener of its own, by
 * SO_REUSEPORT too.
 *
 * <p>Every datagram becomes a {@link HepPacket}. One that cannot be decoded has a {@link
 * HepPacket#error}. Event timestamps are the packets' own; use the source with {@link
 * io.siphon.sources.LiveWatermarks}.
 *
 * <p>With a journal ({@link HepSourceBuilder#setJournal}) every datagram is written to the local
 * disk before it is emitted. After a failure the job reads on from its checkpoint's position in the
 * journal, then continues with new datagrams. Datagrams that arrive while nobody listens are lost
 * and reported as a {@link io.siphon.sources.CaptureGap}. After a failure or a stop the socket
 * stays open for a while if the JVM continues, and its datagrams are journalled. Without a journal,
 * everything received since the checkpoint is lost as well.
 */
public final class HepSource
        implements Source<HepPacket, UdpSplit, UdpEnumeratorState>,
                ResultTypeQueryable<HepPacket>,
                SupportsSplitReassignmentOnRecovery {

    private static final long serialVersionUID = 1;

    private final String host;
    private final int port;
    private final UdpReaderSettings settings;
    private final ClockWindow clockWindow;

    HepSource(String host, int port, UdpReaderSettings settings, ClockWindow clockWindow) {
        this.host = host;
        this.port = port;
        this.settings = settings;
        this.clockWindow = clockWindow;
    }

    public static HepSourceBuilder builder() {
        return new HepSourceBuilder();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<HepPacket, UdpSplit> createReader(SourceReaderContext context) {
        return UdpSourceReader.create(context, settings, new HepDecoder(clockWindow));
    }

    @Override
    public SplitEnumerator<UdpSplit, UdpEnumeratorState> createEnumerator(
            SplitEnumeratorContext<UdpSplit> context) {
        return restoreEnumerator(context, UdpEnumeratorState.NOTHING_KNOWN);
    }

    @Override
    public SplitEnumerator<UdpSplit, UdpEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<UdpSplit> context, UdpEnumeratorState state) {
        return new UdpEnumerator(context, host, port, state);
    }

    @Override
    public SimpleVersionedSerializer<UdpSplit> getSplitSerializer() {
        return new UdpSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<UdpEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new UdpEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<HepPacket> getProducedType() {
        return TypeInformation.of(HepPacket.class);
    }
}
