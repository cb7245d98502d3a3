package io.siphon.sources.kafka;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;

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

    /** Why it is no packet. */
    static final String ERROR = "error";

    /** {@code raw}: the value is no HEP 3 datagram but the bytes that did not fit into one. */
    static final String VALUE = "value";

    /** Up to when all is told by the capture that the record's node names, epoch ms. */
    static final String WATERMARK = "watermark";

    /** {@link io.siphon.sources.KernelLoss#message}: what the kernel of a capture dropped. */
    static final String LOSS = "loss";

    static final String RAW = "raw";

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

    /** A header of another's making may say anything: then it says nothing. */
    static long number(Headers headers, String name, long otherwise) {
        String text = text(headers, name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
