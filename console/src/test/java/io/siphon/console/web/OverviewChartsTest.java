package io.siphon.console.web;

import io.siphon.console.ConsoleStore;
import io.siphon.console.store.Store;
import io.siphon.schema.EpochMicros;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Charts of stored windows whose calls are known. */
class OverviewChartsTest {

    private static final long FROM = micros("2026-03-01T10:00:00Z");
    private static final long TO = micros("2026-03-01T11:00:00Z");

    private ConsoleStore store;

    @BeforeEach
    void fill() throws Exception {
        store = new ConsoleStore();
        level(0, "", "", 90);
        level(0, "a", "gold", 50);
        level(0, "a", "iron", 40);
        level(0, "b", "gold", 7);
        level(1, "", "", 110);
        level(1, "a", "gold", 20);
        level(1, "a", "iron", 60);
        level(1, "b", "gold", 35);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static long micros(String instant) {
        return EpochMicros.of(Instant.parse(instant));
    }

    private void level(int minute, String node, String trunk, int most) throws Exception {
        LocalDateTime start = EpochMicros.utc(FROM).plusMinutes(minute);
        store.execute(
                "INSERT INTO measurements (name, window_start, window_end, tags, node, trunk, max)"
                        + " VALUES ('call_concurrent', ?, ?, ?, ?, ?, ?)",
                start,
                start.plusMinutes(1),
                node.isEmpty() ? "" : "node=" + node + ",trunk=" + trunk,
                node.isEmpty() ? null : node,
                node.isEmpty() ? null : trunk,
                most);
    }

    private ChartView concurrent(String trunk, String node, long until) {
        OverviewFilter filter = new OverviewFilter(trunk, node, "");
        CallCube none = new CallCube(List.of());
        try (Store read = Store.open(store.address())) {
            return OverviewCharts.read(read, none, none, filter, FROM, until).stream()
                    .filter(chart -> chart.title().startsWith("Concurrent calls"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> firstTwo(ChartView chart) {
        return List.of(
                chart.points().get(0).values().get(0), chart.points().get(1).values().get(0));
    }

    @Test
    void concurrentCallsOfANodeAreThoseOfAllItsTrunksAtMost() {
        ChartView ofNode = concurrent("", "a", TO);
        assertThat(firstTwo(ofNode)).containsExactly("90", "80");
        assertThat(ofNode.title())
                .isEqualTo("Concurrent calls, at most: the sum of the peaks of its trunks");

        ChartView ofTrunk = concurrent("gold", "", TO);
        assertThat(firstTwo(ofTrunk)).containsExactly("57", "55");
        assertThat(ofTrunk.title())
                .isEqualTo("Concurrent calls, at most: the sum of the peaks of its nodes");
    }

    @Test
    void ofALongerPartTheHighestWindowCounts() {
        long day = 86_400_000_000L;
        assertThat(concurrent("", "a", FROM + day).points().get(0).values()).containsExactly("90");
        assertThat(concurrent("gold", "", FROM + day).points().get(0).values())
                .containsExactly("57");
    }

    @Test
    void concurrentCallsOfOneSeriesAreMeasured() {
        ChartView all = concurrent("", "", TO);
        assertThat(firstTwo(all)).containsExactly("90", "110");
        assertThat(all.title()).isEqualTo("Concurrent calls, highest");

        ChartView one = concurrent("iron", "a", TO);
        assertThat(firstTwo(one)).containsExactly("40", "60");
        assertThat(one.title()).isEqualTo("Concurrent calls, highest");
    }
}
