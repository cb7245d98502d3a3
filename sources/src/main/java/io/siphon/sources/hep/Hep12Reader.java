package io.siphon.sources.hep;

import io.siphon.sources.Interner;

import java.util.Arrays;

import static io.siphon.sources.hep.HepException.Reason.NOT_HEP;
import static io.siphon.sources.hep.HepException.Reason.TOO_SHORT;

/**
 * HEP 1 and 2: version, length, family, protocol (u8 each), two ports (u16), two addresses, then
 * the SIP message; HEP 2 has a time header before the message.
 *
 * <p>The length octet is ignored: senders differ on whether it counts the time header, and sngrep
 * writes garbage there. The time header is a C struct in the sender's own byte order: 12 octets
 * with padding (Kamailio, captagent, OpenSIPS, FreeSWITCH) or 10 packed.
 */
final class Hep12Reader {

    private static final int PADDED = 12;
    private static final int PACKED = 10;

    private final PacketClock clock;
    private final Interner addresses = Interner.ofAddresses();
    private final NodeNames nodes = new NodeNames();

    Hep12Reader(PacketClock clock) {
        this.clock = clock;
    }

    static boolean isVersion(byte first) {
        return first == 1 || first == 2;
    }

    HepPacket read(byte[] bytes, int from, int end, HepPeer peer, long received)
            throws HepException {
        int version = bytes[from];
        if (end - from < 3) {
            throw tooShort(end - from, 3, version);
        }
        int addressLength = addressLength(bytes[from + 2] & 0xff);
        int header = 8 + 2 * addressLength;
        int needed = header + (version == 2 ? PACKED : 0);
        if (end - from < needed) {
            throw tooShort(end - from, needed, version);
        }
        int at = from + header;
        long time;
        String node = peer.agentIp();
        if (version == 2) {
            boolean little = isLittleEndian(bytes, at, received);
            time = clock.time(u32(bytes, at, little), u32(bytes, at + 4, little), received);
            int id = Octets.u16(bytes, at + 8);
            node = nodes.id(little ? Short.toUnsignedInt(Short.reverseBytes((short) id)) : id);
            at += timeHeader(bytes, at, end);
        } else {
            time = clock.absent(received);
        }
        String sourceIp = address(bytes, from + 8, addressLength);
        int sourcePort = Octets.u16(bytes, from + 4);
        String destinationIp = address(bytes, from + 8 + addressLength, addressLength);
        int destinationPort = Octets.u16(bytes, from + 6);
        return new HepPacket(
                time,
                received,
                version,
                bytes[from + 3] & 0xff,
                sourceIp,
                sourcePort,
                destinationIp,
                destinationPort,
                peer.agentIp(),
                node,
                HepProtocol.SIP,
                null,
                Direction.of(peer, sourceIp, sourcePort, destinationIp, destinationPort),
                at == end ? HepDecoder.NO_BYTES : Arrays.copyOfRange(bytes, at, end),
                null,
                null);
    }

    /** AF_INET is 2 everywhere; AF_INET6 depends on the sender's system. */
    private static int addressLength(int family) throws HepException {
        return switch (family) {
            case 2 -> 4;
            case 10, 23, 24, 26, 28, 30 -> 16; // Linux, Windows, NetBSD, Solaris, FreeBSD, macOS
            default ->
                    throw new HepException(
                            NOT_HEP, "address family " + family + ", expected 2 or 10");
        };
    }

    private boolean isLittleEndian(byte[] bytes, int at, long received) {
        return clock.plausible(u32(bytes, at, true), u32(bytes, at + 4, true), received)
                || !clock.plausible(u32(bytes, at, false), u32(bytes, at + 4, false), received);
    }

    private static int timeHeader(byte[] bytes, int at, int end) {
        if (end - at < PADDED) {
            return PACKED;
        }
        if (SipStartLine.known(bytes, at + PADDED, end)) {
            return PADDED;
        }
        if (SipStartLine.known(bytes, at + PACKED, end)) {
            return PACKED;
        }
        boolean text = isUpper(bytes[at + PACKED]) && isUpper(bytes[at + PACKED + 1]);
        return text && SipStartLine.at(bytes, at + PACKED, end) ? PACKED : PADDED;
    }

    private static long u32(byte[] bytes, int at, boolean little) {
        long number = Octets.u32(bytes, at);
        return little ? PacketClock.swapped(number) : number;
    }

    private String address(byte[] bytes, int at, int length) {
        return addresses.of(bytes, at, at + length);
    }

    private static boolean isUpper(byte octet) {
        return octet >= 'A' && octet <= 'Z';
    }

    private static HepException tooShort(int got, int expected, int version) {
        return new HepException(
                TOO_SHORT,
                "got " + got + " bytes, expected " + expected + " or more of HEP " + version);
    }
}
