package io.siphon.sources.archive;

import io.siphon.sources.archive.enumerator.PcapEnumerator;
import io.siphon.sources.archive.enumerator.PcapEnumeratorState;
import io.siphon.sources.archive.enumerator.PcapEnumeratorStateSerializer;
import io.siphon.sources.archive.reader.PcapSourceReader;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.archive.split.PcapSplitSerializer;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.pcap.WireMessages;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.util.List;

/**
 * Capture files, read once from end to end in order of capture time: SIP, HEP, RTP and RTCP on the
 * wire, see {@link WireMessages}. Any of Flink's file systems works; {@code -} is the standard
 * input of the JVM that reads.
 *
 * <p>A file is a split. Every reader merges its files by time, so that its output is in order; use
 * it with {@link ArchiveWatermarks}. The source resumes from a checkpoint exactly: files continue
 * at their next record, and unfinished TCP streams and fragments are part of the state. A message
 * whose parts are in two files is reassembled when one reader has both, as with parallelism 1.
 * Standard input cannot be read again: after a failure, what was read of it since the last
 * checkpoint is lost.
 */
public final class PcapSource
        implements Source<HepPacket, PcapSplit, PcapEnumeratorState>,
                ResultTypeQueryable<HepPacket> {

    private static final long serialVersionUID = 1;

    /** The path of standard input. */
    public static final String STANDARD_INPUT = "-";

    private final List<String> paths;
    private final WireMessages.Settings settings;

    PcapSource(List<String> paths, WireMessages.Settings settings) {
        this.paths = List.copyOf(paths);
        this.settings = settings;
    }

    public static PcapSourceBuilder builder() {
        return new PcapSourceBuilder();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<HepPacket, PcapSplit> createReader(SourceReaderContext context) {
        return new PcapSourceReader(context, settings);
    }

    @Override
    public SplitEnumerator<PcapSplit, PcapEnumeratorState> createEnumerator(
            SplitEnumeratorContext<PcapSplit> context) {
        return new PcapEnumerator(context, paths, PcapEnumeratorState.NOTHING_LISTED);
    }

    @Override
    public SplitEnumerator<PcapSplit, PcapEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<PcapSplit> context, PcapEnumeratorState state) {
        return new PcapEnumerator(context, paths, state);
    }

    @Override
    public SimpleVersionedSerializer<PcapSplit> getSplitSerializer() {
        return new PcapSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<PcapEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new PcapEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<HepPacket> getProducedType() {
        return TypeInformation.of(HepPacket.class);
    }
}
