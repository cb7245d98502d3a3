package io.siphon.console.api;

import io.siphon.console.api.EventStreams.Event;
import io.siphon.console.api.EventStreams.Feed;
import io.siphon.console.flow.FlowReader;
import io.siphon.console.search.Expression;
import io.siphon.console.search.NewMessages;
import io.siphon.console.search.Page;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.search.TimeRange;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import io.javalin.http.Context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code GET /api/v1/tail}: the messages of a query as they are stored; with {@code of=calls} how
 * many of its calls began since {@code from}; with {@code of=call} how many messages a Call-ID has.
 * Server-sent events.
 */
public record TailResource(StorePool pool, EventStreams streams) {

    /** Beyond so many their number does not matter. */
    static final int MOST_CALLS = 99;

    private static final Duration BUDGET = Duration.ofSeconds(2);

    /** A reader that comes back later begins anew. */
    private static final long RESUMED_MICROS = 60_000_000;

    public void get(Context context) {
        String of = context.queryParam("of");
        if (of == null || of.isBlank() || of.equals("messages")) {
            SearchRequest request = SearchRequest.of(Subject.MESSAGES, context);
            Expression expression = request.expression();
            streams.answer(context, messages(expression, request.readsMessages(), since(context)));
        } else if (of.equals("calls")) {
            SearchRequest request = SearchRequest.of(Subject.CALLS, context);
            streams.answer(context, newCalls(request.expression(), request.range()));
        } else if (of.equals("call")) {
            String id = context.queryParam("id");
            if (id == null || id.isBlank()) {
                throw new IllegalParameterException("id: got nothing, expected a Call-ID");
            }
            streams.answer(context, messagesOf(id));
        } else {
            throw new IllegalParameterException(
                    "of: got " + of + ", expected messages, calls or call");
        }
    }

    private static long since(Context context) {
        long now = EpochMicros.now();
        String last = context.header("Last-Event-ID");
        if (last == null || !last.matches("[0-9]{1,17}")) {
            return now;
        }
        long since = Long.parseLong(last) + 1;
        return since > now || since < now - RESUMED_MICROS ? now : since;
    }

    private Feed messages(Expression expression, boolean withText, long since) {
        NewMessages messages = new NewMessages(expression, since);
        return () -> {
            List<Event> events = new ArrayList<>();
            List<Trace> found = messages.read(pool, BUDGET);
            if (messages.hasSkipped()) {
                events.add(
                        new Event(
                                "skipped",
                                "",
                                Map.of(
                                        "detail",
                                        "More than "
                                                + NewMessages.MOST
                                                + " messages at a time: older ones are left out.")));
            }
            for (Trace trace : found) {
                Map<String, Object> row = Json.row(Tables.SIP_TRACE, trace);
                if (!withText) {
                    row.remove("msg");
                }
                events.add(new Event("message", "" + trace.receivedMicros(), row));
            }
            return events;
        };
    }

    /** How many are stored of a Call-ID, at first and whenever there are more. */
    private Feed messagesOf(String callId) {
        long[] told = {-1};
        return () -> {
            long[] stored = {0};
            try (Store store = pool.open(BUDGET)) {
                stored[0] = FlowReader.count(store, callId);
            }
            if (stored[0] == told[0]) {
                return List.of();
            }
            told[0] = stored[0];
            return List.of(new Event("stored_messages", "", Map.of("number", stored[0])));
        };
    }

    /** Their number at first, and whenever it is another. */
    private Feed newCalls(Expression expression, TimeRange range) {
        long[] told = {-1};
        Search search = new Search(Subject.CALLS, expression, range, MOST_CALLS, null, true);
        return () -> {
            Page<Call> page = search.run(pool, Call.class, BUDGET);
            boolean more = page.complete() && page.next() != null;
            long number = page.rows().size() + (more ? 1 : 0);
            if (number == told[0]) {
                return List.of();
            }
            told[0] = number;
            return List.of(
                    new Event(
                            "new_calls",
                            "",
                            new TreeMap<>(Map.of("number", page.rows().size(), "more", more))));
        };
    }
}
