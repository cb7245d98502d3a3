package io.siphon.sources.hep;

import javax.annotation.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A SIP message that came as it is: Kamailio's siptrace with {@code hep_mode_on=0}. With {@code
 * xheaders_write=1} five headers have what the copy has lost:
 *
 * <pre>
 * X-Siptrace-Fromip: udp:192.0.2.1:5060
 * X-Siptrace-Toip: udp:[2001:db8::1]:5060      (brackets are optional)
 * X-Siptrace-Time: 1700000000 123456           (s, µs)
 * X-Siptrace-Method: INVITE
 * X-Siptrace-Dir: in                           (or out)
 * </pre>
 *
 * They are taken out of the payload; one that cannot be read stays in. The last of a name counts,
 * since siptrace writes its own behind any that the caller sent. Without them the datagram's own
 * addresses and time of receipt serve.
 */
final class PlainSipReader {

    private static final int UDP = 17;
    private static final byte[] PREFIX = SipStartLine.ascii("X-Siptrace-");

    private final PacketClock clock;

    private @Nullable TracedAddress source;
    private @Nullable TracedAddress destination;
    private @Nullable String direction;
    private long seconds;
    private long micros;

    PlainSipReader(PacketClock clock) {
        this.clock = clock;
    }

    HepPacket read(byte[] bytes, int from, int end, HepPeer peer, long received) {
        source = null;
        destination = null;
        direction = null;
        seconds = 0;
        micros = 0;
        byte[] payload = withoutTraceHeaders(bytes, from, end);
        TracedAddress here = new TracedAddress(UDP, peer.agentIp(), peer.agentPort());
        TracedAddress there = new TracedAddress(UDP, peer.localIp(), peer.localPort());
        TracedAddress sender = source == null ? here : source;
        TracedAddress receiver = destination == null ? there : destination;
        return new HepPacket(
                clock.time(seconds, micros, received),
                received,
                0,
                source == null && destination != null ? receiver.transport() : sender.transport(),
                sender.ip(),
                sender.port(),
                receiver.ip(),
                receiver.port(),
                peer.agentIp(),
                peer.agentIp(),
                HepProtocol.SIP,
                null,
                direction,
                payload,
                null,
                null);
    }

    private byte[] withoutTraceHeaders(byte[] bytes, int from, int end) {
        ByteArrayOutputStream rest = null;
        int copied = from;
        int line = nextLine(bytes, SipStartLine.skipLineEnds(bytes, from, end), end);
        while (line < end && bytes[line] != '\r' && bytes[line] != '\n') {
            int next = nextLine(bytes, line, end);
            while (next < end && (bytes[next] == ' ' || bytes[next] == '\t')) {
                next = nextLine(bytes, next, end); // folded
            }
            if (SipStartLine.startsWith(PREFIX, bytes, line, next) && take(bytes, line, next)) {
                if (rest == null) {
                    rest = new ByteArrayOutputStream(end - from);
                }
                rest.write(bytes, copied, line - copied);
                copied = next;
            }
            line = next;
        }
        if (rest == null) {
            return Arrays.copyOfRange(bytes, from, end);
        }
        rest.write(bytes, copied, end - copied);
        return rest.toByteArray();
    }

    private static int nextLine(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, end);
    }

    private boolean take(byte[] bytes, int from, int end) {
        String header = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        int colon = header.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String name = header.substring(PREFIX.length, colon).trim().toLowerCase(Locale.ROOT);
        String value = header.substring(colon + 1).trim();
        return switch (name) {
            case "fromip" -> {
                TracedAddress address = TracedAddress.of(value);
                source = address == null ? source : address;
                yield address != null;
            }
            case "toip" -> {
                TracedAddress address = TracedAddress.of(value);
                destination = address == null ? destination : address;
                yield address != null;
            }
            case "time" -> takeTime(value);
            case "method" -> true;
            case "dir" -> {
                boolean known = value.equals("in") || value.equals("out");
                direction = known ? value : direction;
                yield known;
            }
            default -> false;
        };
    }

    private boolean takeTime(String value) {
        int gap = 0;
        while (gap < value.length() && value.charAt(gap) > ' ') {
            gap++;
        }
        long first = number(value.substring(0, gap), 0xffffffffL);
        long second = number(value.substring(gap).trim(), 999_999);
        if (first < 0 || second < 0) {
            return false;
        }
        seconds = first;
        micros = second;
        return true;
    }

    /** Of decimal digits; -1 when it is none or more than {@code max}. */
    static long number(String text, long max) {
        if (text.isEmpty() || text.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value > max ? -1 : value;
    }
}
