package io.siphon.console.search;

import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of a query in the order in which Siphon received them, from a time on: each read
 * gives those that were stored since the one before. Thread: one.
 *
 * <p>Writers commit a moment apart, so each read looks a little further back and leaves out what it
 * has given. It looks at messages of the last minute by their capture time, which is indexed: those
 * of an agent whose clock is further behind do not appear.
 */
public final class NewMessages {

    /** Of one read: a terminal or a browser shows no more. */
    public static final int MOST = 2_000;

    private static final long CAPTURED_MICROS = 60_000_000;
    private static final long OVERLAP_MICROS = 2_000_000;
    private static final int MAX_KNOWN = 50_000;

    /** Of a row that was read. */
    private record Message(long id, Trace trace) {}

    private final Expression expression;
    private long receivedMicros;
    private final long sinceMicros;
    private boolean skipped;

    /** Receipt of those that were given and are read again, by the id of their row. */
    private final Map<Long, Long> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                    return size() > MAX_KNOWN;
                }
            };

    /**
     * @param sinceMicros receipt of the first that are given, epoch µs
     */
    public NewMessages(Expression expression, long sinceMicros) {
        this.expression = expression;
        this.sinceMicros = sinceMicros;
        this.receivedMicros = sinceMicros;
    }

    /**
     * Those stored since the read before, the newest {@link #MOST} of them.
     *
     * @param budget of the statement
     */
    public List<Trace> read(StorePool pool, Duration budget) {
        List<Message> rows = new ArrayList<>();
        long from = Math.max(sinceMicros, receivedMicros - OVERLAP_MICROS);
        try (Store store = pool.open(budget)) {
            SqlCondition condition =
                    SqlWriter.condition(Subject.MESSAGES, store.dialect(), expression);
            List<Object> values = new ArrayList<>();
            // captured in whole seconds
            values.add(
                    EpochMicros.utc(
                            Math.floorDiv(EpochMicros.now() - CAPTURED_MICROS, 1_000_000L)
                                    * 1_000_000L));
            values.add(EpochMicros.utc(from));
            values.addAll(condition.values());
            store.read(
                    Tables.SIP_TRACE,
                    List.of("id"),
                    "WHERE t.time_stamp >= ? AND t.received_at >= ? AND ("
                            + condition.text()
                            + ") ORDER BY t.received_at DESC, t.time_us DESC LIMIT "
                            + (MOST + 1),
                    (trace, row) -> rows.add(new Message(row.number("id", 0), trace)),
                    values.toArray());
        }
        skipped = rows.size() > MOST && !known.containsKey(rows.get(MOST).id());
        List<Trace> found = new ArrayList<>();
        List<Message> newest = rows.subList(0, Math.min(rows.size(), MOST));
        Collections.reverse(newest);
        for (Message message : newest) {
            long received = message.trace().receivedMicros();
            receivedMicros = Math.max(receivedMicros, received);
            if (known.put(message.id(), received) == null) {
                found.add(message.trace());
            }
        }
        known.values().removeIf(received -> received < receivedMicros - OVERLAP_MICROS);
        return found;
    }

    /** Whether the last read left out older ones, because there were too many. */
    public boolean hasSkipped() {
        return skipped;
    }

    /** Receipt of the newest that was given, epoch µs: a reader that comes back begins there. */
    public long receivedMicros() {
        return receivedMicros;
    }
}
