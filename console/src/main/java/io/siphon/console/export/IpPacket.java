package io.siphon.console.export;

import io.siphon.console.flow.Endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** IPv4 and IPv6 packets (RFC 791, 8200) with UDP or TCP (RFC 768, 9293), checksums right. */
public final class IpPacket {

    /** Of IPv4: 65,535 less both headers. */
    static final int MAX_UDP_PAYLOAD = 65_507;

    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int HOPS = 64;
    private static final int ACK_AND_PUSH = 0x18;

    private IpPacket() {}

    public static byte[] udp(Endpoint from, Endpoint to, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
        datagram.putShort((short) from.port()).putShort((short) to.port());
        datagram.putShort((short) datagram.capacity()).putShort((short) 0).put(payload);
        return packet(from, to, UDP, datagram.array(), 6);
    }

    static byte[] tcp(
            Endpoint from, Endpoint to, int sequence, int acknowledged, ByteBuffer payload) {
        ByteBuffer segment = ByteBuffer.allocate(20 + payload.remaining());
        segment.putShort((short) from.port()).putShort((short) to.port());
        segment.putInt(sequence).putInt(acknowledged);
        segment.put((byte) 0x50).put((byte) ACK_AND_PUSH).putShort((short) 0xffff);
        segment.putInt(0).put(payload);
        return packet(from, to, TCP, segment.array(), 16);
    }

    /**
     * @param checksumAt index of the checksum in the segment
     */
    private static byte[] packet(
            Endpoint from, Endpoint to, int protocol, byte[] segment, int checksumAt) {
        byte[] source = address(from.host());
        byte[] destination = address(to.host());
        boolean ipv6 = source.length == 16 || destination.length == 16;
        source = ipv6 ? mapped(source) : source;
        destination = ipv6 ? mapped(destination) : destination;
        ByteBuffer pseudo =
                ByteBuffer.allocate(2 * source.length + 8 + segment.length)
                        .put(source)
                        .put(destination)
                        .putInt(segment.length)
                        .putInt(protocol)
                        .put(segment);
        int sum = checksum(pseudo.array());
        // of UDP 0 means that there is none
        ByteBuffer.wrap(segment).putShort(checksumAt, (short) (sum == 0 ? 0xffff : sum));
        ByteBuffer packet = ByteBuffer.allocate((ipv6 ? 40 : 20) + segment.length);
        if (ipv6) {
            packet.putInt(0x60000000).putShort((short) segment.length);
            packet.put((byte) protocol).put((byte) HOPS).put(source).put(destination);
        } else {
            packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
            packet.put((byte) HOPS).put((byte) protocol).putShort((short) 0);
            packet.put(source).put(destination);
            byte[] header = new byte[20];
            System.arraycopy(packet.array(), 0, header, 0, header.length);
            packet.putShort(10, (short) checksum(header));
        }
        return packet.put(segment).array();
    }

    /** RFC 1071. */
    private static int checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) ~sum & 0xffff;
    }

    /** Literal addresses only: nothing is looked up. What is no address is 0.0.0.0. */
    private static byte[] address(String host) {
        boolean literal =
                host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                        || host.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        try {
            return literal ? InetAddress.getByName(host).getAddress() : new byte[4];
        } catch (UnknownHostException e) {
            return new byte[4];
        }
    }

    /** An IPv4 address as one of IPv6. */
    private static byte[] mapped(byte[] address) {
        if (address.length == 16) {
            return address;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(address, 0, mapped, 12, 4);
        return mapped;
    }
}
