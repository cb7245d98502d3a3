package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.archive.split.PcapSplitSerializer;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Version 1: whether listed, number of subtasks, of each its number, number of splits, splits. */
public final class PcapEnumeratorStateSerializer
        implements SimpleVersionedSerializer<PcapEnumeratorState> {

    private static final int CURRENT_VERSION = 1;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(PcapEnumeratorState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        out.writeBoolean(state.listed());
        out.writeInt(state.unassigned().size());
        for (Map.Entry<Integer, List<PcapSplit>> entry : state.unassigned().entrySet()) {
            out.writeInt(entry.getKey());
            out.writeInt(entry.getValue().size());
            for (PcapSplit split : entry.getValue()) {
                PcapSplitSerializer.write(split, out);
            }
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public PcapEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != CURRENT_VERSION) {
            throw new IOException("capture enumerator of version " + version + ", expected 1");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        boolean listed = in.readBoolean();
        Map<Integer, List<PcapSplit>> unassigned = new HashMap<>();
        for (int subtasks = in.readInt(); subtasks > 0; subtasks--) {
            List<PcapSplit> splits = new ArrayList<>();
            unassigned.put(in.readInt(), splits);
            for (int left = in.readInt(); left > 0; left--) {
                splits.add(PcapSplitSerializer.read(in));
            }
        }
        return new PcapEnumeratorState(listed, unassigned);
    }
}
