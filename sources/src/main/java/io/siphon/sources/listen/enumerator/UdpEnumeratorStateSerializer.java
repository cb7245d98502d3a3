package io.siphon.sources.listen.enumerator;

import io.siphon.sources.listen.split.UdpSplit;
import io.siphon.sources.listen.split.UdpSplitSerializer;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Version 2: number of splits, splits of version 2. Version 1 was empty. */
public final class UdpEnumeratorStateSerializer
        implements SimpleVersionedSerializer<UdpEnumeratorState> {

    private static final int CURRENT_VERSION = 3;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(UdpEnumeratorState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(state.unassigned().size());
        for (UdpSplit split : state.unassigned()) {
            UdpSplitSerializer.write(split, out);
        }
        return bytes.toByteArray();
    }

    @Override
    public UdpEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version == 1) {
            return UdpEnumeratorState.NOTHING_KNOWN;
        }
        if (version < 1 || version > CURRENT_VERSION) {
            throw new IOException("UDP enumerator of version " + version + ", expected 1 to 3");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        List<UdpSplit> unassigned = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            unassigned.add(UdpSplitSerializer.read(version, in));
        }
        return new UdpEnumeratorState(unassigned);
    }
}
