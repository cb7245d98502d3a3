package io.siphon.sources.siptrace;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.IOException;

/** Version 1: the unassigned split; no bytes when there is none. */
final class SipTraceEnumeratorStateSerializer
        implements SimpleVersionedSerializer<SipTraceEnumerator.State> {

    private final SipTraceSplitSerializer splits = new SipTraceSplitSerializer();

    @Override
    public int getVersion() {
        return splits.getVersion();
    }

    @Override
    public byte[] serialize(SipTraceEnumerator.State state) throws IOException {
        return state.unassigned() == null ? new byte[0] : splits.serialize(state.unassigned());
    }

    @Override
    public SipTraceEnumerator.State deserialize(int version, byte[] serialized) throws IOException {
        return new SipTraceEnumerator.State(
                serialized.length == 0 ? null : splits.deserialize(version, serialized));
    }
}
