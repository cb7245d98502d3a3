package io.siphon.console.report;

import io.siphon.console.report.Report.Hop;
import io.siphon.console.store.Dialect;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each B2BUA added, changed and lost, by the address that the second legs leave. */
final class Hops {

    /** Further ones are put together. */
    private static final int MOST = 1_000;

    private static final int SHOWN = 20;
    private static final String OTHERS = "others";

    /** A pair of legs. */
    private record Pair(
            String address,
            double addedMs,
            double answerAddedMs,
            boolean codecs,
            boolean numbers,
            boolean status,
            boolean beyond,
            boolean here) {}

    /** Of one address. */
    private static final class Sum {

        private long legs;
        private double addedMs;
        private double addedMaxMs;
        private long answers;
        private double answerAddedMs;
        private long codecs;
        private long numbers;
        private long status;
        private long beyond;
        private long here;

        private void add(Pair pair) {
            legs++;
            addedMs += pair.addedMs;
            addedMaxMs = Math.max(addedMaxMs, pair.addedMs);
            if (!Double.isNaN(pair.answerAddedMs)) {
                answers++;
                answerAddedMs += pair.answerAddedMs;
            }
            codecs += pair.codecs ? 1 : 0;
            numbers += pair.numbers ? 1 : 0;
            status += pair.status ? 1 : 0;
            beyond += pair.beyond ? 1 : 0;
            here += pair.here ? 1 : 0;
        }

        private Hop result(String address) {
            return new Hop(
                    address,
                    legs,
                    addedMs / legs,
                    addedMaxMs,
                    answers == 0 ? null : answerAddedMs / answers,
                    codecs,
                    numbers,
                    status,
                    beyond,
                    here);
        }
    }

    private final Map<String, Sum> sums = new HashMap<>();

    private Hops() {}

    /** Those with the most legs first; none in a store of before 0.2. */
    static List<Hop> in(Store store, Span span) {
        if (!store.has("call_links")) {
            return List.of();
        }
        Hops hops = new Hops();
        store.read(sql(store.dialect()), Hops::pair, hops::add, span.fromUtc(), span.toUtc());
        return hops.sums.entrySet().stream()
                .map(sum -> sum.getValue().result(sum.getKey()))
                .sorted(Comparator.comparingLong(Hop::legs).reversed().thenComparing(Hop::address))
                .limit(SHOWN)
                .toList();
    }

    /** Legs are linked for several reasons; each pair counts once. */
    private static String sql(Dialect dialect) {
        String failed = "a.answered_at IS NULL AND a.ended_at IS NOT NULL AND ";
        return "SELECT DISTINCT a.call_id, a.started_at, b.call_id, b.started_at, b.source, "
                + dialect.millisBetween("a.started_at", "b.started_at")
                + ", "
                + dialect.millisBetween("b.answered_at", "a.answered_at")
                + flag("a.codecs <> b.codecs")
                + flag("a.caller <> b.caller OR a.callee <> b.callee")
                + flag("a.ended_at IS NOT NULL AND a.final_status <> b.final_status")
                + flag(failed + "b.answered_at IS NULL")
                + flag(failed + "b.answered_at IS NOT NULL")
                + " FROM call_links l"
                + " JOIN calls a ON a.call_id = l.first_call_id"
                + " AND a.started_at = l.first_started_at"
                + " JOIN calls b ON b.call_id = l.second_call_id"
                + " AND b.started_at = l.second_started_at"
                + " WHERE l.second_started_at >= ? AND l.second_started_at < ?"
                + " AND l.state <> 'rejected' AND l.conversation_id <> ''";
    }

    private static String flag(String condition) {
        return ", CASE WHEN " + condition + " THEN 1 ELSE 0 END";
    }

    private static Pair pair(ResultSet row) throws SQLException {
        double added = row.getDouble(7);
        double answer = row.wasNull() ? Double.NaN : added;
        return new Pair(
                Grouping.host(row.getString(5)),
                row.getDouble(6),
                answer,
                row.getInt(8) > 0,
                row.getInt(9) > 0,
                row.getInt(10) > 0,
                row.getInt(11) > 0,
                row.getInt(12) > 0);
    }

    private void add(Pair pair) {
        boolean known = sums.containsKey(pair.address) || sums.size() < MOST;
        sums.computeIfAbsent(known ? pair.address : OTHERS, address -> new Sum()).add(pair);
    }
}
