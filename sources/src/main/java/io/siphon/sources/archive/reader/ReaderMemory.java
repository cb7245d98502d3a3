package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.WireMessages;

import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader carries over a restart beside its files: what it has read, what was damaged, and
 * then the unfinished streams and fragments.
 *
 * @param filesRead to their end
 * @param bytesRead of these
 */
record ReaderMemory(long filesRead, long bytesRead, List<Damage> damages) {

    private static final int VERSION = 1;

    PcapSplit write(WireMessages messages) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(4096);
        out.writeByte(VERSION);
        out.writeLong(filesRead);
        out.writeLong(bytesRead);
        out.writeInt(damages.size());
        for (Damage damage : damages) {
            out.writeUTF(damage.path());
            out.writeLong(damage.position());
            out.writeBoolean(damage.usable());
            out.writeUTF(damage.reason());
        }
        messages.save(out);
        return PcapSplit.memory(out.getCopyOfBuffer());
    }

    static ReaderMemory read(PcapSplit split, WireMessages messages) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(split.memory());
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("reader's memory of version " + version + ", expected 1");
        }
        long files = in.readLong();
        long bytes = in.readLong();
        List<Damage> damages = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            damages.add(new Damage(in.readUTF(), in.readLong(), in.readBoolean(), in.readUTF()));
        }
        messages.restore(in);
        return new ReaderMemory(files, bytes, damages);
    }
}
