package io.siphon.sources.pcap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts the segments of each TCP flow in order (RFC 9293) and leaves out what was sent twice. A flow
 * whose beginning was not captured starts with its first segment. A hole is waited for; when it
 * does not fill (see {@link TcpStream}), its flow goes on behind it. At most {@value #MOST_FLOWS}
 * flows and {@value #MOST_BYTES} octets are held: the flow that was silent longest is forgotten
 * first.
 */
final class TcpStreams {

    static final int MOST_FLOWS = 50_000;
    private static final long MOST_BYTES = 64 << 20;

    /** Takes the octets of one flow, in order. */
    interface Receiver {

        /** A view of the next octets, good until the call returns. */
        void data(long timeMicros, byte[] bytes, int offset, int length);

        /** Octets are missing here, for good. */
        void hole();

        /** Octets that wait for more. */
        int held();

        void save(DataOutput out) throws IOException;

        void restore(DataInput in) throws IOException;
    }

    /** Makes the receivers. */
    interface Receivers {
        Receiver open(TcpFlow flow);
    }

    private final Receivers receivers;
    private final WireCounts counts;
    private final Map<TcpFlow, TcpStream> streams = new LinkedHashMap<>(64, 0.75f, true);
    private long held; // octets, of all flows
    private int waiting; // flows with a hole

    TcpStreams(Receivers receivers, WireCounts counts) {
        this.receivers = receivers;
        this.counts = counts;
    }

    void accept(TcpSegment segment) {
        TcpFlow flow = segment.flow();
        if (waiting > 0 && segment.has(TcpSegment.ACK)) {
            acknowledge(segment);
        }
        if (segment.has(TcpSegment.RST)) {
            forget(flow);
            return;
        }
        TcpStream stream = streams.get(flow);
        if (segment.has(TcpSegment.SYN)) {
            int first = segment.sequence() + 1;
            if (stream == null || stream.next() != first) {
                forget(flow);
                stream = open(flow, first);
            }
            if (segment.length() > 0) { // fast open: RFC 7413
                feed(stream, segment.from(first));
            }
            return;
        }
        if (stream == null) {
            if (segment.wireLength() == 0) {
                return;
            }
            stream = open(flow, segment.sequence());
        }
        feed(stream, segment);
        if (stream.ended()) {
            forget(flow);
        }
    }

    /** No more will come: holes are given up, and what is behind them is read. */
    void end() {
        for (TcpStream stream : streams.values()) {
            update(stream, () -> stream.giveUpHoles());
        }
    }

    /** Flows held. */
    int flows() {
        return streams.size();
    }

    private TcpStream open(TcpFlow flow, int first) {
        TcpStream stream = new TcpStream(first, receivers.open(flow), counts);
        streams.put(flow, stream);
        while (streams.size() > MOST_FLOWS) {
            forgetEldest();
        }
        return stream;
    }

    private void feed(TcpStream stream, TcpSegment segment) {
        update(stream, () -> stream.accept(segment));
        while (held > MOST_BYTES && streams.size() > 1) {
            forgetEldest();
        }
    }

    /** What the other side has, and the capture has not, is not waited for. */
    private void acknowledge(TcpSegment segment) {
        TcpStream other = streams.get(segment.flow().reverse());
        if (other != null && other.waits()) {
            update(other, () -> other.acknowledged(segment));
        }
    }

    private void update(TcpStream stream, Runnable change) {
        long before = stream.held();
        boolean waited = stream.waits();
        change.run();
        held += stream.held() - before;
        waiting += (stream.waits() ? 1 : 0) - (waited ? 1 : 0);
    }

    private void forgetEldest() {
        Iterator<TcpFlow> flows = streams.keySet().iterator();
        forget(flows.next());
        counts.flowsForgotten++;
    }

    private void forget(TcpFlow flow) {
        TcpStream stream = streams.remove(flow);
        if (stream != null) {
            held -= stream.held();
            waiting -= stream.waits() ? 1 : 0;
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(streams.size());
        for (Map.Entry<TcpFlow, TcpStream> entry : streams.entrySet()) {
            entry.getKey().save(out);
            entry.getValue().save(out);
        }
    }

    void restore(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            TcpFlow flow = TcpFlow.restore(in);
            TcpStream stream = open(flow, 0);
            stream.restore(in, flow);
            held += stream.held();
            waiting += stream.waits() ? 1 : 0;
        }
    }
}
