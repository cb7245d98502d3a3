package io.siphon.sources.pcap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One flow's sequence numbers. What comes behind a hole waits: until the hole is filled, or the
 * other side has acknowledged it {@value #ACKNOWLEDGED_MICROS} µs ago (then only the capture lacks
 * it), or {@value #PATIENCE_MICROS} µs of capture time have passed, or {@value #MOST_WAITING}
 * segments wait.
 */
final class TcpStream {

    private static final int MOST_WAITING = 1024;
    private static final long PATIENCE_MICROS = 10_000_000;
    private static final long ACKNOWLEDGED_MICROS = 100_000;

    private final TcpStreams.Receiver receiver;
    private final WireCounts counts;
    private final TreeMap<Integer, TcpSegment> waiting =
            new TreeMap<>((a, b) -> Integer.compare(a - b, 0)); // they wrap
    private int next; // sequence number of the first octet not yet seen
    private long holeSince;
    private int waitingBytes;
    private boolean ended;

    TcpStream(int next, TcpStreams.Receiver receiver, WireCounts counts) {
        this.next = next;
        this.receiver = receiver;
        this.counts = counts;
    }

    int next() {
        return next;
    }

    boolean waits() {
        return !waiting.isEmpty();
    }

    /** A FIN has come, and all before it. */
    boolean ended() {
        return ended;
    }

    int held() {
        return waitingBytes + receiver.held();
    }

    void accept(TcpSegment segment) {
        if (segment.sequence() - next <= 0) {
            take(segment);
            takeWaiting();
            return;
        }
        if (segment.wireLength() == 0 && !segment.has(TcpSegment.FIN)) {
            return;
        }
        if (waiting.isEmpty()) {
            holeSince = segment.timeMicros();
        }
        TcpSegment known = waiting.get(segment.sequence());
        if (known == null || known.length() < segment.length()) {
            waiting.put(segment.sequence(), segment.copy());
            waitingBytes += segment.length() - (known == null ? 0 : known.length());
        }
        if (waiting.size() > MOST_WAITING || segment.timeMicros() - holeSince > PATIENCE_MICROS) {
            giveUpHole();
        }
    }

    /** The other side's segment says what it has got. */
    void acknowledged(TcpSegment segment) {
        boolean acknowledged = segment.acknowledged() - waiting.firstKey() >= 0;
        if (acknowledged && segment.timeMicros() - holeSince > ACKNOWLEDGED_MICROS) {
            giveUpHole();
        }
    }

    void giveUpHoles() {
        while (waits()) {
            giveUpHole();
        }
    }

    private void giveUpHole() {
        next = waiting.firstKey();
        hole();
        takeWaiting();
        if (waits()) {
            holeSince = waiting.firstEntry().getValue().timeMicros();
        }
    }

    private void hole() {
        counts.holes++;
        receiver.hole();
    }

    private void takeWaiting() {
        while (waits() && waiting.firstKey() - next <= 0) {
            TcpSegment segment = waiting.pollFirstEntry().getValue();
            waitingBytes -= segment.length();
            take(segment);
        }
    }

    /** Begins at the next octet or before. */
    private void take(TcpSegment segment) {
        int seen = next - segment.sequence();
        if (seen >= 0 && seen < segment.wireLength()) { // negative: 2^31 behind
            next = segment.sequence() + segment.wireLength();
            if (seen < segment.length()) {
                receiver.data(
                        segment.timeMicros(),
                        segment.bytes(),
                        segment.offset() + seen,
                        segment.length() - seen);
            }
            if (segment.length() < segment.wireLength()) {
                hole();
            }
        }
        ended |= segment.has(TcpSegment.FIN) && segment.sequence() + segment.wireLength() == next;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(next);
        out.writeLong(holeSince);
        out.writeInt(waiting.size());
        for (Map.Entry<Integer, TcpSegment> entry : waiting.entrySet()) {
            entry.getValue().save(out);
        }
        receiver.save(out);
    }

    void restore(DataInput in, TcpFlow flow) throws IOException {
        next = in.readInt();
        holeSince = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            TcpSegment segment = TcpSegment.restore(in, flow);
            waiting.put(segment.sequence(), segment);
            waitingBytes += segment.length();
        }
        receiver.restore(in);
    }
}
