package io.siphon.console.search;

import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import java.nio.ByteBuffer;
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

    private record Message(
            long timeMicros, String source, String destination, String node, ByteBuffer payload) {}

    private final Expression expression;
    private long receivedMicros;
    private final long sinceMicros;
    private boolean skipped;
    private final Map<Message, Boolean> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Message, Boolean> eldest) {
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
        List<Trace> rows = new ArrayList<>();
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
                    "WHERE t.time_stamp >= ? AND t.received_at >= ? AND ("
                            + condition.text()
                            + ") ORDER BY t.received_at DESC, t.time_us DESC LIMIT "
                            + (MOST + 1),
                    rows::add,
                    values.toArray());
        }
        skipped = rows.size() > MOST && isNew(rows.get(MOST), false);
        List<Trace> found = new ArrayList<>();
        List<Trace> newest = rows.subList(0, Math.min(rows.size(), MOST));
        Collections.reverse(newest);
        for (Trace trace : newest) {
            receivedMicros = Math.max(receivedMicros, trace.receivedMicros());
            if (isNew(trace, true)) {
                found.add(trace);
            }
        }
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

    private boolean isNew(Trace trace, boolean remember) {
        Message message =
                new Message(
                        trace.timeMicros(),
                        trace.source(),
                        trace.destination(),
                        trace.node(),
                        ByteBuffer.wrap(trace.payload()));
        return remember ? known.put(message, true) == null : !known.containsKey(message);
    }
}
