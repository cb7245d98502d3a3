package io.siphon.udf.correlation;

import io.siphon.schema.CallLeg;
import io.siphon.schema.CallLink;
import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.LegNote;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Which legs are one conversation, by the links so far. It knows nothing of Flink. */
final class ConversationRules {

    /** Links of one conversation for each leg that it may have; more say nothing new. */
    private static final int LINKS_A_LEG = 4;

    /** A conversation may ever have so many times the legs that it may have at a time. */
    private static final int ROUNDS = 10;

    private final int maxLegs;
    private final Map<LegId, ConversationState> byLeg = new HashMap<>();
    private final Consumer<CallLink> rows;
    private final Consumer<CallEvent> notes;

    /**
     * @param rows gets links, each again when it or its conversation changes
     * @param notes gets the notes for calls
     */
    ConversationRules(int maxLegs, Consumer<CallLink> rows, Consumer<CallEvent> notes) {
        this.maxLegs = maxLegs;
        this.rows = rows;
        this.notes = notes;
    }

    void restore(ConversationState conversation) {
        conversation.legs.forEach(leg -> byLeg.put(key(leg.id), conversation));
    }

    /**
     * A link was found, or has changed its state.
     *
     * @param changes gets each conversation that is new or has changed, or that is no more: then
     *     without legs
     * @return false when there is no room for it
     */
    boolean link(FoundLink link, Consumer<ConversationState> changes) {
        ConversationState first = byLeg.get(key(link.first()));
        ConversationState second = byLeg.get(key(link.second()));
        FoundLink known = first == null ? null : first.known(link);
        if (known == null && first != null && first == second && isGuessOfKnown(link, first)) {
            return true;
        }
        if (!link.joins()) {
            return unlink(link, first, known, changes);
        }
        int legs =
                (first == null ? 1 : first.legs.size()) + (second == null ? 1 : second.legs.size());
        if (first != second || first == null) {
            if (legs > maxLegs && !canGiveWay(link, first, second, legs - maxLegs)) {
                rows.accept(link.withState(LinkState.REJECTED).toRow(""));
                return false;
            }
        } else if (known == null && first.links.size() >= LINKS_A_LEG * maxLegs) {
            return false;
        }
        ConversationState all = join(link, first, second, changes);
        all.spare(link).stream()
                .limit(Math.max(0, all.legs.size() - maxLegs))
                .forEach(leg -> drop(leg, all));
        String before = all.links.isEmpty() ? "" : told(all);
        all.links.remove(known);
        all.links.add(link);
        all.changedAt = Math.max(all.changedAt, link.timeMicros());
        tell(all, link.timeMicros());
        for (FoundLink each : all.id().equals(before) ? List.of(link) : all.links) {
            rows.accept(each.toRow(all.id()));
        }
        changes.accept(all);
        return true;
    }

    /** Whether so many legs that failed leave their places to those that a sure link joins. */
    private boolean canGiveWay(
            FoundLink link,
            @Nullable ConversationState first,
            @Nullable ConversationState second,
            int places) {
        int spare = 0;
        int ever = 0;
        for (ConversationState each : Arrays.asList(first, second)) {
            spare += each == null ? 0 : each.spare(link).size();
            ever += each == null ? 1 : each.everHad();
        }
        return link.reason() != LinkReason.NUMBERS
                && link.state() == LinkState.CONFIRMED
                && spare >= places
                && ever <= ROUNDS * maxLegs;
    }

    private void drop(ConversationState.Leg leg, ConversationState of) {
        of.drop(leg);
        byLeg.remove(key(leg.id));
    }

    /** What the messages said need not be guessed. */
    private static boolean isGuessOfKnown(FoundLink link, ConversationState conversation) {
        return link.reason() == LinkReason.NUMBERS
                && conversation.links.stream()
                        .anyMatch(
                                known ->
                                        known.first().equals(link.first())
                                                && known.second().equals(link.second()));
    }

