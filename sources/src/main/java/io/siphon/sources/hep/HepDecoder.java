package io.siphon.sources.hep;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import static io.siphon.sources.hep.HepException.Reason.EMPTY;
import static io.siphon.sources.hep.HepException.Reason.HTTP;
import static io.siphon.sources.hep.HepException.Reason.KEEPALIVE;
import static io.siphon.sources.hep.HepException.Reason.NOT_HEP;
import static io.siphon.sources.hep.HepException.Reason.PROTOBUF;
import static io.siphon.sources.hep.HepException.Reason.STUN;

/**
 * Makes a {@link HepPacket} of a datagram: HEP 1, 2, 3 (EEP1, EEP3), any of them gzipped whole, and
 * plain SIP, told apart by content, since one port carries them all at once.
 *
 * <p>For one thread: it keeps small caches and reads into them. Nothing of the datagram's array is
 * kept in a packet. A good packet of protocol {@link HepProtocol#NONE} carries no message: heplify
 * opens every connection with one.
 */
public final class HepDecoder {

    static final byte[] NO_BYTES = {};

    private final HepCounts counts = new HepCounts();
    private final Inflate inflate = new Inflate(counts);
    private final Hep3Reader hep3;
    private final Hep12Reader hep12;
    private final PlainSipReader plainSip;

    public HepDecoder(ClockWindow window) {
        PacketClock clock = new PacketClock(window, counts);
        hep3 = new Hep3Reader(counts, clock, inflate);
        hep12 = new Hep12Reader(clock);
        plainSip = new PlainSipReader(clock);
    }

    /** What this decoder has met so far. */
    public HepCounts counts() {
        return counts;
    }

    /**
     * Decodes the datagram that is {@code length} bytes from {@code offset}; nothing outside is
     * read.
     *
     * @param peer where it came from: plain SIP without trace headers has no other addresses
     * @param receivedMicros when it arrived, epoch µs
     * @throws HepException when it is no packet; its reason is counted
     */
    public HepPacket decode(
            byte[] datagram, int offset, int length, HepPeer peer, long receivedMicros)
            throws HepException {
        Objects.checkFromIndexSize(offset, length, datagram.length);
        try {
            int end = offset + length;
            if (Inflate.isGzip(datagram, offset, end)) {
                byte[] unpacked = inflate.unpack(datagram, offset, end);
                return read(unpacked, 0, unpacked.length, peer, receivedMicros);
            }
            return read(datagram, offset, end, peer, receivedMicros);
        } catch (HepException e) {
            counts.failed(e.reason());
            throw e;
        }
    }

    /**
     * As {@link #decode}, but what is no packet becomes one as well, so that it is not lost: {@link
     * HepPacket#error} is {@code reason: detail}, the payload is the whole datagram, version and
     * protocol are 0, the addresses are the socket's own and the time is that of receipt.
     */
    public HepPacket decodeOrKeep(
            byte[] datagram, int offset, int length, HepPeer peer, long receivedMicros) {
        try {
            return decode(datagram, offset, length, peer, receivedMicros);
        } catch (HepException e) {
            return new HepPacket(
                    receivedMicros,
                    receivedMicros,
                    0,
                    0,
                    peer.agentIp(),
                    peer.agentPort(),
                    peer.localIp(),
                    peer.localPort(),
                    peer.agentIp(),
                    peer.agentIp(),
                    HepProtocol.NONE,
                    null,
                    null,
                    Arrays.copyOfRange(datagram, offset, offset + length),
                    null,
                    e.getMessage());
        }
    }

    private HepPacket read(byte[] bytes, int from, int end, HepPeer peer, long received)
            throws HepException {
        if (from == end) {
            throw new HepException(EMPTY, "got 0 bytes, expected a packet");
        }
        if (Hep3Reader.isMagic(bytes, from, end)) {
            return hep3.read(bytes, from, end, peer, received);
        }
        if (Hep12Reader.isVersion(bytes[from]) && !isStun(bytes, from, end)) {
            return hep12.read(bytes, from, end, peer, received);
        }
        if (SipStartLine.at(bytes, from, end)) {
            return plainSip.read(bytes, from, end, peer, received);
        }
        throw foreign(bytes, from, end);
    }

    private static HepException foreign(byte[] bytes, int from, int end) {
        int length = end - from;
        if (isKeepalive(bytes, from, end)) {
            return new HepException(KEEPALIVE, length + " bytes of line ends or NULs");
        }
        if (isStun(bytes, from, end)) {
            return new HepException(STUN, length + " bytes");
        }
        if (length > 2 && bytes[from] == 8 && bytes[from + 1] == 2 && bytes[from + 2] == 0x10) {
            return new HepException(PROTOBUF, length + " bytes, expected HEP: switch it off");
        }
        if (isHttp(bytes, from, end)) {
            return new HepException(HTTP, length + " bytes");
        }
        String start = HexFormat.of().formatHex(bytes, from, from + Math.min(length, 8));
        return new HepException(NOT_HEP, length + " bytes, got " + start + ", expected HEP or SIP");
    }

    private static boolean isKeepalive(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            byte octet = bytes[i];
            if (octet != '\r' && octet != '\n' && octet != 0 && octet != ' ' && octet != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Two zero bits, the magic cookie, and a length that is right (RFC 8489, 5). */
    private static boolean isStun(byte[] bytes, int from, int end) {
        return end - from >= 20
                && (bytes[from] & 0xc0) == 0
                && Octets.u32(bytes, from + 4) == 0x2112a442L
                && Octets.u16(bytes, from + 2) == end - from - 20;
    }

    private static boolean isHttp(byte[] bytes, int from, int end) {
        for (int i = from; i + 5 < end && bytes[i] != '\n'; i++) {
            if (bytes[i] == 'H'
                    && bytes[i + 1] == 'T'
                    && bytes[i + 2] == 'T'
                    && bytes[i + 3] == 'P'
                    && bytes[i + 4] == '/') {
                return true;
            }
        }
        return false;
    }
}
