package io.siphon.sources.hep;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The generic chunks (vendor 0) of HEP 3: a row here is all it takes to know one. Numbers and types
 * from the HEP 3 specification, revision 37; 0x65 from OpenSIPS.
 */
public enum HepChunk {
    IP_FAMILY(0x01, Type.U8),
    IP_PROTOCOL(0x02, Type.U8),
    SOURCE_IPV4(0x03, Type.INET4),
    DESTINATION_IPV4(0x04, Type.INET4),
    SOURCE_IPV6(0x05, Type.INET6),
    DESTINATION_IPV6(0x06, Type.INET6),
    SOURCE_PORT(0x07, Type.U16),
    DESTINATION_PORT(0x08, Type.U16),
    TIME_SECONDS(0x09, Type.U32),
    TIME_MICROS(0x0a, Type.U32),
    PROTOCOL_TYPE(0x0b, Type.U8),
    CAPTURE_ID(0x0c, Type.U32),
    KEEPALIVE_TIMER(0x0d, Type.U16),
    AUTH_KEY(0x0e, Type.OCTETS),
    PAYLOAD(0x0f, Type.OCTETS),
    COMPRESSED_PAYLOAD(0x10, Type.OCTETS),
    CORRELATION_ID(0x11, Type.OCTETS),
    VLAN(0x12, Type.U16),
    NODE_NAME(0x13, Type.OCTETS),
    SOURCE_MAC(0x14, Type.U64),
    DESTINATION_MAC(0x15, Type.U64),
    ETHER_TYPE(0x16, Type.U16),
    TCP_FLAGS(0x17, Type.U8),
    IP_TOS(0x18, Type.U8),
    /** 100 times the MOS. */
    MOS(0x20, Type.U16),
    R_FACTOR(0x21, Type.U16),
    GEO_LOCATION(0x22, Type.OCTETS),
    JITTER(0x23, Type.U32),
    /** {@code call} or {@code registration}. */
    TRANSACTION_TYPE(0x24, Type.OCTETS),
    PAYLOAD_JSON_KEYS(0x25, Type.OCTETS),
    TAG_VALUES(0x26, Type.OCTETS),
    TAG_TYPE(0x27, Type.U16),
    /** 1 recording, 2 lawful interception. */
    EVENT_TYPE(0x28, Type.U16),
    GROUP_ID(0x29, Type.OCTETS),
    /** OpenSIPS: JSON of other ids of the same call, keys may repeat. */
    EXTRA_CORRELATION(0x65, Type.OCTETS);

    /** What the body of a chunk is. Numbers are unsigned, big endian. */
    public enum Type {
        U8(1),
        U16(2),
        U32(4),
        U64(8),
        INET4(4),
        INET6(16),
        /** Text or bytes of any length. */
        OCTETS(-1);

        private final int length;

        Type(int length) {
            this.length = length;
        }

        /** Bytes of the body; -1 when it may be of any length. */
        public int length() {
            return length;
        }
    }

    /** Octets before a chunk's body: vendor, type and length (which counts these too), u16 each. */
    public static final int HEADER = 6;

    private static final HepChunk[] BY_NUMBER;

    static {
        int highest = Arrays.stream(values()).mapToInt(chunk -> chunk.number).max().orElseThrow();
        BY_NUMBER = new HepChunk[highest + 1];
        for (HepChunk chunk : values()) {
            BY_NUMBER[chunk.number] = chunk;
        }
    }

    private final int number;
    private final Type type;

    HepChunk(int number, Type type) {
        this.number = number;
        this.type = type;
    }

    /** The chunk of vendor 0 with this type number; null when it is none of the table's. */
    public static @Nullable HepChunk of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    public int number() {
        return number;
    }

    public Type type() {
        return type;
    }

    /** This chunk as it stands on the wire, with a number of the type's width as its body. */
    public byte[] encode(long value) {
        if (type == Type.OCTETS || type == Type.INET6) {
            throw new IllegalArgumentException(this + " is " + type + ", not a number");
        }
        byte[] all = ByteBuffer.allocate(8).putLong(value).array();
        return encode(Arrays.copyOfRange(all, 8 - type.length, 8));
    }

    /** This chunk as it stands on the wire, with a text as its body. */
    public byte[] encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** This chunk as it stands on the wire. */
    public byte[] encode(byte[] body) {
        return encode(0, number, body);
    }

    /** Any chunk as it stands on the wire. */
    public static byte[] encode(int vendor, int type, byte[] body) {
        int length = HEADER + body.length;
        if (length > 0xffff) {
            throw new IllegalArgumentException(
                    "chunk of " + length + " bytes, expected at most 65535");
        }
        return ByteBuffer.allocate(length)
                .putShort((short) vendor)
                .putShort((short) type)
                .putShort((short) length)
                .put(body)
                .array();
    }
}
