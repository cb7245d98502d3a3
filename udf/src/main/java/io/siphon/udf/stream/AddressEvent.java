package io.siphon.udf.stream;

import io.siphon.schema.IpText;
import io.siphon.udf.session.LineState;

import javax.annotation.Nullable;

import java.util.Comparator;

/**
 * SDP of a call names an address for media, or it is asked whose an address is.
 *
 * @param address see {@link #address}; the key
 * @param timeMicros epoch µs; of a question the last of its second
 * @param callId empty of a question
 * @param sockets of a question: see {@link io.siphon.udf.rtcp.RtcpReport#sockets}
 */
public record AddressEvent(String address, long timeMicros, String callId, String sockets) {

    /** Of those of the same microsecond. */
    static final Comparator<AddressEvent> ORDER =
            Comparator.comparing(AddressEvent::callId).thenComparing(AddressEvent::sockets);

    private static final long SECOND = 1_000_000;
    private static final int HIGHEST_PORT = 0xffff;

    static AddressEvent announcement(String address, long timeMicros, String callId) {
        return new AddressEvent(address, timeMicros, callId, "");
    }

    static AddressEvent question(String address, long timeMicros, String sockets) {
        return new AddressEvent(address, secondOf(timeMicros) + SECOND - 1, "", sockets);
    }

    boolean isQuestion() {
        return callId.isEmpty();
    }

    /** Of a question, whether the address is that of the second of the two sockets. */
    boolean isOfSecond() {
        int between = sockets.indexOf(' ');
        return between > 0 && !address.equals(address(sockets.substring(0, between)));
    }

    /** Where that second begins, epoch µs. */
    static long secondOf(long timeMicros) {
        return Math.floorDiv(timeMicros, SECOND) * SECOND;
    }

    /**
     * An address for RTP and the RTCP beside it: ports 4000 and 4001 are one, with rtcp-mux or
     * without.
     *
     * @param ip as SDP has it
     * @return null of a name, of an address that holds, and of no port
     */
    @Nullable
    static String address(String ip, int port) {
        String numeric = IpText.normalized(ip);
        return numeric == null || LineState.isHold(numeric) || port <= 0 || port > HIGHEST_PORT
                ? null
                : numeric + ' ' + (port & ~1);
    }

    /**
     * @param socket {@code udp:ip:port}
     */
    @Nullable
    static String address(String socket) {
        int start = socket.indexOf(':') + 1;
        int end = socket.lastIndexOf(':');
        if (start == 0 || end < start) {
            return null;
        }
        int port = 0;
        for (int i = end + 1; i < socket.length(); i++) {
            int digit = socket.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > HIGHEST_PORT) {
                return null;
            }
            port = port * 10 + digit;
        }
        return address(socket.substring(start, end), port);
    }
}
