package io.siphon.sources.hep;

import io.siphon.sources.Interner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static io.siphon.sources.hep.Hep3Chunks.NONE;
import static io.siphon.sources.hep.HepException.Reason.BAD_CHUNK;
import static io.siphon.sources.hep.HepException.Reason.BAD_LENGTH;
import static io.siphon.sources.hep.HepException.Reason.TOO_SHORT;

/**
 * HEP 3: {@code "HEP3"}, a u16 of the whole length, then chunks in any order. EEP1 and EEP3 are
 * older names of the same frame.
 *
 * <p>Only chunks of vendor 0 mean what {@link HepChunk} says; a vendor's chunks are kept apart
 * whatever their number. Where a chunk comes twice the last one counts.
 */
final class Hep3Reader {

    /** Magic and total length. */
    static final int HEADER = 6;

    private static final int HEP = 'H' << 16 | 'E' << 8 | 'P';
    private static final int EEP = 'E' << 16 | 'E' << 8 | 'P';
    private static final long U16 = 0xffffL;
    private static final long U32 = 0xffffffffL;

    private final HepCounts counts;
    private final PacketClock clock;
    private final Inflate inflate;
    private final Interner addresses = Interner.ofAddresses();
    private final NodeNames nodes = new NodeNames();
    private final Hep3Chunks chunks = new Hep3Chunks();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(128);

    Hep3Reader(HepCounts counts, PacketClock clock, Inflate inflate) {
        this.counts = counts;
        this.clock = clock;
        this.inflate = inflate;
    }

    static boolean isMagic(byte[] bytes, int from, int end) {
        if (end - from < 4) {
            return false;
        }
        int letters = (bytes[from] & 0xff) << 16 | Octets.u16(bytes, from + 1);
        int version = bytes[from + 3];
        return version == '3' && (letters == HEP || letters == EEP)
                || version == '1' && letters == EEP;
    }

    HepPacket read(byte[] bytes, int from, int datagramEnd, HepPeer peer, long received)
            throws HepException {
        int end = frameEnd(bytes, from, datagramEnd);
        chunks.reset();
        kept.reset();
        int next;
        for (int at = from + HEADER; at < end; at = next) {
            next = at + chunkLength(bytes, at, end, from);
            readChunk(bytes, at, next);
        }

        String name = name(bytes);
        byte[] message = message(bytes);
        int protocol = chunks.protocol;
        if (protocol == NONE) {
            protocol =
                    SipStartLine.at(message, 0, message.length)
                            ? HepProtocol.SIP
                            : HepProtocol.NONE;
        }
        String correlationId = correlationId(bytes);
        return new HepPacket(
                clock.time(chunks.seconds, chunks.micros, received),
                received,
                3,
                chunks.transport,
                chunks.sourceIp,
                chunks.sourcePort,
                chunks.destinationIp,
                chunks.destinationPort,
                peer.agentIp(),
                name.isEmpty() ? peer.agentIp() : name,
                protocol,
                correlationId.isEmpty() ? null : correlationId,
                Direction.of(
                        peer,
                        chunks.sourceIp,
                        chunks.sourcePort,
                        chunks.destinationIp,
                        chunks.destinationPort),
                message,
                kept.size() == 0 ? null : kept.toByteArray(),
                null);
    }

    private void readChunk(byte[] bytes, int at, int next) throws HepException {
        HepChunk chunk = Octets.u16(bytes, at) == 0 ? HepChunk.of(Octets.u16(bytes, at + 2)) : null;
        if (chunk == null) {
            kept.write(bytes, at, next - at);
            return;
        }
        switch (chunk) {
            case IP_FAMILY -> {} // the address chunks say it
            case IP_PROTOCOL -> chunks.transport = (int) number(bytes, at, next, chunk, U16);
            case SOURCE_IPV4, SOURCE_IPV6 -> chunks.sourceIp = address(bytes, at, next, chunk);
            case DESTINATION_IPV4, DESTINATION_IPV6 ->
                    chunks.destinationIp = address(bytes, at, next, chunk);
            case SOURCE_PORT -> chunks.sourcePort = (int) number(bytes, at, next, chunk, U16);
            case DESTINATION_PORT ->
                    chunks.destinationPort = (int) number(bytes, at, next, chunk, U16);
            case TIME_SECONDS -> chunks.seconds = number(bytes, at, next, chunk, U32);
            case TIME_MICROS -> chunks.micros = number(bytes, at, next, chunk, U32);
            case PROTOCOL_TYPE -> chunks.protocol = (int) number(bytes, at, next, chunk, U16);
            case CAPTURE_ID -> chunks.captureId = at;
            case PAYLOAD -> chunks.payload = at;
            case COMPRESSED_PAYLOAD -> chunks.packed = at;
            case CORRELATION_ID -> chunks.correlation = at;
            case NODE_NAME -> chunks.node = at;
            default -> kept.write(bytes, at, next - at);
        }
    }

