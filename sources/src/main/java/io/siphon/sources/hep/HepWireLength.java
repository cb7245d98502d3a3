package io.siphon.sources.hep;

import java.nio.ByteBuffer;

/**
 * How long a payload was on the wire, without its padding, for packets that keep only its
 * beginning: RTP, of which the sound itself is of no use here, and SIP that the capture cut. A
 * private chunk, never sent: vendor {@link HepVendor#SIPHON}, type 1, u32 octets.
 */
public final class HepWireLength {

    private static final int TYPE = 1;

    /** The chunk, for {@link HepPacket#chunks}. */
    public static byte[] chunk(int octets) {
        return HepChunk.encode(
                HepVendor.SIPHON, TYPE, ByteBuffer.allocate(4).putInt(octets).array());
    }

    /** Octets of the whole payload: the chunk's, else those that the packet has. */
    public static int of(HepPacket packet) {
        HepChunks.Chunk chunk = HepChunks.of(packet).find(HepVendor.SIPHON, TYPE);
        return chunk == null ? packet.payload().length : (int) chunk.number();
    }

    /** The same packet, that has no chunks, and lacks so many octets. */
    public static HepPacket cut(HepPacket packet, int missing) {
        return new HepPacket(
                packet.timeMicros(),
                packet.receivedMicros(),
                packet.version(),
                packet.transport(),
                packet.sourceIp(),
                packet.sourcePort(),
                packet.destinationIp(),
                packet.destinationPort(),
                packet.agent(),
                packet.node(),
                packet.protocol(),
                packet.correlationId(),
                packet.direction(),
                packet.payload(),
                chunk(packet.payload().length + missing),
                packet.error());
    }

    /** Whether the packet keeps only the beginning of what was on the wire. */
    public static boolean isCut(HepPacket packet) {
        return packet.chunks() != null && of(packet) > packet.payload().length;
    }

    private HepWireLength() {}
}
