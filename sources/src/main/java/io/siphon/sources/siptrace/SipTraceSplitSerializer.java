package io.siphon.sources.siptrace;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;

/**
 * Version 1: time stamp as ISO 8601 text, µs, id, last id, rows, bytes, repeats, rows without
 * message.
 */
final class SipTraceSplitSerializer implements SimpleVersionedSerializer<SipTraceSplit> {

    private static final int CURRENT_VERSION = 1;

    @Override
    public int getVersion() {
        return CURRENT_VERSION;
    }

    @Override
    public byte[] serialize(SipTraceSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(split.position().second().toString());
        out.writeInt(split.position().micros());
        out.writeLong(split.position().id());
        out.writeLong(split.untilId());
        out.writeLong(split.rows());
        out.writeLong(split.bytes());
        out.writeLong(split.repeats());
        out.writeLong(split.withoutMessage());
        return bytes.toByteArray();
    }

    @Override
    public SipTraceSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != CURRENT_VERSION) {
            throw new IOException("sip_trace split of version " + version + ", expected 1");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        RowPosition position =
                new RowPosition(LocalDateTime.parse(in.readUTF()), in.readInt(), in.readLong());
        return new SipTraceSplit(
                position,
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }
}