    /** The node's name, else its capture id; empty when it has sent neither. */
    private String name(byte[] bytes) throws HepException {
        int node = chunks.node;
        String name = node == NONE ? "" : nodes.name(bytes, body(node), chunkEnd(bytes, node));
        if (chunks.captureId == NONE) {
            return name;
        }
        String id = nodes.id(captureId(bytes, chunks.captureId));
        if (name.isEmpty()) {
            return id;
        }
        keep(bytes, chunks.captureId);
        return name;
    }

    private byte[] message(byte[] bytes) throws HepException {
        int payload = chunks.payload;
        int packed = chunks.packed;
        if (payload != NONE) {
            if (packed != NONE) {
                keep(bytes, packed); // in the draft of 2013 0x10 was a correlation id of 4 bytes
            }
            return Arrays.copyOfRange(bytes, body(payload), chunkEnd(bytes, payload));
        }
        return packed == NONE
                ? HepDecoder.NO_BYTES
                : inflate.unpack(bytes, body(packed), chunkEnd(bytes, packed));
    }

    private String correlationId(byte[] bytes) {
        int at = chunks.correlation;
        return at == NONE ? "" : text(bytes, body(at), chunkEnd(bytes, at));
    }

    private int frameEnd(byte[] bytes, int from, int datagramEnd) throws HepException {
        int length = datagramEnd - from;
        if (length < HEADER) {
            throw new HepException(
                    TOO_SHORT, "got " + length + " bytes, expected " + HEADER + " or more of HEP3");
        }
        int total = Octets.u16(bytes, from + 4);
        if (total < HEADER || total > length) {
            throw new HepException(
                    BAD_LENGTH,
                    "frame says " + total + " bytes, expected " + HEADER + ".." + length);
        }
        if (total < length) {
            counts.trailing++;
        }
        return from + total;
    }

    private static int chunkLength(byte[] bytes, int at, int end, int from) throws HepException {
        int left = end - at;
        if (left < HepChunk.HEADER) {
            throw new HepException(
                    BAD_LENGTH,
                    left
                            + " bytes left at "
                            + (at - from)
                            + ", expected a chunk of "
                            + HepChunk.HEADER
                            + " or more");
        }
        int length = Octets.u16(bytes, at + 4);
        if (length < HepChunk.HEADER || length > left) {
            throw new HepException(
                    BAD_LENGTH,
                    "chunk 0x"
                            + Integer.toHexString(Octets.u16(bytes, at + 2))
                            + " at "
                            + (at - from)
                            + " says "
                            + length
                            + " bytes, expected "
                            + HepChunk.HEADER
                            + ".."
                            + left);
        }
        return length;
    }

    /** Any width is read that does not exceed the range: some senders are generous with bytes. */
    private static long number(byte[] bytes, int at, int end, HepChunk chunk, long max)
            throws HepException {
        long value = 0;
        for (int i = body(at); i < end; i++) {
            value = value << 8 | bytes[i] & 0xff;
            if (value > max) {
                throw new HepException(
                        BAD_CHUNK,
                        chunk + " of " + (end - body(at)) + " bytes, expected at most " + max);
            }
        }
        return value;
    }

    private String address(byte[] bytes, int at, int end, HepChunk chunk) throws HepException {
        int length = end - body(at);
        int expected = chunk.type().length();
        if (length != expected) {
            throw new HepException(
                    BAD_CHUNK, chunk + " of " + length + " bytes, expected " + expected);
        }
        return addresses.of(bytes, body(at), end);
    }

    /** sngrep and sipgrep write a 16 bit id into the upper half: {@code 07 d2 00 00} is 2002. */
    private static long captureId(byte[] bytes, int at) throws HepException {
        long id = number(bytes, at, chunkEnd(bytes, at), HepChunk.CAPTURE_ID, U32);
        return id > U16 && (id & U16) == 0 ? id >>> 16 : id;
    }

    private static String text(byte[] bytes, int from, int end) {
        int stop = end;
        while (stop > from && bytes[stop - 1] == 0) {
            stop--;
        }
        return new String(bytes, from, stop - from, StandardCharsets.UTF_8);
    }

    private void keep(byte[] bytes, int at) {
        kept.write(bytes, at, chunkEnd(bytes, at) - at);
    }

    private static int body(int at) {
        return at + HepChunk.HEADER;
    }

    private static int chunkEnd(byte[] bytes, int at) {
        return at + Octets.u16(bytes, at + 4);
    }
}
