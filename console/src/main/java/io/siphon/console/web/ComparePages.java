package io.siphon.console.web;

import io.siphon.console.access.Principal;
import io.siphon.console.api.CallDetails;
import io.siphon.console.api.IllegalParameterException;
import io.siphon.console.flow.Arrow;
import io.siphon.console.flow.FailureReason;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.FlowComparison;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.LadderStyle;
import io.siphon.console.flow.MessageDiff;
import io.siphon.console.flow.SvgLadder;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.store.StoreTimeoutException;
import io.siphon.console.web.ComparePage.FactPair;
import io.siphon.console.web.ComparePage.Side;
import io.siphon.console.web.SearchView.Chip;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;
import io.siphon.schema.Text;

import io.javalin.http.Context;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /compare?a=ID&b=ID}: two calls; {@code m} and {@code n} choose a message of each. */
final class ComparePages {

    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final long DAY_MICROS = 86_400_000_000L;

    /** Arrows of each. */
    private static final int PART = 500;

    private final Pages pages;
    private final StorePool pool;
    private final HostNames names;

    ComparePages(Pages pages, StorePool pool, HostNames names) {
        this.pages = pages;
        this.pool = pool;
        this.names = names;
    }

    void get(Context context) {
        String first = param(context, "a");
        String second = param(context, "b");
        CallDetails one =
                first.isEmpty() ? null : CallDetails.read(pool, names, first, false, true);
        CallDetails other =
                second.isEmpty() ? null : CallDetails.read(pool, names, second, false, true);
        int m = message(context, "m", one);
        int n = message(context, "n", other);
        String link = Show.link("/compare", "a", first, "b", second);
        FlowComparison comparison =
                one == null || other == null
                        ? new FlowComparison("", 0, 0)
                        : FlowComparison.of(one.flow(), other.flow());
        // without a choice, what differs first; where one has nothing there, the first of both
        boolean shows = comparison.first() > 0 && comparison.second() > 0;
        int ofOne = m > 0 ? m : shows ? comparison.first() : 1;
        int ofOther = n > 0 ? n : shows ? comparison.second() : 1;
        pages.render(
                context,
                "compare.jte",
                new ComparePage(
                        pages.frame(context, "Compare calls", "/calls"),
                        first,
                        second,
                        one == null
                                ? null
                                : side("A", one, style(link + "&n=" + ofOther, "m", ofOne)),
                        other == null
                                ? null
                                : side("B", other, style(link + "&m=" + ofOne, "n", ofOther)),
                        comparison.sentence(),
                        one == null || other == null ? List.of() : facts(one, other),
                        Principal.of(context).role().seesMessages()
                                ? diff(one, other, ofOne, ofOther)
                                : null,
                        "Message " + ofOne + " of A, message " + ofOther + " of B",
                        one == null || other != null ? List.of() : suggestions(one.flow())));
    }

    private static String param(Context context, String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value.strip();
    }

    private static int message(Context context, String name, @Nullable CallDetails details) {
        String given = param(context, name);
        int most = details == null ? 0 : details.flow().arrows().size();
        if (given.isEmpty()) {
            return 0;
        }
        int number = given.matches("[0-9]{1,6}") ? Integer.parseInt(given) : -1;
        if (number < 1 || number > most) {
            throw new IllegalParameterException(
                    name + ": got " + given + ", expected the number of a message, 1 to " + most);
        }
        return number;
    }

    private static LadderStyle style(String link, String anchor, int selected) {
        return new LadderStyle(
                link + "&" + anchor + "=", selected, 0, true, 0, false, false, true, anchor);
    }

    private static Side side(String name, CallDetails details, LadderStyle drawn) {
        Flow flow = details.flow();
        Flow shown = flow.part(0, PART);
        LadderStyle style =
                new LadderStyle(
                        drawn.link(),
                        drawn.selected(),
                        0,
                        true,
                        flow.startMicros(),
                        false,
                        false,
                        true,
                        drawn.anchor());
        int size = flow.arrows().size();
        return new Side(
                name,
                CallPages.title(flow),
                flow.callId(),
                Show.callLink(flow.callId()),
                FailureReason.of(flow).sentence(),
                SvgLadder.header(shown, style),
                SvgLadder.body(shown, List.of(), style),
                size > PART ? "the first " + PART + " of " + size + " messages" : "");
    }

    private static List<FactPair> facts(CallDetails one, CallDetails other) {
        Map<String, String> a = facts(one);
        Map<String, String> b = facts(other);
        return names(List.copyOf(a.keySet()), List.copyOf(b.keySet())).stream()
                .map(name -> new FactPair(name, a.getOrDefault(name, ""), b.getOrDefault(name, "")))
                .toList();
    }

    /** What B alone has stands behind what it follows there. */
    private static List<String> names(List<String> a, List<String> b) {
        List<String> names = new ArrayList<>(a);
        int at = 0;
        for (String name : b) {
            int known = names.indexOf(name);
            if (known < 0) {
                names.add(at++, name);
            } else {
                at = Math.max(at, known + 1);
            }
        }
        return names;
    }

    private static Map<String, String> facts(CallDetails details) {
        Map<String, String> facts = new LinkedHashMap<>();
        CallFacts.of(details.flow(), details.registered())
                .forEach(fact -> facts.merge(fact.name(), fact.value(), (x, y) -> x + "; " + y));
        return facts;
    }

    @Nullable
    private static MessageDiff diff(
            @Nullable CallDetails one, @Nullable CallDetails other, int m, int n) {
        if (one == null
                || other == null
                || one.flow().arrows().size() < m
                || other.flow().arrows().size() < n) {
            return null;
        }
        return MessageDiff.of(whole(one.flow(), m), whole(other.flow(), n));
    }

    private static String whole(Flow flow, int number) {
        Arrow arrow = flow.arrows().get(number - 1);
        return Text.decode(arrow.trace().payload());
    }

    /** Of the day before: a call of that trunk, caller and callee that was answered. */
    private List<Chip> suggestions(Flow flow) {
        List<Chip> chips = new ArrayList<>();
        if (flow.calls().isEmpty()) {
            return chips;
        }
        Call call = flow.calls().get(0);
        try (Store store = pool.open(BUDGET)) {
            suggest(store, call, "trunk", call.trunk(), "on trunk " + call.trunk(), chips);
            suggest(store, call, "caller", call.caller(), "from " + call.caller(), chips);
            suggest(store, call, "callee", call.callee(), "to " + call.callee(), chips);
        } catch (StoreTimeoutException e) {
            // what was found until then
        }
        return chips;
    }

    private static void suggest(
            Store store, Call call, String column, String value, String words, List<Chip> chips) {
        if (value.isEmpty()) {
            return;
        }
        long at = call.startedAt() + call.clockOffset();
        store.read(
                Tables.CALLS,
                "WHERE t.started_at >= ? AND t.started_at < ? AND t."
                        + column
                        + " = ? AND t.outcome = 'answered' AND t.call_id <> ? ORDER BY t.started_at"
                        + " DESC LIMIT 1",
                (Call found) ->
                        chips.add(
                                new Chip(
                                        "the last answered " + words,
                                        Show.link(
                                                "/compare",
                                                "a",
                                                call.callId(),
                                                "b",
                                                found.callId()),
                                        false,
                                        Show.time(found.startedAt()) + " " + found.callId())),
                EpochMicros.utc(at - DAY_MICROS),
                EpochMicros.utc(at),
                value,
                call.callId());
    }
}
