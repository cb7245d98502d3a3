package io.siphon.sources.hep;

import io.siphon.schema.IpText;

import javax.annotation.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Writes packets as HEP 1, 2 or 3, as Kamailio's siptrace does: chunk order, and in HEP 2 a time
 * header of 12 octets, little endian.
 *
 * <p>What does not travel: the direction in any version; in HEP 1 and 2 the protocol, correlation
 * id and chunks; in HEP 1 the time and node, in HEP 2 a node that is not a number up to 65535.
 */
public final class HepEncoder {

    private static final int FRAME_LIMIT = 0xffff;
    private static final byte[] MAGIC = {'H', 'E', 'P', '3', 0, 0};

    private final boolean compressing;

    public HepEncoder() {
        this(false);
    }

    /** Where compressing, HEP 3 payloads travel as zlib in chunk 0x10. */
    public HepEncoder(boolean compressing) {
        this.compressing = compressing;
    }

    /**
     * The packet in its own version; of version 0 (plain SIP) the payload as it is.
     *
     * @throws IllegalArgumentException when the version cannot hold the packet
     */
    public byte[] encode(HepPacket packet) {
        return encode(packet, packet.version());
    }

    /** The packet in any version, 0..3. */
    public byte[] encode(HepPacket packet, int version) {
        return switch (version) {
            case 0 -> packet.payload();
            case 1, 2 -> hep12(packet, version);
            case 3 -> hep3(packet);
            default ->
                    throw new IllegalArgumentException(
                            "HEP version " + version + ", expected 0, 1, 2 or 3");
        };
    }

    private static byte[] hep12(HepPacket packet, int version) {
        byte[] source = address(packet.sourceIp());
        byte[] destination = address(packet.destinationIp());
        if (source == null || destination == null || source.length != destination.length) {
            throw new IllegalArgumentException(
                    "addresses '"
                            + packet.sourceIp()
                            + "' and '"
                            + packet.destinationIp()
                            + "', expected two of one family in HEP "
                            + version);
        }
        int header = 8 + 2 * source.length;
        ByteBuffer frame =
                ByteBuffer.allocate(header + (version == 2 ? 12 : 0) + packet.payload().length)
                        .put((byte) version)
                        .put((byte) header)
                        .put((byte) (source.length == 4 ? 2 : 10))
                        .put((byte) packet.transport())
                        .putShort((short) packet.sourcePort())
                        .putShort((short) packet.destinationPort())
                        .put(source)
                        .put(destination);
        if (version == 2) {
            long id = captureId(packet);
            frame.putInt(Integer.reverseBytes((int) seconds(packet)))
                    .putInt(Integer.reverseBytes(micros(packet)))
                    .putShort(Short.reverseBytes((short) (id > 0xffff ? 0 : id)))
                    .putShort((short) 0);
        }
        return frame.put(packet.payload()).array();
    }

