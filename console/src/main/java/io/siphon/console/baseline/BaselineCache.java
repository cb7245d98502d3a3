package io.siphon.console.baseline;

import io.siphon.console.ConsoleException;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.EpochMicros;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The baselines that were learnt last. Six weeks are learnt when somebody asks, in the background,
 * one time at once, and again when somebody asks after five minutes and twenty times as long as it
 * took: on average at most a twentieth of a core. Readers get what was learnt before. One
 * connection at most is taken, and given back after each hour that was read. Thread: any.
 */
public final class BaselineCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BaselineCache.class);

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int REST = 20;

    private final StorePool pool;
    private final Supplier<BaselineLearner> learners;
    private final Clock clock;
    private final Executor executor;

    private @Nullable Baselines latest;
    private @Nullable ConsoleException failure;
    private @Nullable CompletableFuture<Void> learning;
    private long dueMicros = Long.MIN_VALUE;

    private volatile long reachedMicros;
    private volatile boolean closed;

    /**
     * @param learners a new one each time
     */
    public BaselineCache(StorePool pool, Supplier<BaselineLearner> learners) {
        this(pool, learners, Clock.systemUTC(), BaselineCache::inBackground);
    }

    BaselineCache(
            StorePool pool, Supplier<BaselineLearner> learners, Clock clock, Executor executor) {
        this.pool = pool;
        this.learners = learners;
        this.clock = clock;
        this.executor = executor;
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "console-baselines");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /**
     * What was learnt last; null while the first is being learnt.
     *
     * @param patience how long to wait for the first
     * @throws ConsoleException when nothing could be learnt, in one sentence
     */
    @Nullable
    public Baselines latest(Duration patience) {
        CompletableFuture<Void> first = null;
        synchronized (this) {
            if (learning == null && !closed && now() >= dueMicros) {
                CompletableFuture<Void> over = new CompletableFuture<>();
                learning = over;
                executor.execute(() -> learn(over));
            }
            if (latest == null) {
                first = learning;
            }
        }
        if (first != null) {
            await(first, patience);
        }
        synchronized (this) {
            if (latest == null && failure != null && learning == null) {
                throw failure;
            }
            return latest;
        }
    }

    /** Why what was learnt last is not newer; null when nothing is wrong. */
    @Nullable
    public synchronized String problem() {
        return failure == null ? null : failure.getMessage();
    }

    /** How far the first has been learnt, epoch µs; 0 before it began. */
    public long reachedMicros() {
        return reachedMicros;
    }

    private long now() {
        return EpochMicros.of(clock.instant());
    }

    private static void await(CompletableFuture<Void> over, Duration patience) {
        try {
            over.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the reader asks again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void learn(CompletableFuture<Void> over) {
        long began = System.nanoTime();
        try {
            Baselines learnt = learn();
            finish(learnt, null, resting(System.nanoTime() - began));
        } catch (ConsoleException e) {
            finish(null, e, RETRY);
        } catch (RuntimeException e) {
            LOG.error("console: baselines could not be learnt", e);
            finish(
                    null,
                    new ConsoleException(
                            "baselines could not be learnt; the reason is in Siphon's log", e),
                    RETRY);
        } finally {
            over.complete(null);
        }
    }

    private static Duration resting(long tookNanos) {
        Duration rest = Duration.ofNanos(REST * tookNanos);
        return rest.compareTo(FRESH) > 0 ? rest : FRESH;
    }

    private Baselines learn() {
        BaselineLearner learner = learners.get();
        long now = now();
        long to = learner.closedBy(now);
        long from = now - LearntWindows.LEARNT.toNanos() / 1_000;
        for (long start = from; start < to; start += LearntWindows.HOUR_MICROS) {
            reachedMicros = start;
            endWithConsole();
            try (Store store = pool.open()) {
                LearntWindows.read(
                        store,
                        learner.metrics(),
                        start,
                        Math.min(to, start + LearntWindows.HOUR_MICROS),
                        window -> {
                            endWithConsole();
                            learner.accept(window);
                        });
            }
        }
        return learner.finish(now);
    }

    private void endWithConsole() {
        if (closed) {
            throw new ConsoleException("the console ends");
        }
    }

    private synchronized void finish(
            @Nullable Baselines learnt, @Nullable ConsoleException failed, Duration rest) {
        if (learnt != null) {
            latest = learnt;
        }
        failure = failed;
        learning = null;
        dueMicros = now() + rest.toNanos() / 1_000;
    }

    /**
     * What is being learnt ends soon. It is not interrupted: that would close the file of an H2.
     */
    @Override
    public void close() {
        closed = true;
    }
}
