package io.siphon.sources.archive.split;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;

/** Version 1: path, first time, position, cut, first cut, memory with its length. */
public final class PcapSplitSerializer implements SimpleVersionedSerializer<PcapSplit> {

    private static final int CURRENT_VERSION = 1;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(PcapSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64 + split.memory().length);
        write(split, out);
        return out.getCopyOfBuffer();
    }

    @Override
    public PcapSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != CURRENT_VERSION) {
            throw new IOException("capture split of version " + version + ", expected 1");
        }
        return read(new DataInputDeserializer(serialized));
    }

    public static void write(PcapSplit split, DataOutputView out) throws IOException {
        out.writeUTF(split.path());
        out.writeLong(split.firstMicros());
        out.writeLong(split.position());
        out.writeLong(split.cut());
        out.writeLong(split.firstCut());
        out.writeInt(split.memory().length);
        out.write(split.memory());
    }

    public static PcapSplit read(DataInputView in) throws IOException {
        String path = in.readUTF();
        long firstMicros = in.readLong();
        long position = in.readLong();
        long cut = in.readLong();
        long firstCut = in.readLong();
        byte[] memory = new byte[in.readInt()];
        in.readFully(memory);
        return new PcapSplit(path, firstMicros, position, cut, firstCut, memory);
    }
}
