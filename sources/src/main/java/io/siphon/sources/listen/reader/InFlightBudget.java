package io.siphon.sources.listen.reader;

import io.siphon.sources.journal.RawMessage;

import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes between fetcher and task. */
final class InFlightBudget {

    /** Capacity of the reader's queue in batches; with more the fetcher would wait. */
    static final int MAX_BATCHES = 4096;

    private final long maxBytes;
    private final UdpReaderMetrics metrics;
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private long sent; // batches, by the fetcher
    private long done; // batches, by the task
    private volatile long again = Long.MAX_VALUE;

    InFlightBudget(long maxBytes, UdpReaderMetrics metrics) {
        this.maxBytes = maxBytes;
        this.metrics = metrics;
    }

    /** Marks the end of what is replayed after a failure; later messages are new. */
    void caughtUp() {
        if (again == Long.MAX_VALUE) {
            again = sent;
        }
    }

    /** Whether the task is still busy with replayed messages. */
    boolean isBehind() {
        return done < again;
    }

    boolean hasRoom() {
        return bytes.get() < maxBytes && batches.get() < MAX_BATCHES - 2;
    }

    RecordsWithSplitIds<List<RawMessage>> send(ReceivedBatch gulp) {
        long length = gulp.bytes();
        metrics.queued(gulp.size());
        bytes.addAndGet(length);
        batches.incrementAndGet();
        sent++;
        gulp.onRecycle(
                () -> {
                    bytes.addAndGet(-length);
                    batches.decrementAndGet();
                    done++;
                });
        return gulp;
    }
}
