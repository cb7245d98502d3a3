package io.siphon.console.web;

import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.joining;

/** The worst opinion score of each call's streams. */
final class MediaScores {

    private MediaScores() {}

    /** By Call-ID; none of a call without streams. */
    static Map<String, Double> of(StorePool pool, List<Call> calls) {
        Map<String, Double> scores = new HashMap<>();
        List<String> ids =
                calls.stream()
                        .filter(call -> call.answeredAt() > 0 || call.ringingAt() > 0)
                        .map(Call::callId)
                        .distinct()
                        .toList();
        if (!ids.isEmpty()) {
            try (Store store = pool.open()) {
                read(store, "streams", "mos", ids, scores);
                read(store, "reported_streams", "mos_mean", ids, scores);
            }
        }
        return scores;
    }

    private record Score(String callId, double mos) {}

    private static void read(
            Store store,
            String table,
            String column,
            List<String> ids,
            Map<String, Double> scores) {
        if (!store.has(table)) {
            return;
        }
        String places = ids.stream().map(id -> "?").collect(joining(", "));
        store.read(
                "SELECT call_id, MIN(%s) FROM %s WHERE call_id IN (%s) AND %s IS NOT NULL GROUP BY call_id"
                        .formatted(column, table, places, column),
                row -> new Score(row.getString(1), row.getDouble(2)),
                score -> scores.merge(score.callId(), score.mos(), Math::min),
                ids.toArray());
    }
}
