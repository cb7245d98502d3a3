package io.siphon.console.baseline;

import io.siphon.console.ConsoleException;
import io.siphon.console.ConsoleStore;
import io.siphon.console.store.StorePool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When six weeks are learnt, and what readers get meanwhile. */
class BaselineCacheTest {

    /** By hand. */
    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final HandClock clock = new HandClock();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<BaselineLearner> learners = new ArrayList<>();
    private ConsoleStore store;
    private StorePool pool;

    @BeforeEach
    void open() throws Exception {
        store = new ConsoleStore();
        window("2026-01-17T12:00:00", 40);
        window("2026-01-18T13:00:00", 40);
        window("2026-03-01T11:59:00", 20);
        pool = new StorePool(store.address(), 1, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        store.close();
    }

    private void window(String start, int count) throws Exception {
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, count) VALUES"
                        + " ('call_attempts', ?, ?, 'node=edge-1,trunk=carrier-a', ?)",
                LocalDateTime.parse(start),
                LocalDateTime.parse(start).plusMinutes(1),
                count);
    }

    private BaselineCache cache(Supplier<BaselineLearner> of) {
        return new BaselineCache(
                pool,
                () -> {
                    BaselineLearner learner = of.get();
                    learners.add(learner);
                    return learner;
                },
                clock,
                waiting::add);
    }

    /** What the thread of the cache would do. */
    private void learn() {
        for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
            work.run();
        }
    }

    @Test
    void sixWeeksAreLearntInTheBackground() {
        BaselineCache cache = cache(CountedBaselines::new);

        assertThat(cache.latest(Duration.ZERO)).isNull();
        assertThat(cache.latest(Duration.ZERO)).isNull();
        assertThat(waiting).hasSize(1);
        learn();
        Baselines learnt = cache.latest(Duration.ZERO);
        // 17 January is more than six weeks ago
        assertThat(learnt.series())
                .singleElement()
                .extracting(SeriesBaseline::usual)
                .isEqualTo(30.0);
        assertThat(waiting).isEmpty();
    }

    @Test
    void readersGetTheLastUntilTheNextIsLearnt() throws Exception {
        BaselineCache cache = cache(CountedBaselines::new);
        cache.latest(Duration.ZERO);
        learn();
        window("2026-03-01T12:00:30", 120);

        clock.now = clock.now.plus(Duration.ofMinutes(2));
        cache.latest(Duration.ZERO);
        assertThat(waiting).isEmpty();
        // it took less than fifteen minutes over twenty
        clock.now = clock.now.plus(Duration.ofMinutes(15));
        assertThat(cache.latest(Duration.ZERO).series().get(0).usual()).isEqualTo(30);
        assertThat(waiting).hasSize(1);
        learn();
        assertThat(cache.latest(Duration.ZERO).series().get(0).usual()).isEqualTo(60);
        assertThat(learners).hasSize(2);
    }

    @Test
    void whatCannotBeLearntIsTriedAgain() {
        Supplier<BaselineLearner> failing =
                () -> {
                    if (learners.isEmpty()) {
                        learners.add(null);
                        throw new ConsoleException("the store is away");
                    }
                    return new CountedBaselines();
                };
        BaselineCache cache = cache(failing);
        cache.latest(Duration.ZERO);
        learn();
        assertThatThrownBy(() -> cache.latest(Duration.ZERO)).hasMessage("the store is away");
        assertThat(waiting).isEmpty();

        clock.now = clock.now.plus(Duration.ofSeconds(10));
        assertThat(cache.latest(Duration.ZERO)).isNull();
        learn();
        assertThat(cache.latest(Duration.ZERO)).isNotNull();
        assertThat(cache.problem()).isNull();
    }

    @Test
    void whatWasLearntOutlivesAFailure() throws Exception {
        BaselineCache cache = cache(CountedBaselines::new);
        cache.latest(Duration.ZERO);
        learn();
        store.execute("ALTER TABLE measurements RENAME TO away");

        clock.now = clock.now.plus(Duration.ofDays(1));
        cache.latest(Duration.ZERO);
        learn();
        assertThat(cache.latest(Duration.ZERO)).isNotNull();
        assertThat(cache.problem()).isNotBlank();
    }

    @Test
    void nothingIsLearntOnceTheConsoleEnds() {
        BaselineCache cache = cache(CountedBaselines::new);
        cache.latest(Duration.ZERO);
        cache.close();
        learn();
        assertThatThrownBy(() -> cache.latest(Duration.ZERO)).hasMessage("the console ends");
        clock.now = clock.now.plus(Duration.ofDays(1));
        assertThatThrownBy(() -> cache.latest(Duration.ZERO)).hasMessage("the console ends");
        assertThat(waiting).isEmpty();
    }
}
