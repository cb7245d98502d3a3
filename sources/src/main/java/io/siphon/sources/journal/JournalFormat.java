package io.siphon.sources.journal;

import io.siphon.sources.pcap.PcapRecord;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What stands in a segment: classic pcap with µs, link type raw IP. Each received message is a UDP
 * packet from its sender to the address it was received on, whatever it came by, at the time of
 * receipt; so any tool that reads captures finds the agents' traffic in it. A frame of TCP may be
 * longer than IPv4 can carry: it is an IPv6 packet then, with IPv4-mapped addresses, and if need be
 * a jumbogram (RFC 2675).
 */
final class JournalFormat {

    static final int FILE_HEADER = 24;

    private static final int RECORD_HEADER = 16;
    private static final int MICROS = 0xa1b2c3d4;
    private static final int VERSION_2_4 = 0x0002_0004;
    private static final int SNAPLEN = 262_144;
    private static final int RAW_IP = 101;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int UDP = 8;
    private static final int JUMBO = 8;
    private static final int JUMBO_OPTION = 0xc204;
    private static final int HOP_BY_HOP = 0;
    private static final int LONGEST = 0xffff;
    private static final int UDP_NUMBER = 17;
    private static final int HOPS = 64;
    private static final int IP4_ADDRESS = 4;
    private static final int IP6_ADDRESS = 16;

    private JournalFormat() {}

    static void putFileHeader(ByteBuffer to) {
        to.putInt(MICROS).putInt(VERSION_2_4).putLong(0).putInt(SNAPLEN).putInt(RAW_IP);
    }

    /** Octets that a message takes in a segment, at most. */
    static int length(RawMessage message) {
        return RECORD_HEADER + IPV6 + JUMBO + UDP + message.bytes().length;
    }

    static void put(ByteBuffer to, RawMessage message, InetSocketAddress receiver) {
        byte[] payload = message.bytes();
        InetAddress sender = message.sender().getAddress();
        int udp = UDP + payload.length;
        boolean v6 = sender instanceof Inet6Address || IPV4 + udp > LONGEST;
        boolean jumbo = udp > LONGEST;
        int length = (v6 ? IPV6 : IPV4) + (jumbo ? JUMBO : 0) + udp;
        to.putInt((int) (message.receivedMicros() / 1_000_000));
        to.putInt((int) (message.receivedMicros() % 1_000_000)).putInt(length).putInt(length);
        if (v6) {
            to.putInt(0x6000_0000).putShort((short) (jumbo ? 0 : udp));
            to.put((byte) (jumbo ? HOP_BY_HOP : UDP_NUMBER)).put((byte) HOPS);
            to.put(address(sender, IP6_ADDRESS)).put(address(receiver.getAddress(), IP6_ADDRESS));
            if (jumbo) {
                to.put((byte) UDP_NUMBER).put((byte) 0).putShort((short) JUMBO_OPTION);
                to.putInt(JUMBO + udp);
            }
        } else {
            int start = to.position();
            to.putShort((short) 0x4500).putShort((short) length).putInt(0);
            to.put((byte) HOPS).put((byte) UDP_NUMBER).putShort((short) 0);
            to.put(sender.getAddress()).put(address(receiver.getAddress(), IP4_ADDRESS));
            to.putShort(start + 10, checksum(to, start));
        }
        to.putShort((short) message.sender().getPort()).putShort((short) receiver.getPort());
        to.putShort((short) (jumbo ? 0 : udp)).putShort((short) 0).put(payload);
    }

    /**
     * In that many octets: IPv4 mapped in IPv6; zeros for the IPv6 address of a socket for both.
     */
    private static byte[] address(InetAddress of, int length) {
        byte[] address = of.getAddress();
        if (address.length == length) {
            return address;
        }
        byte[] other = new byte[length];
        if (length == IP6_ADDRESS) {
            other[10] = other[11] = (byte) 0xff;
            System.arraycopy(address, 0, other, 12, IP4_ADDRESS);
        }
        return other;
    }

    /** RFC 1071, over the header at that index, with zeros where it goes. */
    private static short checksum(ByteBuffer of, int start) {
        int sum = 0;
        for (int i = start; i < start + IPV4; i += 2) {
            sum += of.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    /**
     * @param behind see {@link RawMessage#behind}
     */
    static RawMessage read(PcapRecord packet, JournalPosition behind) throws UnknownHostException {
        ByteBuffer bytes = ByteBuffer.wrap(packet.bytes(), packet.offset(), packet.length());
        int start = bytes.position();
        boolean v6 = bytes.get(start) >>> 4 == 6;
        boolean jumbo = v6 && bytes.get(start + 6) == HOP_BY_HOP;
        int udp = start + (v6 ? IPV6 : IPV4) + (jumbo ? JUMBO : 0);
        byte[] sender = new byte[v6 ? 16 : 4];
        bytes.get(start + (v6 ? 8 : 12), sender);
        return new RawMessage(
                Arrays.copyOfRange(packet.bytes(), udp + UDP, start + packet.length()),
                new InetSocketAddress(
                        InetAddress.getByAddress(sender), bytes.getShort(udp) & 0xffff),
                packet.timeMicros(),
                behind);
    }
}
