package io.siphon.console.flow;

import io.siphon.console.store.MessageTimes;
import io.siphon.console.store.Store;
import io.siphon.schema.Call;
import io.siphon.schema.Tables;
import io.siphon.schema.Text;
import io.siphon.schema.Trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads a conversation by its Call-ID: all of it, however long it lasted. */
public final class FlowReader {

    /** Of a page and of REST: what is beyond is said to be there. */
    public static final int MAX_MESSAGES = 10_000;

    /** Of the messages of one flow together, in any case: a message may have 64 kB. */
    public static final long MAX_BYTES = 64 << 20;

    private static final int CALL_ID_WIDTH = 255;

    /** Of one Call-ID. */
    private static final int MAX_CALLS = 100;

    private FlowReader() {}

    /**
     * With the messages of all legs.
     *
     * @param callId as it is on the wire, or as it is stored
     * @param ports see {@link FlowBuilder#build}
     */
    public static Flow read(Store store, String callId, boolean ports) {
        return read(store, callId, ports, MAX_MESSAGES, false);
    }

    /** The messages of one Call-ID alone. */
    public static Flow readLeg(Store store, String callId, boolean ports) {
        return read(store, callId, ports, MAX_MESSAGES, true);
    }

    /**
     * Likewise, with at most so many messages, and of them {@link #MAX_BYTES}.
     *
     * @param alone without the messages of other legs
     */
    public static Flow read(Store store, String callId, boolean ports, int most, boolean alone) {
        String stored = Text.fold(callId, CALL_ID_WIDTH);
        Conversation conversation = alone ? Conversation.ALONE : Conversation.read(store, stored);
        Set<String> legs = legs(conversation, stored);
        FirstMessages first = new FirstMessages(most, MAX_BYTES);
        for (String leg : legs) {
            List<Object> values = new ArrayList<>();
            store.read(
                    Tables.SIP_TRACE,
                    ofCallId(store, leg, values)
                            + " ORDER BY t.time_stamp, t.time_us, t.id LIMIT "
                            + (most + 1),
                    first::add,
                    values.toArray());
        }
        List<Trace> traces = first.all();
        long unread = first.isCut() ? count(store, legs) - traces.size() : 0;
        return FlowBuilder.build(stored, calls(store, stored), traces, ports, unread)
                .of(conversation);
    }

    private static Set<String> legs(Conversation conversation, String stored) {
        Set<String> legs = new TreeSet<>(conversation.callIds());
        legs.add(stored);
        return legs;
    }

    /** Messages that are stored of a Call-ID and of all its legs. */
    public static long count(Store store, String callId) {
        String stored = Text.fold(callId, CALL_ID_WIDTH);
        return count(store, legs(Conversation.read(store, stored), stored));
    }

    private static long count(Store store, Set<String> callIds) {
        long[] count = {0};
        for (String callId : callIds) {
            List<Object> values = new ArrayList<>();
            store.read(
                    "SELECT COUNT(*) FROM sip_trace t " + ofCallId(store, callId, values),
                    row -> row.getLong(1),
                    rows -> count[0] += rows,
                    values.toArray());
        }
        return count[0];
    }

    /** The messages of a Call-ID; once calls are known, those in their days alone. */
    private static String ofCallId(Store store, String callId, List<Object> values) {
        values.add(callId);
        List<Call> calls = calls(store, callId);
        return "WHERE t.callid = ?"
                + (calls.size() < MAX_CALLS ? MessageTimes.condition(calls, values) : "");
    }

    /** Call-IDs of the calls with an X-CID, at most two: whether it is one, none or several. */
    public static List<String> callIdsOf(Store store, String correlationId) {
        List<String> callIds = new ArrayList<>();
        store.read(
                "SELECT DISTINCT call_id FROM calls WHERE correlation_id = ? LIMIT 2",
                row -> row.getString(1),
                callIds::add,
                correlationId);
        return callIds;
    }

    /** Rows of a Call-ID, oldest first. */
    public static List<Call> calls(Store store, String callId) {
        List<Call> calls = new ArrayList<>();
        store.read(
                Tables.CALLS,
                "WHERE t.call_id = ? ORDER BY t.started_at LIMIT " + MAX_CALLS,
                calls::add,
                Text.fold(callId, CALL_ID_WIDTH));
        return calls;
    }
}
