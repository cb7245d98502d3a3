package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

/** UDP (RFC 768), TCP (RFC 9293) and SCTP (RFC 9260). */
final class TransportLayer {

    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final int WHOLE_MESSAGE = 3; // first and last fragment in one

    private final Frames frames;
    private final Frames.Sink sink;

    TransportLayer(Frames frames, Frames.Sink sink) {
        this.frames = frames;
        this.sink = sink;
    }

    void udp(String source, String destination, byte[] bytes, int at, int end) {
        if (end - at < 8) {
            frames.passOver();
            return;
        }
        int length = Octets.u16(bytes, at + 4);
        int stop = length < 8 ? end : Math.min(end, at + length); // what follows is padding
        int port = Octets.u16(bytes, at + 2);
        int sourcePort = Octets.u16(bytes, at);
        int body = at + 8;
        int wireEnd = length < 8 ? stop : at + length;
        if (frames.udpTunnels.read(sourcePort, port, bytes, body, stop, wireEnd)) {
            return;
        }
        sink.udp(
                new WirePayload(
                        frames.timeMicros,
                        UDP,
                        source,
                        sourcePort,
                        destination,
                        port,
                        bytes,
                        body,
                        stop - body,
                        wireEnd - body));
    }

    void tcp(String source, String destination, byte[] bytes, int at, int end, int missing) {
        int header = end - at < 20 ? 0 : (bytes[at + 12] & 0xf0) >>> 2;
        if (header < 20 || end - at < header) {
            frames.passOver();
            return;
        }
        TcpFlow flow =
                new TcpFlow(source, Octets.u16(bytes, at), destination, Octets.u16(bytes, at + 2));
        int length = end - at - header;
        sink.tcp(
                new TcpSegment(
                        frames.timeMicros,
                        flow,
                        (int) Octets.u32(bytes, at + 4),
                        (int) Octets.u32(bytes, at + 8),
                        bytes[at + 13] & 0xff,
                        bytes,
                        at + header,
                        length,
                        length + missing));
    }

    /** DATA chunks that hold a whole message; SIP ones are hardly ever longer (RFC 4168). */
    void sctp(String source, String destination, byte[] bytes, int from, int end) {
        if (end - from < 12) {
            frames.passOver();
            return;
        }
        int sourcePort = Octets.u16(bytes, from);
        int destinationPort = Octets.u16(bytes, from + 2);
        int at = from + 12;
        while (end - at >= 4) {
            int length = Octets.u16(bytes, at + 2);
            boolean data = bytes[at] == 0 && length > 16 && end - at > 16;
            if (data && (bytes[at + 1] & WHOLE_MESSAGE) == WHOLE_MESSAGE) {
                int stop = Math.min(end, at + length);
                sink.sctp(
                        new WirePayload(
                                frames.timeMicros,
                                SCTP,
                                source,
                                sourcePort,
                                destination,
                                destinationPort,
                                bytes,
                                at + 16,
                                stop - at - 16,
                                length - 16));
            } else {
                frames.passOver();
            }
            at += Math.max(4, length + 3 & ~3);
        }
    }
}
