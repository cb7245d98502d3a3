package io.siphon.sources.siptrace;

import io.siphon.sources.hep.HepPacket;

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
 * Kamailio's own table, read once from its first row to the newest that is there when reading
 * begins, in order of time. One reader reads it; after a failure it goes on exactly behind the last
 * row of the checkpoint. Use it with {@link io.siphon.sources.archive.ArchiveWatermarks}.
 */
public final class SipTraceSource
        implements Source<HepPacket, SipTraceSplit, SipTraceEnumerator.State>,
                ResultTypeQueryable<HepPacket> {

    private static final long serialVersionUID = 1;

    private final SipTraceTable table;
    private final RowPackets packets;

    public SipTraceSource(SipTraceTable table, RowPackets packets) {
        this.table = table;
        this.packets = packets;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<HepPacket, SipTraceSplit> createReader(SourceReaderContext context) {
        return new SipTraceSourceReader(context, table, packets);
    }

    @Override
    public SplitEnumerator<SipTraceSplit, SipTraceEnumerator.State> createEnumerator(
            SplitEnumeratorContext<SipTraceSplit> context) {
        return restoreEnumerator(context, new SipTraceEnumerator.State(SipTraceSplit.BEGINNING));
    }

    @Override
    public SplitEnumerator<SipTraceSplit, SipTraceEnumerator.State> restoreEnumerator(
            SplitEnumeratorContext<SipTraceSplit> context, SipTraceEnumerator.State state) {
        return new SipTraceEnumerator(context, state);
    }

    @Override
    public SimpleVersionedSerializer<SipTraceSplit> getSplitSerializer() {
        return new SipTraceSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<SipTraceEnumerator.State> getEnumeratorCheckpointSerializer() {
        return new SipTraceEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<HepPacket> getProducedType() {
        return TypeInformation.of(HepPacket.class);
    }
}
