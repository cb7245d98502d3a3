package io.siphon.sources.kafka;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

/**
 * A watermark on its way through a topic, in the shape of a packet: of all that a capture receives,
 * everything up to then has been sent. Each partition gets its own. To other tools it is a HEP
 * packet that says nothing, as heplify's greeting.
 */
public final class WatermarkRecord {

    private static final byte[] NOTHING = {};

    private WatermarkRecord() {}

    /**
     * @param capture who says so
     * @param partition that it is for; 0 when it comes from there
     */
    static HepPacket of(String capture, long timeMs, int partition) {
        return packet(capture, timeMs, partition, HepProtocol.CAPTURE_MARK);
    }

    /** Whether this is a mark rather than a packet. */
    public static boolean is(HepPacket packet) {
        return packet.protocol() == HepProtocol.CAPTURE_MARK;
    }

    static int partition(HepPacket mark) {
        return mark.destinationPort();
    }

    /** What others see of it. */
    static HepPacket greeting(HepPacket mark) {
        return packet(mark.node(), mark.timeMicros() / 1000, 0, HepProtocol.NONE);
    }

    private static HepPacket packet(String capture, long timeMs, int partition, int protocol) {
        long micros = timeMs * 1000;
        return new HepPacket(
                micros, micros, 3, 0, "", 0, "", partition, "", capture, protocol, null, null,
                NOTHING, null, null);
    }
}
