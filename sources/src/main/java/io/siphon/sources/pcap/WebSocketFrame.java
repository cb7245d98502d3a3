package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;
import io.siphon.sources.hep.SipStartLine;

import javax.annotation.Nullable;

import java.util.Arrays;

/**
 * One frame of a WebSocket (RFC 6455, 5.2): flags and operation, mask flag and length of 7, 7+16 or
 * 7+64 bits, mask, payload.
 *
 * @param from index of its first octet
 * @param body index of the payload
 * @param length octets of the payload
 * @param mask index of the four octets that the payload was masked with; -1 when it was not
 */
record WebSocketFrame(byte[] bytes, int from, int body, int length, int mask) {

    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int DEFLATED = 0x40; // the first reserved bit
    private static final int ENOUGH = 64; // octets in which a start line shows

    /** The frame whose header stands here; null when it is not all there, or is nonsense. */
    static @Nullable WebSocketFrame at(byte[] bytes, int from, int end) {
        if (end - from < 2) {
            return null;
        }
        int octet = bytes[from + 1] & 0x7f;
        int header = octet == 127 ? 10 : octet == 126 ? 4 : 2;
        boolean masked = (bytes[from + 1] & 0x80) != 0;
        int body = from + header + (masked ? 4 : 0);
        if (body > end) {
            return null;
        }
        long length =
                switch (octet) {
                    case 126 -> Octets.u16(bytes, from + 2);
                    case 127 -> Octets.u32(bytes, from + 2) << 32 | Octets.u32(bytes, from + 6);
                    default -> octet;
                };
        boolean huge = length < 0 || length > SipFraming.LONGEST;
        return new WebSocketFrame(
                bytes, from, body, huge ? -1 : (int) length, masked ? from + header : -1);
    }

    int operation() {
        return bytes[from] & 0x0f;
    }

    boolean last() {
        return (bytes[from] & 0x80) != 0;
    }

    boolean control() {
        return operation() >= 8;
    }

    /** Whether it begins a message, rather than going on with one. */
    boolean first() {
        return operation() == TEXT || operation() == BINARY;
    }

    /** Whether the message that it begins is compressed (RFC 7692, 6). */
    boolean deflated() {
        return (bytes[from] & DEFLATED) != 0;
    }

    /** Other extensions set other bits; so does what is no frame. */
    boolean valid() {
        int extensions = bytes[from] & 0x70;
        return length >= 0 && (extensions == 0 || extensions == DEFLATED && first());
    }

    int end() {
        return body + length;
    }

    /** The payload, or as much of it as there is up to {@code limit}, unmasked. */
    byte[] payload(int limit) {
        byte[] payload = Arrays.copyOfRange(bytes, body, Math.min(end(), limit));
        for (int i = 0; mask >= 0 && i < payload.length; i++) {
            payload[i] ^= bytes[mask + (i & 3)];
        }
        return payload;
    }

    /** Whether a frame stands here that begins a SIP message. */
    static boolean beginsSip(byte[] bytes, int from, int end) {
        WebSocketFrame frame = at(bytes, from, end);
        if (frame == null || !frame.valid() || !frame.first()) {
            return false;
        }
        byte[] start;
        if (!frame.deflated()) {
            start = frame.payload(Math.min(end, frame.body + ENOUGH));
        } else if (frame.last() && frame.end() <= end) {
            start = new DeflatedMessages().unpack(frame.payload(end));
        } else {
            return false;
        }
        return start != null && SipStartLine.known(start, 0, start.length);
    }
}
