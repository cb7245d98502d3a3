package io.siphon.console.search;

import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.store.StoreTimeoutException;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Table;

import java.util.ArrayList;
import java.util.List;

/** The streams of a search with the lowest opinion scores; those without a score come last. */
public final class WorstFirst {

    private WorstFirst() {}

    /**
     * @param subject {@link Subject#STREAMS} or {@link Subject#REPORTED_STREAMS}
     * @throws StoreTimeoutException when there are too many streams to look at
     */
    public static <T> List<T> find(
            StorePool pool,
            Subject subject,
            Class<T> record,
            Expression expression,
            TimeRange range,
            int limit) {
        String score = subject == Subject.STREAMS ? "t.mos" : "t.mos_mean";
        List<T> rows = new ArrayList<>();
        try (Store store = pool.open()) {
            SqlCondition condition = SqlWriter.condition(subject, store.dialect(), expression);
            List<Object> values = new ArrayList<>(condition.values());
            StringBuilder where = new StringBuilder("WHERE (").append(condition.text()).append(")");
            if (range.fromMicros() != Long.MIN_VALUE) {
                where.append(" AND t.started_at >= ?");
                values.add(EpochMicros.utc(range.fromMicros()));
            }
            if (range.toMicros() != Long.MAX_VALUE) {
                where.append(" AND t.started_at < ?");
                values.add(EpochMicros.utc(range.toMicros()));
            }
            where.append(" ORDER BY CASE WHEN ").append(score).append(" IS NULL THEN 9 ELSE ");
            where.append(score).append(" END, t.started_at DESC LIMIT ").append(limit);
            @SuppressWarnings("unchecked")
            Table<T> table = (Table<T>) subject.table();
            store.read(
                    table, where.toString(), row -> rows.add(record.cast(row)), values.toArray());
        }
        return rows;
    }
}
