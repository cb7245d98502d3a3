package io.siphon.job.sink;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RetryingSenderTest {

    private final FakeTarget store = new FakeTarget();
    private final List<Long> pauses = new ArrayList<>();
    private final BatchMetrics metrics = new BatchMetrics();
    private final RetryingSender<RowList<String>> delivery =
            new RetryingSender<>(
                    "test",
                    store,
                    Duration.ofSeconds(1),
                    pause -> pauses.add(pause.toMillis()),
                    metrics);

    @Test
    void storesABatch() throws Exception {
        deliver("a", "bcd");

        assertThat(store.batches).containsExactly(List.of("a", "bcd"));
        assertThat(metrics.sent.getCount()).isEqualTo(2);
        assertThat(metrics.bytes.getCount()).isEqualTo(4);
        assertThat(metrics.sendMillis).isNotNegative();
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToTheMaximum() throws Exception {
        store.away = 7;

        deliver("a");

        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L, 1000L);
        assertThat(store.stored).containsExactly("a");
        assertThat(metrics.retries.getCount()).isEqualTo(7);
    }

    @Test
    void startsWithAShortPauseAgainAfterAnOutage() throws Exception {
        store.away = 3;
        deliver("a");
        store.away = 1;
        deliver("b");

        assertThat(pauses).containsExactly(100L, 200L, 400L, 100L);
    }

    @Test
    void storesEverythingButTheBadRows() throws Exception {
        List<String> rows = IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
        store.bad.addAll(List.of("0", "500", "501", "999"));

        deliver(rows.toArray(String[]::new));

        assertThat(store.quarantined).containsExactly("0", "500", "501", "999");
        assertThat(store.stored)
                .containsExactlyElementsOf(
                        rows.stream().filter(row -> !store.bad.contains(row)).toList());
        assertThat(metrics.quarantined.getCount()).isEqualTo(4);
        assertThat(metrics.errors.getCount()).isEqualTo(4);
        assertThat(metrics.sent.getCount()).isEqualTo(996);
    }

    @Test
    void waitsForTheStoreToQuarantineToo() throws Exception {
        store.bad.add("a");
        store.awayForQuarantine = 2;

        deliver("a");

        assertThat(store.quarantined).containsExactly("a");
        assertThat(pauses).containsExactly(100L, 200L);
    }

    @Test
    void goesOnWhenEvenTheQuarantineFails() throws Exception {
        store.bad.add("a");
        store.noQuarantine = new IOException("no such table");

        deliver("a", "b");

        assertThat(store.stored).containsExactly("b");
        assertThat(metrics.quarantined.getCount()).isEqualTo(1);
    }

    @Test
    void failsOnWhatNobodyExpected() {
        store.broken = new IOException("permission denied");

        assertThatThrownBy(() -> deliver("a")).isSameAs(store.broken);
        assertThat(pauses).isEmpty();
    }

    private void deliver(String... rows) throws Exception {
        RowList<String> batch = store.batch();
        List.of(rows).forEach(batch::add);
        delivery.deliver(batch);
    }
}
