package io.siphon.console.flow;

import io.siphon.console.store.Store;
import io.siphon.schema.Call;
import io.siphon.schema.CallLink;
import io.siphon.schema.LinkState;
import io.siphon.schema.Tables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The legs that a call belongs to.
 *
 * @param legs all of them, the first first; empty when the call is alone
 * @param links between them, and of the call to others that may be legs; the oldest first
 */
public record Conversation(List<Call> legs, List<CallLink> links) {

    public static final Conversation ALONE = new Conversation(List.of(), List.of());

    /** Links of one call, or of one conversation. */
    private static final int MAX_LINKS = 200;

    /**
     * @param callId as it is stored
     */
    static Conversation read(Store store, String callId) {
        if (!store.has("call_links")) {
            return ALONE; // a store of before 0.2
        }
        List<CallLink> links = new ArrayList<>();
        store.read(
                Tables.CALL_LINKS,
                "WHERE t.first_call_id = ? OR t.second_call_id = ? ORDER BY t.linked_at LIMIT "
                        + MAX_LINKS,
                links::add,
                callId,
                callId);
        Set<String> conversations = new TreeSet<>();
        for (CallLink link : links) {
            if (!link.conversationId().isEmpty()) {
                conversations.add(link.conversationId());
            }
        }
        for (String conversation : conversations) {
            store.read(
                    Tables.CALL_LINKS,
                    "WHERE t.conversation_id = ? ORDER BY t.linked_at LIMIT " + MAX_LINKS,
                    link -> add(links, link),
                    conversation);
        }
        links.sort(Comparator.comparingLong(CallLink::linkedAt));
        return new Conversation(legs(store, links), List.copyOf(links));
    }

    private static void add(Collection<CallLink> links, CallLink link) {
        if (!links.contains(link)) {
            links.add(link);
        }
    }

    private static List<Call> legs(Store store, List<CallLink> links) {
        Set<String> callIds = new TreeSet<>();
        for (CallLink link : links) {
            if (!link.conversationId().isEmpty() && link.state() != LinkState.REJECTED) {
                callIds.add(link.firstCallId());
                callIds.add(link.secondCallId());
            }
        }
        List<Call> legs = new ArrayList<>();
        for (String id : callIds) {
            for (Call call : FlowReader.calls(store, id)) {
                if (links.stream().anyMatch(link -> isOf(link, call))) {
                    legs.add(call);
                }
            }
        }
        legs.sort(
                Comparator.comparingInt((Call call) -> call.leg().leg())
                        .thenComparingLong(Call::startedAt));
        return List.copyOf(legs);
    }

    /** A Call-ID may come again: the call that began then is meant. */
    private static boolean isOf(CallLink link, Call call) {
        long stored = call.startedAt() + call.clockOffset();
        return link.firstCallId().equals(call.callId()) && link.firstStartedAt() == stored
                || link.secondCallId().equals(call.callId()) && link.secondStartedAt() == stored;
    }

    /** Their Call-IDs. */
    Set<String> callIds() {
        Set<String> callIds = new TreeSet<>();
        legs.forEach(leg -> callIds.add(leg.callId()));
        return callIds;
    }
}
