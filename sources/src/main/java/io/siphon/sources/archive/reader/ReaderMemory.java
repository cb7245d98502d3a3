package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.clock.AgentClocks;
import io.siphon.sources.pcap.WireMessages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader keeps across a restart beside its files: what it has read, what was damaged, and
 * the unfinished streams and fragments; since version 2 the clocks of agents.
 *
 * @param filesRead files read to their end
 * @param bytesRead bytes of these
 */
record ReaderMemory(long filesRead, long bytesRead, List<Damage> damages) {

    private static final int VERSION = 2;

    PcapSplit write(WireMessages messages, AgentClocks clocks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
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
        clocks.save(out);
        return PcapSplit.memory(bytes.toByteArray());
    }

    static ReaderMemory read(PcapSplit split, WireMessages messages, AgentClocks clocks)
            throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(split.memory()));
        int version = in.readByte();
        if (version < 1 || version > VERSION) {
            throw new IOException("reader's memory of version " + version + ", expected 1 or 2");
        }
        long files = in.readLong();
        long bytes = in.readLong();
        List<Damage> damages = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            damages.add(new Damage(in.readUTF(), in.readLong(), in.readBoolean(), in.readUTF()));
        }
        messages.restore(in);
        if (version > 1) {
            clocks.restore(in);
        }
        return new ReaderMemory(files, bytes, damages);
    }
}
