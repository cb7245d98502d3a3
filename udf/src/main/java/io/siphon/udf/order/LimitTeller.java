package io.siphon.udf.order;

import org.apache.flink.metrics.Counter;

import java.util.function.Consumer;

/** Counts what was evicted or refused, and emits one {@link StateLimit} a minute. */
final class LimitTeller {

    private static final long MINUTE = 60_000;

    private final String state;
    private final Counter counter;
    private long from = Long.MIN_VALUE;
    private long to;
    private long count;
    private boolean news;

    LimitTeller(String state, Counter counter) {
        this.state = state;
        this.counter = counter;
    }

    /**
     * @param now epoch ms
     */
    void count(long now, long more) {
        if (more == 0) {
            return;
        }
        counter.inc(more);
        if (from == Long.MIN_VALUE || Math.floorDiv(now, MINUTE) != Math.floorDiv(from, MINUTE)) {
            from = now;
            count = 0;
        }
        to = now;
        count += more;
        news = true;
    }

    /** What has not been told yet. */
    void tell(Consumer<StateLimit> out) {
        if (news) {
            news = false;
            out.accept(new StateLimit(state, from * 1000, to * 1000, count));
        }
    }
}
