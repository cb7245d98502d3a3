package io.siphon.sources.pcap;

import io.siphon.sources.Interner;
import io.siphon.sources.hep.Octets;

/** IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200). */
final class IpLayer {

    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;

    private final Frames frames;
    private final Interner addresses = Interner.ofAddresses();

    IpLayer(Frames frames) {
        this.frames = frames;
    }

    /** Either version, as the first octet says. */
    void read(byte[] bytes, int at, int end) {
        int version = at < end ? (bytes[at] & 0xf0) >>> 4 : 0;
        if (version != 4 && version != 6) {
            frames.passOver();
        } else if (frames.deeper()) {
            if (version == 4) {
                v4(bytes, at, end);
            } else {
                v6(bytes, at, end);
            }
        }
    }

    private void v4(byte[] bytes, int at, int end) {
        int header = 4 * (bytes[at] & 0x0f);
        if (header < 20 || end - at < header) {
            frames.passOver();
            return;
        }
        int total = Octets.u16(bytes, at + 2);
        int stop = total < header ? end : Math.min(end, at + total); // 0: cut by the network card
        int missing = total < header ? 0 : at + total - stop;
        int protocol = bytes[at + 9] & 0xff;
        String source = addresses.of(bytes, at + 12, at + 16);
        String destination = addresses.of(bytes, at + 16, at + 20);
        int fragment = Octets.u16(bytes, at + 6);
        boolean more = (fragment & 0x2000) != 0;
        int offset = 8 * (fragment & 0x1fff);
        int body = at + header;
        if (!more && offset == 0) {
            transport(source, destination, protocol, bytes, body, stop, missing);
            return;
        }
        IpFragments.Key key =
                new IpFragments.Key(source, destination, protocol, Octets.u16(bytes, at + 4));
        fragment(key, offset, more, bytes, body, stop, missing);
    }

    private void v6(byte[] bytes, int at, int end) {
        if (end - at < 40) {
            frames.passOver();
            return;
        }
        int length = Octets.u16(bytes, at + 4);
        int stop = length == 0 ? end : Math.min(end, at + 40 + length);
        int missing = length == 0 ? 0 : at + 40 + length - stop;
        String source = address(bytes, at + 8);
        String destination = address(bytes, at + 24);
        int next = bytes[at + 6] & 0xff;
        int body = at + 40;
        while (isExtension(next) && stop - body >= 8) {
            if (next == FRAGMENT) {
                int fragment = Octets.u16(bytes, body + 2);
                int id = (int) Octets.u32(bytes, body + 4);
                IpFragments.Key key =
                        new IpFragments.Key(source, destination, bytes[body] & 0xff, id);
                boolean more = (fragment & 1) != 0;
                fragment(key, fragment & 0xfff8, more, bytes, body + 8, stop, missing);
                return;
            }
            int header = extension(next, bytes, body);
            next = bytes[body] & 0xff;
            body += header;
        }
        transport(source, destination, next, bytes, Math.min(body, stop), stop, missing);
    }

    /** IPv4-mapped as IPv4: so our journal has what is too long for IPv4. */
    private String address(byte[] bytes, int at) {
        boolean mapped =
                Octets.u32(bytes, at) == 0
                        && Octets.u32(bytes, at + 4) == 0
                        && Octets.u32(bytes, at + 8) == 0xffff;
        return addresses.of(bytes, mapped ? at + 12 : at, at + 16);
    }

    private void fragment(
            IpFragments.Key key,
            int offset,
            boolean more,
            byte[] bytes,
            int body,
            int stop,
            int missing) {
        counts().fragments++;
        if (missing > 0) {
            counts().fragmentsLost++; // the whole cannot be had any more
            return;
        }
        byte[] whole =
                frames.fragments.add(key, frames.timeMicros, offset, more, bytes, body, stop);
        if (whole != null) {
            transport(key.source(), key.destination(), key.protocol(), whole, 0, whole.length, 0);
        }
    }

    /**
     * Goes on behind the authentication header (RFC 4302, 2) and behind extension headers, which
     * stand in the fragments of a packet, too (RFC 8200, 4.5).
     *
     * @param missing octets that there were behind {@code end}, but the capture cut off
     */
    private void transport(
            String source,
            String destination,
            int protocol,
            byte[] bytes,
            int from,
            int end,
            int missing) {
        int next = protocol;
        int at = from;
        while (next != FRAGMENT && isExtension(next) && end - at >= 8) {
            int header = extension(next, bytes, at);
            next = bytes[at] & 0xff;
            at = Math.min(at + header, end);
        }
        switch (next) {
            case 6 -> frames.transport.tcp(source, destination, bytes, at, end, missing);
            case 17 -> frames.transport.udp(source, destination, bytes, at, end);
            case 132 -> frames.transport.sctp(source, destination, bytes, at, end);
            case 4, 41 -> read(bytes, at, end);
            case 47 -> frames.tunnel.gre(bytes, at, end);
            case 97 -> frames.tunnel.etherIp(bytes, at, end);
            case 115 -> frames.tunnel.l2tp(bytes, at, end);
            case 137 -> frames.ether.mpls(bytes, at, end);
            default -> frames.passOver();
        }
    }

    /**
     * Whether a header stands here of a packet that ends exactly there: other octets hardly do.
     *
     * @param wireEnd where the packet around it ended, of which the capture may have cut the rest
     */
    static boolean endsAt(byte[] bytes, int at, int end, int wireEnd) {
        if (end - at < 20) {
            return false;
        }
        return switch (bytes[at] & 0xf0) {
            case 0x40 -> (bytes[at] & 0x0f) >= 5 && Octets.u16(bytes, at + 2) == wireEnd - at;
            case 0x60 -> 40 + Octets.u16(bytes, at + 4) == wireEnd - at;
            default -> false;
        };
    }

    private WireCounts counts() {
        return frames.counts;
    }

    /** Hop by hop, routing, fragment, authentication, destination options. */
    private static boolean isExtension(int next) {
        return next == 0 || next == 43 || next == FRAGMENT || next == AUTHENTICATION || next == 60;
    }

    /** Octets of an extension header. */
    private static int extension(int type, byte[] bytes, int at) {
        int words = bytes[at + 1] & 0xff;
        return type == AUTHENTICATION ? 4 * (words + 2) : 8 * (words + 1);
    }
}
