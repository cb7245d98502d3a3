package io.siphon.sources.pcap;

/**
 * Goes through the layers of captured frames: link ({@link LinkLayer}), tags and tunnels ({@link
 * EtherLayer}, {@link TunnelLayer}, {@link UdpTunnels}), IPv4 and IPv6 with fragments ({@link
 * IpLayer}), down to UDP, TCP and SCTP ({@link TransportLayer}). ICMP, which quotes packets that
 * never arrived, and all else is passed over. A frame that the capture cut short gives what is
 * there of its payload.
 */
final class Frames {

    private static final int DEEPEST = 10; // layers within layers: no frame goes on for ever

    /** Takes what the frames hold; everything is a view, good until the call returns. */
    interface Sink {
        void udp(WirePayload payload);

        default void sctp(WirePayload payload) {}

        default void tcp(TcpSegment segment) {}
    }

    final WireCounts counts;
    final IpFragments fragments;
    final LinkLayer link = new LinkLayer(this);
    final EtherLayer ether = new EtherLayer(this);
    final IpLayer ip = new IpLayer(this);
    final TunnelLayer tunnel = new TunnelLayer(this);
    final UdpTunnels udpTunnels = new UdpTunnels(this);
    final TransportLayer transport;

    /** Capture time of the frame at hand, epoch µs. */
    long timeMicros;

    private int depth;

    Frames(Sink sink) {
        this(sink, new WireCounts());
    }

    Frames(Sink sink, WireCounts counts) {
        this.counts = counts;
        fragments = new IpFragments(counts);
        transport = new TransportLayer(this, sink);
    }

    void accept(PcapRecord record) {
        timeMicros = record.timeMicros();
        depth = 0;
        if (record.length() < record.originalLength()) {
            counts.cut++;
        }
        link.read(
                LinkType.of(record.linkType()),
                record.bytes(),
                record.offset(),
                record.offset() + record.length());
    }

    /** Whether one layer more may be peeled; if not, the frame is done with. */
    boolean deeper() {
        if (++depth <= DEEPEST) {
            return true;
        }
        passOver();
        return false;
    }

    /** The frame holds nothing of use. */
    void passOver() {
        counts.passedOver++;
    }
}
