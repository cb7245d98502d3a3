package io.siphon.sources.kafka;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.hep.SipStartLine;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key of a packet's record, so that a call is in one partition: the Call-ID of SIP (RFC 3261,
 * 20.8, also as {@code i:}), of anything else the correlation id, which for RTCP and logs is the
 * Call-ID. Nothing depends on its being right: the analysis parses for itself.
 */
final class RecordKey {

    private static final byte[] LONG = "Call-ID".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHORT = "i".getBytes(StandardCharsets.US_ASCII);

    private RecordKey() {}

    /** Null where there is none: then any partition will do. */
    static @Nullable byte[] of(HepPacket packet) {
        if (packet.protocol() == HepProtocol.SIP && packet.error() == null) {
            byte[] callId = callId(packet.payload());
            if (callId != null) {
                return callId;
            }
        }
        String correlation = packet.correlationId();
        return correlation == null ? null : correlation.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable byte[] callId(byte[] sip) {
        int line = SipStartLine.skipLineEnds(sip, 0, sip.length);
        while (line < sip.length) {
            int end = line;
            while (end < sip.length && sip[end] != '\n') {
                end++;
            }
            int value = value(sip, line, end);
            if (value >= 0) {
                return trimmed(sip, value, end);
            }
            boolean body = end - line == 0 || end - line == 1 && sip[line] == '\r';
            line = body ? sip.length : end + 1;
        }
        return null;
    }

    /** Where the value of a Call-ID header begins; -1 when the line is none. */
    private static int value(byte[] sip, int line, int end) {
        for (byte[] name : new byte[][] {LONG, SHORT}) {
            if (SipStartLine.startsWith(name, sip, line, end)) {
                int colon = skipBlanks(sip, line + name.length, end);
                if (colon < end && sip[colon] == ':') {
                    return colon + 1;
                }
            }
        }
        return -1;
    }

    private static @Nullable byte[] trimmed(byte[] sip, int from, int end) {
        int start = skipBlanks(sip, from, end);
        int stop = end;
        while (stop > start && sip[stop - 1] <= ' ' && sip[stop - 1] >= 0) {
            stop--;
        }
        return start == stop ? null : Arrays.copyOfRange(sip, start, stop);
    }

    private static int skipBlanks(byte[] sip, int from, int end) {
        int at = from;
        while (at < end && (sip[at] == ' ' || sip[at] == '\t')) {
            at++;
        }
        return at;
    }
}
