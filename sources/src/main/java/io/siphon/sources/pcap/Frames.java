package io.siphon.sources.pcap;

import io.siphon.sources.IpTextCache;

import java.util.Arrays;

/**
 * Goes through the layers of captured frames: link, VLAN tags, IPv4 and IPv6 (with fragments and
 * tunnels of IP in IP), down to UDP and TCP. ICMP, which quotes packets that never arrived, and all
 * else is passed over. A frame that the capture cut short gives what is there of its payload.
 */
public final class Frames {

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int DEEPEST = 4; // tunnels within tunnels

    /** Takes what the frames hold. */
    public interface Sink {

        void udp(Datagram datagram);

        default void tcp(TcpSegment segment) {}
    }

    private final Sink sink;
    private final IpFragments fragments = new IpFragments();
    private final IpTextCache addresses = new IpTextCache();
    private long passedOver;

    public Frames(Sink sink) {
        this.sink = sink;
    }

    /** Frames that held neither UDP nor TCP nor a fragment of them, or not even IP. */
    public long passedOver() {
        return passedOver;
    }

    public void accept(PcapRecord record) {
        byte[] frame = record.data();
        LinkType link = LinkType.of(record.linkType());
        if (link == null || frame.length < link.header()) {
            passedOver++;
            return;
        }
        int at = link.header();
        if (link.etherTypeAt() >= 0) {
            int type = u16(frame, link.etherTypeAt());
            while (isVlan(type) && frame.length >= at + 4) {
                type = u16(frame, at + 2);
                at += 4;
            }
            if (type != IPV4 && type != IPV6) {
                passedOver++;
                return;
            }
        }
        ip(record.timeMicros(), frame, at, frame.length, 0);
    }

    private void ip(long time, byte[] frame, int at, int end, int depth) {
        int version = at < end ? (frame[at] & 0xf0) >>> 4 : 0;
        if (version == 4 && depth < DEEPEST) {
            ipv4(time, frame, at, end, depth);
        } else if (version == 6 && depth < DEEPEST) {
            ipv6(time, frame, at, end, depth);
        } else {
            passedOver++;
        }
    }

    private void ipv4(long time, byte[] frame, int at, int end, int depth) {
        int header = 4 * (frame[at] & 0x0f);
        if (header < 20 || end - at < header) {
            passedOver++;
            return;
        }
        int total = u16(frame, at + 2);
        int stop = total < header ? end : Math.min(end, at + total); // 0: cut by the network card
        int protocol = frame[at + 9] & 0xff;
        String source = addresses.v4(frame, at + 12);
        String destination = addresses.v4(frame, at + 16);
        int fragment = u16(frame, at + 6);
        boolean more = (fragment & 0x2000) != 0;
        int offset = 8 * (fragment & 0x1fff);
        int body = at + header;
        if (!more && offset == 0) {
            transport(time, source, destination, protocol, frame, body, stop, depth);
            return;
        }
        IpFragments.Key key =
                new IpFragments.Key(source, destination, protocol, u16(frame, at + 4));
        byte[] whole = fragments.add(key, time, offset, more, frame, body, stop);
        if (whole != null) {
            transport(time, source, destination, protocol, whole, 0, whole.length, depth);
        }
    }

    private void ipv6(long time, byte[] frame, int at, int end, int depth) {
        if (end - at < 40) {
            passedOver++;
            return;
        }
        int length = u16(frame, at + 4);
        int stop = length == 0 ? end : Math.min(end, at + 40 + length);
        String source = addresses.v6(frame, at + 8);
        String destination = addresses.v6(frame, at + 24);
        int next = frame[at + 6] & 0xff;
        int body = at + 40;
        while (isExtension(next) && stop - body >= 8) {
            int header =
                    switch (next) {
                        case 44 -> 8;
                        case 51 -> 4 * ((frame[body + 1] & 0xff) + 2);
                        default -> 8 * ((frame[body + 1] & 0xff) + 1);
                    };
            if (next == 44) {
                int fragment = u16(frame, body + 2);
                int id = u16(frame, body + 4) << 16 | u16(frame, body + 6);
                next = frame[body] & 0xff;
                byte[] whole =
                        fragments.add(
                                new IpFragments.Key(source, destination, next, id),
                                time,
                                fragment & 0xfff8,
                                (fragment & 1) != 0,
                                frame,
                                body + header,
                                stop);
                if (whole != null) {
                    transport(time, source, destination, next, whole, 0, whole.length, depth);
                }
                return;
            }
            next = frame[body] & 0xff;
            body += header;
        }
        transport(time, source, destination, next, frame, Math.min(body, stop), stop, depth);
    }

    private void transport(
            long time,
            String source,
            String destination,
            int protocol,
            byte[] bytes,
            int at,
            int end,
            int depth) {
        switch (protocol) {
            case 4, 41 -> ip(time, bytes, at, end, depth + 1);
            case 6 -> tcp(time, source, destination, bytes, at, end);
            case 17 -> udp(time, source, destination, bytes, at, end);
            default -> passedOver++;
        }
    }

    private void udp(long time, String source, String destination, byte[] bytes, int at, int end) {
        if (end - at < 8) {
            passedOver++;
            return;
        }
        int length = u16(bytes, at + 4);
        int stop = length < 8 ? end : Math.min(end, at + length); // what follows is padding
        sink.udp(
                new Datagram(
                        time,
                        source,
                        u16(bytes, at),
                        destination,
                        u16(bytes, at + 2),
                        Arrays.copyOfRange(bytes, at + 8, stop)));
    }

    private void tcp(long time, String source, String destination, byte[] bytes, int at, int end) {
        int header = end - at < 20 ? 0 : (bytes[at + 12] & 0xf0) >>> 2;
        if (header < 20 || end - at < header) {
            passedOver++;
            return;
        }
        sink.tcp(
                new TcpSegment(
                        time,
                        new TcpFlow(source, u16(bytes, at), destination, u16(bytes, at + 2)),
                        u16(bytes, at + 4) << 16 | u16(bytes, at + 6),
                        bytes[at + 13] & 0xff,
                        Arrays.copyOfRange(bytes, at + header, end)));
    }

    private static boolean isVlan(int etherType) {
        return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100;
    }

    /** Hop by hop, routing, fragment, authentication, destination options. */
    private static boolean isExtension(int next) {
        return next == 0 || next == 43 || next == 44 || next == 51 || next == 60;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
