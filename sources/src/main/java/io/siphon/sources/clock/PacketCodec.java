package io.siphon.sources.clock;

import io.siphon.sources.hep.HepPacket;

import javax.annotation.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Packets that are held, in a checkpoint: the components in their order, bytes behind their length.
 */
final class PacketCodec {

    private static final int NONE = -1;

    private PacketCodec() {}

    static void write(HepPacket packet, DataOutput out) throws IOException {
        out.writeLong(packet.timeMicros());
        out.writeLong(packet.receivedMicros());
        out.writeInt(packet.version());
        out.writeInt(packet.transport());
        write(packet.sourceIp(), out);
        out.writeInt(packet.sourcePort());
        write(packet.destinationIp(), out);
        out.writeInt(packet.destinationPort());
        write(packet.agent(), out);
        write(packet.node(), out);
        out.writeInt(packet.protocol());
        write(packet.correlationId(), out);
        write(packet.direction(), out);
        write(packet.payload(), out);
        write(packet.chunks(), out);
        write(packet.error(), out);
        out.writeLong(packet.clockOffsetMicros());
        out.writeLong(packet.lateMicros());
    }

    static HepPacket read(DataInput in) throws IOException {
        return new HepPacket(
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                text(in),
                in.readInt(),
                text(in),
                in.readInt(),
                text(in),
                text(in),
                in.readInt(),
                text(in),
                text(in),
                bytes(in),
                bytes(in),
                text(in),
                in.readLong(),
                in.readLong());
    }

    private static void write(@Nullable String text, DataOutput out) throws IOException {
        write(text == null ? null : text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(@Nullable byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes == null ? NONE : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static @Nullable String text(DataInput in) throws IOException {
        byte[] bytes = bytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable byte[] bytes(DataInput in) throws IOException {
        int length = in.readInt();
        if (length == NONE) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