    private byte[] hep3(HepPacket packet) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(128 + packet.payload().length);
        byte[] source = address(packet.sourceIp());
        byte[] destination = address(packet.destinationIp());
        byte[] either = source == null ? destination : source;
        int family = either == null ? 0 : either.length == 4 ? 2 : 10;
        frame.writeBytes(MAGIC);
        frame.writeBytes(HepChunk.IP_FAMILY.encode(family));
        frame.writeBytes(number(HepChunk.IP_PROTOCOL, packet.transport()));
        write(frame, source, HepChunk.SOURCE_IPV4, HepChunk.SOURCE_IPV6);
        write(frame, destination, HepChunk.DESTINATION_IPV4, HepChunk.DESTINATION_IPV6);
        frame.writeBytes(HepChunk.SOURCE_PORT.encode(packet.sourcePort()));
        frame.writeBytes(HepChunk.DESTINATION_PORT.encode(packet.destinationPort()));
        frame.writeBytes(HepChunk.TIME_SECONDS.encode(seconds(packet)));
        frame.writeBytes(HepChunk.TIME_MICROS.encode(micros(packet)));
        frame.writeBytes(number(HepChunk.PROTOCOL_TYPE, packet.protocol()));
        writeNode(frame, packet);
        if (packet.correlationId() != null) {
            frame.writeBytes(HepChunk.CORRELATION_ID.encode(packet.correlationId()));
        }
        if (packet.chunks() != null) {
            frame.writeBytes(packet.chunks());
        }
        writePayload(frame, packet);
        if (frame.size() > FRAME_LIMIT) {
            throw new IllegalArgumentException(
                    "frame of " + frame.size() + " bytes, expected at most " + FRAME_LIMIT);
        }
        byte[] bytes = frame.toByteArray();
        bytes[4] = (byte) (bytes.length >>> 8);
        bytes[5] = (byte) bytes.length;
        return bytes;
    }

    /** Of one octet, as everybody writes it, or of two where the number needs them. */
    private static byte[] number(HepChunk chunk, int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(chunk + " " + value + ", expected 0..65535");
        }
        return value <= 0xff
                ? chunk.encode(value)
                : chunk.encode(new byte[] {(byte) (value >>> 8), (byte) value});
    }

    /** An agent that named itself by a number has a capture id, any other a name as well. */
    private static void writeNode(ByteArrayOutputStream frame, HepPacket packet) {
        boolean sent = HepChunks.of(packet).find(HepChunk.CAPTURE_ID) != null;
        long id = captureId(packet);
        boolean upperHalf = id > 0xffff && (id & 0xffff) == 0; // read as one of 16 bits
        if (!sent && id >= 0 && !upperHalf) {
            frame.writeBytes(HepChunk.CAPTURE_ID.encode(id));
        } else if (sent || !packet.node().equals(packet.agent())) {
            frame.writeBytes(HepChunk.NODE_NAME.encode(packet.node()));
        }
    }

    private void writePayload(ByteArrayOutputStream frame, HepPacket packet) {
        byte[] payload = packet.payload();
        if (payload.length == 0) {
            if (HepChunks.of(packet).find(HepChunk.COMPRESSED_PAYLOAD) != null) {
                frame.writeBytes(HepChunk.PAYLOAD.encode(payload)); // that chunk is not this
            }
            return;
        }
        // beside a kept chunk 0x10 only the plain one is read
        if (!compressing || HepChunks.of(packet).find(HepChunk.COMPRESSED_PAYLOAD) != null) {
            frame.writeBytes(HepChunk.PAYLOAD.encode(payload));
            return;
        }
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(payload);
            deflater.finish();
            byte[] packed = new byte[payload.length + 64]; // zlib adds 11 bytes at worst, and 5/64k
            int length = deflater.deflate(packed);
            frame.writeBytes(HepChunk.COMPRESSED_PAYLOAD.encode(Arrays.copyOf(packed, length)));
        } finally {
            deflater.end();
        }
    }

    private static void write(
            ByteArrayOutputStream frame, @Nullable byte[] address, HepChunk v4, HepChunk v6) {
        if (address != null) {
            frame.writeBytes((address.length == 4 ? v4 : v6).encode(address));
        }
    }

    private static @Nullable byte[] address(String text) {
        byte[] address = text.isEmpty() ? null : IpText.parse(text);
        if (address == null && !text.isEmpty()) {
            throw new IllegalArgumentException("address '" + text + "', expected IPv4 or IPv6");
        }
        return address;
    }

    /** The node as a 32 bit number; -1 when it is not one in its shortest decimal form. */
    private static long captureId(HepPacket packet) {
        String node = packet.node();
        if (node.isEmpty()
                || node.length() > 10
                || !node.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        long id = Long.parseLong(node);
        return id <= 0xffffffffL && Long.toString(id).equals(node) ? id : -1;
    }

    private static long seconds(HepPacket packet) {
        return Math.floorDiv(packet.timeMicros(), 1_000_000L);
    }

    private static int micros(HepPacket packet) {
        return (int) Math.floorMod(packet.timeMicros(), 1_000_000L);
    }
}
