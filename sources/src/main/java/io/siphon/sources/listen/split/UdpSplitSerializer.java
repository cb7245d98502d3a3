package io.siphon.sources.listen.split;

import io.siphon.sources.journal.JournalPosition;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import javax.annotation.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Version 3: index, host, port, whether it listens, whether it has a position, segment, offset,
 * octets of clocks or -1, clocks. Version 2 ended with the position, version 1 with the port.
 */
public final class UdpSplitSerializer implements SimpleVersionedSerializer<UdpSplit> {

    private static final int CURRENT_VERSION = 3;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(UdpSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        write(split, out);
        return bytes.toByteArray();
    }

    @Override
    public UdpSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version < 1 || version > CURRENT_VERSION) {
            throw new IOException("UDP split of version " + version + ", expected 1 to 3");
        }
        return read(version, new DataInputStream(new ByteArrayInputStream(serialized)));
    }

    public static void write(UdpSplit split, DataOutput out) throws IOException {
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
        byte[] clocks = split.clocks();
        out.writeInt(clocks == null ? -1 : clocks.length);
        if (clocks != null) {
            out.write(clocks);
        }
    }

    public static UdpSplit read(int version, DataInput in) throws IOException {
        int index = in.readInt();
        String host = in.readUTF();
        int port = in.readInt();
        boolean listens = version == 1 || in.readBoolean();
        boolean known = version > 1 && in.readBoolean();
        JournalPosition position = known ? new JournalPosition(in.readLong(), in.readLong()) : null;
        return new UdpSplit(index, host, port, listens, position, clocks(version, in));
    }

    private static @Nullable byte[] clocks(int version, DataInput in) throws IOException {
        int length = version < 3 ? -1 : in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] clocks = new byte[length];
        in.readFully(clocks);
        return clocks;
    }
}
