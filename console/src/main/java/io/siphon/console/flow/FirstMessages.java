package io.siphon.console.flow;

import io.siphon.schema.Trace;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The first messages by the time of their agents, as many as there is room for; they come in any
 * order.
 */
final class FirstMessages {

    private record Kept(Trace trace, int number) {}

    private final int most;
    private final long mostBytes;
    private final PriorityQueue<Kept> kept =
            new PriorityQueue<>(
                    Comparator.comparingLong((Kept message) -> message.trace().timeMicros())
                            .thenComparingInt(Kept::number)
                            .reversed());
    private long bytes;
    private int number;
    private boolean cut;
    private long end;

    /**
     * @param most messages
     * @param mostBytes of their payloads together
     */
    FirstMessages(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    void add(Trace trace) {
        if (cut && trace.timeMicros() >= end) {
            return;
        }
        kept.add(new Kept(trace, number++));
        bytes += trace.payload().length;
        while (kept.size() > most || bytes > mostBytes) {
            Trace last = kept.remove().trace();
            bytes -= last.payload().length;
            cut = true;
            end = last.timeMicros();
        }
    }

    /** Whether there were more. */
    boolean isCut() {
        return cut;
    }

    /** In the order in which they came. */
    List<Trace> all() {
        return kept.stream()
                .sorted(Comparator.comparingInt(Kept::number))
                .map(Kept::trace)
                .toList();
    }
}
