package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts the segments of each TCP flow in order and leaves out what was sent twice. A flow whose
 * beginning was not captured starts with its first segment. A hole is waited for until {@value
 * #MOST_WAITING} segments have come after it; then the flow is given up.
 */
final class TcpStreams {

    private static final int MOST_WAITING = 256;

    /** Takes the bytes of a flow, in order. */
    interface Sink {

        void data(TcpFlow flow, long timeMicros, byte[] bytes);

        /** Nothing more will come: it was ended, begun anew, or given up for a hole. */
        void closed(TcpFlow flow);
    }

    private final Sink sink;
    private final Map<TcpFlow, Stream> streams = new HashMap<>();

    TcpStreams(Sink sink) {
        this.sink = sink;
    }

    private static final class Stream {
        private int next; // sequence number of the first byte not yet seen
        private final Map<Integer, TcpSegment> waiting = new HashMap<>();

        private Stream(int next) {
            this.next = next;
        }
    }

    void accept(TcpSegment segment) {
        TcpFlow flow = segment.flow();
        if (segment.has(TcpSegment.RST)) {
            close(flow);
            return;
        }
        if (segment.has(TcpSegment.SYN)) {
            Stream known = streams.get(flow);
            if (known == null || known.next != segment.sequence() + 1) {
                close(flow);
                streams.put(flow, new Stream(segment.sequence() + 1));
            }
            return;
        }
        Stream stream = streams.get(flow);
        if (stream == null) {
            if (segment.payload().length == 0) {
                return;
            }
            stream = new Stream(segment.sequence());
            streams.put(flow, stream);
        }
        if (segment.sequence() - stream.next > 0) {
            stream.waiting.merge(segment.sequence(), segment, TcpStreams::longer);
            if (stream.waiting.size() > MOST_WAITING) {
                close(flow);
            }
            return;
        }
        deliver(stream, segment);
    }

    private void deliver(Stream stream, TcpSegment first) {
        TcpSegment segment = first;
        while (segment != null) {
            int seen = stream.next - segment.sequence();
            byte[] payload = segment.payload();
            if (seen >= 0 && seen < payload.length) { // negative: 2^31 behind
                stream.next += payload.length - seen;
                sink.data(
                        segment.flow(),
                        first.timeMicros(),
                        seen == 0 ? payload : Arrays.copyOfRange(payload, seen, payload.length));
            }
            if (segment.has(TcpSegment.FIN) && segment.sequence() + payload.length == stream.next) {
                close(segment.flow());
                return;
            }
            segment = nextWaiting(stream);
        }
    }

    private static TcpSegment longer(TcpSegment one, TcpSegment other) {
        return one.payload().length >= other.payload().length ? one : other;
    }

    private static @Nullable TcpSegment nextWaiting(Stream stream) {
        for (TcpSegment segment : stream.waiting.values()) {
            if (segment.sequence() - stream.next <= 0) {
                return stream.waiting.remove(segment.sequence());
            }
        }
        return null;
    }

    private void close(TcpFlow flow) {
        if (streams.remove(flow) != null) {
            sink.closed(flow);
        }
    }
}
