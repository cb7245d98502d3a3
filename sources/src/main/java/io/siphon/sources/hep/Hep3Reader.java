package io.siphon.sources.hep;

import io.siphon.sources.IpTextCache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
    private final IpTextCache addresses = new IpTextCache();
    private final TextCache texts = new TextCache();
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
        int transport = 0;
        String sourceIp = "";
        String destinationIp = "";
        int sourcePort = 0;
        int destinationPort = 0;
        long seconds = 0;
        long micros = 0;
        int protocol = -1;
        int captureId = -1; // where the chunk begins, as all below
        int node = -1;
        int payload = -1;
        int packed = -1;
        int correlation = -1;
        kept.reset();

        int next;
        for (int at = from + HEADER; at < end; at = next) {
            next = at + chunkLength(bytes, at, end, from);
            HepChunk chunk =
                    Octets.u16(bytes, at) == 0 ? HepChunk.of(Octets.u16(bytes, at + 2)) : null;
            if (chunk == null) {
                kept.write(bytes, at, next - at);
                continue;
            }
            switch (chunk) {
                case IP_FAMILY -> {} // the address chunks say it
                case IP_PROTOCOL -> transport = (int) number(bytes, at, next, chunk, U16);
                case SOURCE_IPV4, SOURCE_IPV6 -> sourceIp = address(bytes, at, next, chunk);
                case DESTINATION_IPV4, DESTINATION_IPV6 ->
                        destinationIp = address(bytes, at, next, chunk);
                case SOURCE_PORT -> sourcePort = (int) number(bytes, at, next, chunk, U16);
                case DESTINATION_PORT ->
                        destinationPort = (int) number(bytes, at, next, chunk, U16);
                case TIME_SECONDS -> seconds = number(bytes, at, next, chunk, U32);
                case TIME_MICROS -> micros = number(bytes, at, next, chunk, U32);
                case PROTOCOL_TYPE -> protocol = (int) number(bytes, at, next, chunk, U16);
                case CAPTURE_ID -> captureId = at;
                case PAYLOAD -> payload = at;
                case COMPRESSED_PAYLOAD -> packed = at;
                case CORRELATION_ID -> correlation = at;
                case NODE_NAME -> node = at;
                default -> kept.write(bytes, at, next - at);
            }
        }

        String name = node < 0 ? "" : nodeName(bytes, body(node), chunkEnd(bytes, node));
        if (captureId >= 0) {
            String id = texts.decimal(captureId(bytes, captureId));
            if (name.isEmpty()) {
                name = id;
            } else {
                keep(bytes, captureId);
            }
        }
        byte[] message = HepDecoder.NO_BYTES;
        if (payload >= 0) {
            message = Arrays.copyOfRange(bytes, body(payload), chunkEnd(bytes, payload));
            if (packed >= 0) {
                keep(bytes, packed); // in the draft of 2013 0x10 was a correlation id of 4 bytes
            }
        } else if (packed >= 0) {
            message = inflate.unpack(bytes, body(packed), chunkEnd(bytes, packed));
        }
        if (protocol < 0) {
            protocol =
                    SipStartLine.at(message, 0, message.length)
                            ? HepProtocol.SIP
                            : HepProtocol.NONE;
        }
        String correlationId =
                correlation < 0 ? "" : text(bytes, body(correlation), chunkEnd(bytes, correlation));
        return new HepPacket(
                clock.time(seconds, micros, received),
                received,
                3,
                transport,
                sourceIp,
                sourcePort,
                destinationIp,
                destinationPort,
                peer.agentIp(),
                name.isEmpty() ? peer.agentIp() : name,
                protocol,
                correlationId.isEmpty() ? null : correlationId,
                Direction.of(peer, sourceIp, sourcePort, destinationIp, destinationPort),
                message,
                kept.size() == 0 ? null : kept.toByteArray(),
                null);
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
        return expected == 4 ? addresses.v4(bytes, body(at)) : addresses.v6(bytes, body(at));
    }

    /** sngrep and sipgrep write a 16 bit id into the upper half: {@code 07 d2 00 00} is 2002. */
    private static long captureId(byte[] bytes, int at) throws HepException {
        long id = number(bytes, at, chunkEnd(bytes, at), HepChunk.CAPTURE_ID, U32);
        return id > U16 && (id & U16) == 0 ? id >>> 16 : id;
    }

    private String nodeName(byte[] bytes, int from, int end) {
        return texts.text(bytes, from, end);
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
