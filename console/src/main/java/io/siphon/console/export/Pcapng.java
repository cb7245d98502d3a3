package io.siphon.console.export;

import io.siphon.console.flow.Arrow;
import io.siphon.console.flow.Endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A capture file of a conversation (pcapng, draft-ietf-opsawg-pcapng): addresses, ports and times
 * (µs) are those of the capture, IP headers are made. What was sent over UDP is UDP; over TCP, TLS,
 * WebSocket or SCTP it is TCP with the plain message, for the key of TLS is not known. One packet a
 * message, with a comment that says who saw it.
 */
public final class Pcapng {

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int LINKTYPE_RAW = 101;
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_APPLICATION = 4;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int MICROSECONDS = 6;

    /** So that a message over TCP is in few packets; IP's length has 16 bits. */
    private static final int SEGMENT = 16_384;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> sequence = new HashMap<>();

    private Pcapng() {}

    public static byte[] of(List<Arrow> arrows) {
        return of(arrows, "");
    }

    /**
     * @param note comment of the file: what is missing; empty for none
     */
    public static byte[] of(List<Arrow> arrows, String note) {
        Pcapng file = new Pcapng();
        file.head(note);
        arrows.forEach(file::message);
        return file.out.toByteArray();
    }

    private void head(String note) {
        byte[] comment = note.getBytes(StandardCharsets.UTF_8);
        ByteBuffer section = buffer(80 + comment.length);
        section.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
        option(section, OPTION_APPLICATION, "Siphon".getBytes(StandardCharsets.US_ASCII));
        if (comment.length > 0) {
            option(section, OPTION_COMMENT, comment);
        }
        block(SECTION_HEADER, end(section));
        ByteBuffer link = buffer(64);
        link.putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
        option(link, OPTION_TIME_RESOLUTION, new byte[] {MICROSECONDS});
        block(INTERFACE, end(link));
    }

    private void message(Arrow arrow) {
        Endpoint from = Endpoint.of(arrow.trace().source());
        Endpoint to = Endpoint.of(arrow.trace().destination());
        byte[] payload = arrow.trace().payload();
        String comment =
                "seen by "
                        + String.join(", ", arrow.nodes())
                        + (from.transport().equals("udp") ? "" : ", sent over " + from.transport());
        boolean udp = from.transport().equals("udp") && payload.length <= IpPacket.MAX_UDP_PAYLOAD;
        if (udp) {
            packet(arrow.timeMicros(), IpPacket.udp(from, to, payload), comment);
            return;
        }
        for (int at = 0; at == 0 || at < payload.length; at += SEGMENT) {
            int length = Math.min(SEGMENT, payload.length - at);
            String there = from.hostAndPort() + ">" + to.hostAndPort();
            String back = to.hostAndPort() + ">" + from.hostAndPort();
            int seq = sequence.getOrDefault(there, 1);
            int ack = sequence.getOrDefault(back, 1);
            packet(
                    arrow.timeMicros(),
                    IpPacket.tcp(from, to, seq, ack, ByteBuffer.wrap(payload, at, length).slice()),
                    comment);
            sequence.put(there, seq + length);
        }
    }

    private void packet(long micros, byte[] packet, String comment) {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, 1000);
        ByteBuffer body = buffer(packet.length + length + 64);
        body.putInt(0).putInt((int) (micros >>> 32)).putInt((int) micros);
        body.putInt(packet.length).putInt(packet.length).put(packet);
        pad(body);
        option(body, OPTION_COMMENT, java.util.Arrays.copyOf(text, length));
        block(ENHANCED_PACKET, end(body));
    }

    private static void option(ByteBuffer to, int code, byte[] value) {
        to.putShort((short) code).putShort((short) value.length).put(value);
        pad(to);
    }

    /** Ends the options. */
    private static ByteBuffer end(ByteBuffer body) {
        return body.putInt(0).flip();
    }

    private static void pad(ByteBuffer buffer) {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
    }

    private void block(int type, ByteBuffer body) {
        int length = 12 + body.remaining();
        ByteBuffer block = buffer(length);
        block.putInt(type).putInt(length).put(body).putInt(length);
        out.write(block.array(), 0, length);
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
