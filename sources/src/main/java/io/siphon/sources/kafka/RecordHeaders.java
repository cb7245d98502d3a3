package io.siphon.sources.kafka;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a record says of a packet beside the HEP 3 datagram: text, so that any tool shows it. */
final class RecordHeaders {

    /** When the datagram was received, epoch µs. */
    static final String RECEIVED = "received";

    /** Address that sent it. */
    static final String AGENT = "agent";

    static final String NODE = "node";

    /** {@code in} or {@code out}; missing where neither is known. */
    static final String DIRECTION = "direction";

    /** HEP version that it came in, where that is not 3; 0 is plain SIP. */
    static final String VERSION = "version";

    /** {@link io.siphon.sources.hep.HepPacket#clockOffsetMicros}, where it is not 0: µs. */
    static final String CLOCK_OFFSET = "clock-offset";

    /** {@link io.siphon.sources.hep.HepPacket#lateMicros}, where it is not 0: µs. */
    static final String LATE = "late";

    /** Why it is no packet. */
    static final String ERROR = "error";

    /** {@code raw}: the value is no HEP 3 datagram but the bytes that did not fit into one. */
    static final String VALUE = "value";

    /** Up to when the capture that the record's node names has sent everything, epoch ms. */
    static final String WATERMARK = "watermark";

    /** {@link io.siphon.sources.KernelLoss#message}: what the kernel of a capture dropped. */
    static final String LOSS = "loss";

    static final String RAW = "raw";

    /** Up to the year 33658, epoch µs. */
    static final long LAST_MICROS = 999_999_999_999_999_999L;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern SIGNED = Pattern.compile("-?[0-9]{1,18}");

    private RecordHeaders() {}

    static void put(Headers headers, String name, @Nullable String text) {
        if (text != null) {
            headers.add(name, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static @Nullable String text(Headers headers, String name) {
        byte[] bytes = bytes(headers, name);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static @Nullable byte[] bytes(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    /**
     * A header of another's making may say anything.
     *
     * @param otherwise when there is none
     * @throws MalformedHeaderException when it is not a whole number from 0 to {@code most}
     */
    static long number(Headers headers, String name, long most, long otherwise)
            throws MalformedHeaderException {
        String text = text(headers, name);
        if (text == null) {
            return otherwise;
        }
        // what has more digits does not fit into a long
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < 0 || number > most) {
            throw new MalformedHeaderException(name, text, "0 to " + most);
        }
        return number;
    }

    /**
     * @return 0 when there is none
     * @throws MalformedHeaderException when it is not a whole number from {@code -most} to {@code
     *     most}
     */
    static long signed(Headers headers, String name, long most) throws MalformedHeaderException {
        String text = text(headers, name, SIGNED);
        long number = text == null ? 0 : Long.parseLong(text);
        if (Math.abs(number) > most) {
            throw new MalformedHeaderException(name, text, -most + " to " + most);
        }
        return number;
    }

    /**
     * @return null when there is none
     * @throws MalformedHeaderException when it is not as the pattern says
     */
    static @Nullable String text(Headers headers, String name, Pattern expected)
            throws MalformedHeaderException {
        String text = text(headers, name);
        if (text != null && !expected.matcher(text).matches()) {
            throw new MalformedHeaderException(name, text, expected.toString());
        }
        return text;
    }
}
