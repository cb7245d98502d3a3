package io.siphon.sources.archive.split;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Version 2: path, first time, start, end, position, cut, first cut, memory with its length, offset
 * of the clock, time of the last packet of all files. Version 1 had neither start nor end, for
 * files were read whole, and neither of the last two.
 */
public final class PcapSplitSerializer implements SimpleVersionedSerializer<PcapSplit> {

    public static final int CURRENT_VERSION = 2;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(PcapSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        write(split, out);
        return bytes.toByteArray();
    }

    @Override
    public PcapSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version < 1 || version > CURRENT_VERSION) {
            throw new IOException("capture split of version " + version + ", expected 1 or 2");
        }
        return read(version, new DataInputStream(new ByteArrayInputStream(serialized)));
    }

    public static void write(PcapSplit split, DataOutput out) throws IOException {
        out.writeUTF(split.path());
        out.writeLong(split.firstMicros());
        out.writeLong(split.start());
        out.writeLong(split.end());
        out.writeLong(split.position());
        out.writeLong(split.cut());
        out.writeLong(split.firstCut());
        out.writeInt(split.memory().length);
        out.write(split.memory());
        out.writeLong(split.clockOffset());
        out.writeLong(split.until());
    }

    public static PcapSplit read(int version, DataInput in) throws IOException {
        String path = in.readUTF();
        long firstMicros = in.readLong();
        long start = version > 1 ? in.readLong() : 0;
        long end = version > 1 ? in.readLong() : PcapSplit.FILE_END;
        long position = in.readLong();
        long cut = in.readLong();
        long firstCut = in.readLong();
        byte[] memory = new byte[in.readInt()];
        in.readFully(memory);
        long offset = version > 1 ? in.readLong() : 0;
        long until = version > 1 ? in.readLong() : Long.MIN_VALUE;
        return new PcapSplit(
                path, firstMicros, start, end, position, cut, firstCut, memory, offset, until);
    }
}
