package io.siphon.sources.pcap;

import io.siphon.sources.hep.HepContent;
import io.siphon.sources.hep.SipStartLine;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;

/** What a TCP stream is, by what a segment of it begins with. */
final class StreamStart {

    private static final byte[] GET = "GET ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);

    /**
     * The mode in which the stream is to be read, {@link WireStream.Mode#SEARCHING} for what is of
     * no use, null where more must come to tell.
     */
    static @Nullable WireStream.Mode at(byte[] bytes, int from, int end) {
        if (WebSocketFrame.beginsSip(bytes, from, end)) {
            return WireStream.Mode.WEB_SOCKET;
        }
        int at = SipStartLine.skipLineEnds(bytes, from, end);
        if (at == end) {
            return WireStream.Mode.SEARCHING; // a keep-alive
        }
        if (HepContent.isHep3(bytes, at, end)) {
            return at == from ? WireStream.Mode.HEP : WireStream.Mode.SEARCHING;
        }
        int line = SipFraming.nextLine(bytes, at, end);
        if (line == 0) {
            return SipFraming.isBeginning(bytes, at, end) ? null : WireStream.Mode.SEARCHING;
        }
        if (SipStartLine.at(bytes, at, line)) {
            return WireStream.Mode.SIP;
        }
        boolean http =
                SipStartLine.startsWith(GET, bytes, at, line)
                        || SipStartLine.startsWith(SWITCHING, bytes, at, line);
        return http && at == from ? WireStream.Mode.HANDSHAKE : WireStream.Mode.SEARCHING;
    }

    /** Whether a message begins here and nowhere before. */
    static boolean surely(byte[] bytes, int from, int end) {
        return SipStartLine.known(bytes, from, end)
                || HepContent.isHep3(bytes, from, end)
                || WebSocketFrame.beginsSip(bytes, from, end);
    }

    private StreamStart() {}
}