    /** The conversation that most of its links were written with. */
    private static String told(ConversationState conversation) {
        String id = "";
        for (ConversationState.Leg leg : conversation.legs) {
            if (!leg.toldConversation.isEmpty()) {
                if (!id.isEmpty() && !id.equals(leg.toldConversation)) {
                    return "";
                }
                id = leg.toldConversation;
            }
        }
        return id;
    }

    private ConversationState join(
            FoundLink link,
            @Nullable ConversationState first,
            @Nullable ConversationState second,
            Consumer<ConversationState> changes) {
        ConversationState all = first != null ? first : second;
        if (all == null) {
            all = new ConversationState();
        }
        if (second != null && all != second) {
            all.add(second.legs);
            all.links.addAll(second.links);
            all.changedAt = Math.max(all.changedAt, second.changedAt);
            second.legs.clear();
            changes.accept(second);
        }
        for (LegId id : List.of(link.first(), link.second())) {
            if (all.leg(id) == null) {
                all.add(List.of(ConversationState.Leg.of(id)));
            }
        }
        ConversationState of = all;
        all.legs.forEach(leg -> byLeg.put(key(leg.id), of));
        return all;
    }

    /** A guess that joins nothing, not yet or not any more. */
    private boolean unlink(
            FoundLink link,
            @Nullable ConversationState of,
            @Nullable FoundLink known,
            Consumer<ConversationState> changes) {
        if (of == null || known == null) {
            rows.accept(link.toRow(""));
            return true;
        }
        of.links.remove(known);
        rows.accept(link.toRow(""));
        List<ConversationState> parts = of.parts();
        if (parts.size() == 1) {
            changes.accept(of);
            return true;
        }
        of.legs.clear();
        changes.accept(of);
        for (ConversationState part : parts) {
            part.changedAt = Math.max(part.changedAt, link.timeMicros());
            tell(part, link.timeMicros());
            if (part.legs.size() == 1) {
                byLeg.remove(key(part.legs.get(0).id));
                continue;
            }
            part.legs.forEach(leg -> byLeg.put(key(leg.id), part));
            part.links.forEach(each -> rows.accept(each.toRow(part.id())));
            changes.accept(part);
        }
        return true;
    }

    /** Notifies each call whose conversation or place in it has changed. */
    private void tell(ConversationState conversation, long at) {
        int number = 0;
        for (ConversationState.Leg leg : conversation.legs) {
            leg.gone = number == 0 ? 0 : leg.gone; // the one before may be of another one now
            number += 1 + leg.gone;
            String id = number == 1 ? leg.id.callId() : conversation.id();
            boolean news = leg.toldLeg != number || !leg.toldConversation.equals(id);
            boolean asEver = leg.toldLeg == 0 && number == 1;
            leg.toldLeg = number;
            leg.toldConversation = id;
            if (news && !asEver) {
                CallLeg told = new CallLeg(number == 1 ? "" : id, number);
                notes.accept(new LegNote(leg.id.startedAt(), told).toEvent(leg.id.callId(), at));
            }
        }
    }

    /** A call has failed. */
    void failed(LegId id) {
        ConversationState conversation = byLeg.get(key(id));
        if (conversation != null) {
            conversation.leg(id).failed = true;
        }
    }

    /** A call is over. */
    void over(LegId id, long at, Consumer<ConversationState> changes) {
        ConversationState conversation = byLeg.get(key(id));
        if (conversation != null) {
            conversation.leg(id).over = true;
            conversation.changedAt = Math.max(conversation.changedAt, at);
            changes.accept(conversation);
        }
    }

    void forget(ConversationState conversation) {
        conversation.legs.forEach(leg -> byLeg.remove(key(leg.id)));
    }

    /** The same for all who know of a call, whatever they know of its agent's clock. */
    private static LegId key(LegId id) {
        return new LegId(id.callId(), id.startedAt(), 0);
    }
}
