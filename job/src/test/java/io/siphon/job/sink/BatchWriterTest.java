package io.siphon.job.sink;

import io.siphon.job.testutils.Await;

import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class BatchWriterTest {

    private static final BatchOptions THREE_ROWS =
            new BatchOptions(3, 1000, Duration.ofMillis(200), Duration.ofSeconds(1));

    private final FakeTarget store = new FakeTarget();
    private final TestProcessingTimeService timers = new TestProcessingTimeService();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private BatchWriter<String, RowList<String>> writer;

    @AfterEach
    void close() throws Exception {
        if (store.gate != null) {
            store.gate.release(1000);
        }
        writer.close();
        assertThat(store.closed).isTrue();
    }

    @Test
    void handsOverAFullBatch() throws Exception {
        open(THREE_ROWS);
        write("a", "b", "c", "d");
        writer.flush(false);

        assertThat(store.batches).containsExactly(List.of("a", "b", "c"), List.of("d"));
        assertThat(store.synced).isEqualTo(4);
    }

    @Test
    void boundsABatchByBytes() throws Exception {
        open(new BatchOptions(100, 5, Duration.ofMillis(200), Duration.ofSeconds(1)));
        write("aaa", "bbb", "c");
        writer.flush(false);

        assertThat(store.batches).containsExactly(List.of("aaa", "bbb"), List.of("c"));
    }

    @Test
    void handsOverWhatHasWaitedLongEnough() throws Exception {
        store.gate = new Semaphore(0);
        open(THREE_ROWS);
        write("a");
        timers.advance(199);
        assertThat(store.gate.hasQueuedThreads()).isFalse();

        timers.advance(1);

        untilWriting();
        store.gate.release();
        writer.flush(false);
        assertThat(store.batches).containsExactly(List.of("a"));
    }

    @Test
    void fillsTheNextBatchWhileOneIsInFlight() throws Exception {
        store.gate = new Semaphore(0);
        open(THREE_ROWS);
        write("a", "b", "c");
        untilWriting();

        write("d", "e", "f");

        assertThat(store.batches).isEmpty();
        store.gate.release(2);
        writer.flush(false);
        assertThat(store.batches).containsExactly(List.of("a", "b", "c"), List.of("d", "e", "f"));
    }

    @Test
    void blocksTheWriterWhenBothBatchesAreFull() throws Exception {
        store.gate = new Semaphore(0);
        open(THREE_ROWS);
        write("a", "b", "c");
        untilWriting();
        write("d", "e", "f");

        Thread upstream = Thread.currentThread();
        CompletableFuture<Void> opener =
                CompletableFuture.runAsync(
                        () -> {
                            while (upstream.getState() != Thread.State.WAITING) {
                                Thread.onSpinWait();
                            }
                            store.gate.release(10);
                        });
        write("g");
        opener.join();
        writer.flush(true);

        assertThat(store.stored).containsExactly("a", "b", "c", "d", "e", "f", "g");
    }

    @Test
    void flushesNothingAtOnce() throws Exception {
        open(THREE_ROWS);
        writer.flush(false);
        assertThat(store.batches).isEmpty();
    }

    @Test
    void failsTheJobAndEveryFurtherCall() throws Exception {
        store.broken = new IOException("permission denied for table calls");
        open(THREE_ROWS);
        write("a");

        assertThatThrownBy(() -> writer.flush(false))
                .isInstanceOf(IOException.class)
                .hasMessage("permission denied for table calls");
        assertThatThrownBy(() -> write("b")).hasMessage("permission denied for table calls");
        assertThat(failure.get()).isSameAs(store.broken);
    }

    @Test
    void stopsWaitingForAStoreThatIsAwayWhenClosed() throws Exception {
        store.away = Integer.MAX_VALUE;
        open(new BatchOptions(1, 1000, Duration.ofMillis(200), Duration.ofHours(1)));
        write("a");

        writer.close();

        assertThat(store.closed).isTrue();
        assertThat(failure).isNotDone();
    }

    @Test
    void breaksOffAWriteThatHangsWhenClosed() throws Exception {
        store.gate = new Semaphore(0);
        open(new BatchOptions(1, 1000, Duration.ofMillis(200), Duration.ofSeconds(1)));
        write("a");
        untilWriting();

        writer.close();

        assertThat(store.closed).isTrue();
        // close() may be over before the thread has run
        Await.until(
                "threads that write",
                Duration.ofSeconds(60),
                store.gate::hasQueuedThreads,
                writing -> !writing);
    }

    private void open(BatchOptions options) {
        writer =
                new BatchWriter<>(
                        "test",
                        options,
                        store,
                        timers,
                        new BatchMetrics(),
                        getClass().getClassLoader(),
                        failure::complete,
                        Duration.ofMillis(1));
    }

    private void write(String... rows) throws Exception {
        for (String row : rows) {
            writer.write(row, null);
        }
    }

    private void untilWriting() {
        while (!store.gate.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
    }
}
