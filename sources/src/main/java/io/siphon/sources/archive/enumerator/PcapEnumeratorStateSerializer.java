package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.archive.split.PcapSplitSerializer;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether listed, number of subtasks, of each its number, number of splits, splits; the version is
 * that of the splits.
 */
public final class PcapEnumeratorStateSerializer
        implements SimpleVersionedSerializer<PcapEnumeratorState> {

    @Override
    public int getVersion() {
        return PcapSplitSerializer.CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(PcapEnumeratorState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBoolean(state.listed());
        out.writeInt(state.unassigned().size());
        for (Map.Entry<Integer, List<PcapSplit>> entry : state.unassigned().entrySet()) {
            out.writeInt(entry.getKey());
            out.writeInt(entry.getValue().size());
            for (PcapSplit split : entry.getValue()) {
                PcapSplitSerializer.write(split, out);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public PcapEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version < 1 || version > PcapSplitSerializer.CURRENT_VERSION) {
            throw new IOException("capture enumerator of version " + version + ", expected 1 or 2");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        boolean listed = in.readBoolean();
        Map<Integer, List<PcapSplit>> unassigned = new HashMap<>();
        for (int subtasks = in.readInt(); subtasks > 0; subtasks--) {
            List<PcapSplit> splits = new ArrayList<>();
            unassigned.put(in.readInt(), splits);
            for (int left = in.readInt(); left > 0; left--) {
                splits.add(PcapSplitSerializer.read(version, in));
            }
        }
        return new PcapEnumeratorState(listed, unassigned);
    }
}
