package io.siphon.sources.udp.split;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;

/** Version 1: index, host, port. */
public final class UdpSplitSerializer implements SimpleVersionedSerializer<UdpSplit> {

    private static final int CURRENT_VERSION = 1;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(UdpSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(32);
        out.writeInt(split.index());
        out.writeUTF(split.host());
        out.writeInt(split.port());
        return out.getCopyOfBuffer();
    }

    @Override
    public UdpSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != CURRENT_VERSION) {
            throw new IOException("UDP split of version " + version + ", expected 1");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        return new UdpSplit(in.readInt(), in.readUTF(), in.readInt());
    }
}
