package io.siphon.sources.listen.split;

import io.siphon.sources.journal.JournalPosition;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;

/**
 * Version 2: index, host, port, whether it listens, whether it has a position, segment, offset.
 * Version 1 ended with the port.
 */
public final class UdpSplitSerializer implements SimpleVersionedSerializer<UdpSplit> {

    private static final int CURRENT_VERSION = 2;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(UdpSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        write(split, out);
        return out.getCopyOfBuffer();
    }

    @Override
    public UdpSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version < 1 || version > CURRENT_VERSION) {
            throw new IOException("UDP split of version " + version + ", expected 1 or 2");
        }
        return read(version, new DataInputDeserializer(serialized));
    }

    public static void write(UdpSplit split, DataOutputSerializer out) throws IOException {
        JournalPosition position = split.position();
        out.writeInt(split.index());
        out.writeUTF(split.host());
        out.writeInt(split.port());
        out.writeBoolean(split.listens());
        out.writeBoolean(position != null);
        if (position != null) {
            out.writeLong(position.segment());
            out.writeLong(position.offset());
        }
    }

    public static UdpSplit read(int version, DataInputDeserializer in) throws IOException {
        int index = in.readInt();
        String host = in.readUTF();
        int port = in.readInt();
        boolean listens = version == 1 || in.readBoolean();
        boolean known = version > 1 && in.readBoolean();
        return new UdpSplit(
                index,
                host,
                port,
                listens,
                known ? new JournalPosition(in.readLong(), in.readLong()) : null);
    }
}
