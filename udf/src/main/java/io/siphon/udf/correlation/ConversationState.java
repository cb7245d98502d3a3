package io.siphon.udf.correlation;

import io.siphon.udf.order.DeadlineTimer;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * State: legs of one conversation, in the order in which they began, and the links between them.
 */
public class ConversationState {

    /** State: one leg, and what its call has been told. */
    public static class Leg {

        public LegId id = new LegId("", 0, 0);
        public boolean over;

        /** It ended unanswered, and nobody tries it again. */
        public boolean failed;

        /** Legs between the one before and this one that have given way to others. */
        public int gone;

        /** Call-ID of the first leg that the call was notified of; empty: none. */
        public String toldConversation = "";

        public int toldLeg;

        public Leg() {}

        static Leg of(LegId id) {
            Leg leg = new Leg();
            leg.id = id;
            return leg;
        }
    }

    public List<Leg> legs = new ArrayList<>();
    public List<FoundLink> links = new ArrayList<>();

    /** Last link, or last end of a leg, epoch µs. */
    public long changedAt;

    /** When it is forgotten, epoch ms, full seconds. */
    public long until = DeadlineTimer.NONE;

    public ConversationState() {}

    /** Call-ID of the first leg. */
    String id() {
        return legs.get(0).id.callId();
    }

    @Nullable
    Leg leg(LegId id) {
        for (Leg leg : legs) {
            if (leg.id.compareTo(id) == 0) {
                return leg;
            }
        }
        return null;
    }

    /** The known link between the same calls for the same reason; null when it is new. */
    @Nullable
    FoundLink known(FoundLink link) {
        for (FoundLink known : links) {
            if (known.isSameAs(link)) {
                return known;
            }
        }
        return null;
    }

    void add(Collection<Leg> more) {
        for (Leg leg : more) {
            if (leg(leg.id) == null) {
                legs.add(leg);
            }
        }
        legs.sort(Comparator.comparing((Leg leg) -> leg.id));
    }

    /** Legs that it has and that have given way. */
    int everHad() {
        return legs.stream().mapToInt(leg -> 1 + leg.gone).sum();
    }

    /**
     * Legs that may give way to the calls of a link: they failed, are not the first one, and no
     * other leg is of the conversation by them. In order.
     */
    List<Leg> spare(FoundLink by) {
        return legs.stream()
                .skip(1)
                .filter(leg -> leg.failed && !by.isOf(leg.id) && partners(leg.id) <= 1)
                .toList();
    }

    private long partners(LegId id) {
        return links.stream()
                .filter(link -> link.isOf(id))
                .map(link -> link.first().compareTo(id) == 0 ? link.second() : link.first())
                .distinct()
                .count();
    }

    /** A leg gives way. Those after it keep their numbers. */
    void drop(Leg leg) {
        int at = legs.indexOf(leg);
        if (at + 1 < legs.size()) {
            legs.get(at + 1).gone += 1 + leg.gone;
        }
        legs.remove(leg);
        links.removeIf(link -> link.isOf(leg.id));
    }

    boolean isOver() {
        return legs.stream().allMatch(leg -> leg.over);
    }

    /** What is no longer linked to the rest apart: conversations of one leg or more. */
    List<ConversationState> parts() {
        List<ConversationState> parts = new ArrayList<>();
        for (Leg leg : legs) {
            ConversationState own = new ConversationState();
            own.changedAt = changedAt;
            own.legs.add(leg);
            parts.add(own);
        }
        for (FoundLink link : links) {
            ConversationState a = of(parts, link.first());
            ConversationState b = of(parts, link.second());
            if (link.joins() && a != b) {
                a.add(b.legs);
                parts.remove(b);
            }
        }
        for (FoundLink link : links) {
            ConversationState a = of(parts, link.first());
            if (a == of(parts, link.second())) {
                a.links.add(link);
            }
        }
        return parts;
    }

    private static ConversationState of(List<ConversationState> parts, LegId id) {
        return parts.stream().filter(part -> part.leg(id) != null).findFirst().orElseThrow();
    }
}
