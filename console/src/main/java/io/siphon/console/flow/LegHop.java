package io.siphon.console.flow;

import io.siphon.schema.Call;
import io.siphon.schema.CallLink;
import io.siphon.schema.LinkState;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the B2BUA before a leg added and changed.
 *
 * @param before the leg that it is linked to; null of the first one
 * @param changed what differs from that: {@code callee}, {@code codecs PCMU to PCMA}
 * @param lost how the call ended here, where it went no further; empty elsewhere
 */
public record LegHop(Call leg, @Nullable Call before, List<String> changed, String lost) {

    static final long UNKNOWN = Long.MIN_VALUE;

    /** One for each leg, the first first; none when the call is alone. */
    public static List<LegHop> of(Conversation conversation) {
        List<LegHop> hops = new ArrayList<>();
        Call lost = lost(conversation.legs());
        for (Call leg : conversation.legs()) {
            Call before = before(leg, conversation);
            hops.add(
                    new LegHop(
                            leg,
                            before,
                            before == null ? List.of() : changed(before, leg),
                            leg == lost ? end(leg, before) : ""));
        }
        return hops;
    }

    /** How much later than the leg before it began, µs; 0 of the first one. */
    public long addedMicros() {
        return before == null ? 0 : leg.startedAt() - before.startedAt();
    }

    /** How much later its answer came to the leg before, µs; {@link #UNKNOWN} without both. */
    public long answerAddedMicros() {
        return before == null || before.answeredAt() == 0 || leg.answeredAt() == 0
                ? UNKNOWN
                : before.answeredAt() - leg.answeredAt();
    }

    /** That in words: {@code INVITE +5.0 ms, answer +2.0 ms}; empty of the first one. */
    public String added() {
        if (before == null) {
            return "";
        }
        long answer = answerAddedMicros();
        return "INVITE "
                + millis(addedMicros())
                + (answer == UNKNOWN ? "" : ", answer " + millis(answer));
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%+.1f ms", micros / 1000.0);
    }

    /** The leg that it is linked to, the latest that began before it. */
    @Nullable
    private static Call before(Call leg, Conversation conversation) {
        Call before = null;
        for (Call other : conversation.legs()) {
            boolean linked =
                    conversation.links().stream().anyMatch(link -> isBetween(link, other, leg));
            before = linked && other.leg().leg() < leg.leg().leg() ? other : before;
        }
        return before;
    }

    private static boolean isBetween(CallLink link, Call first, Call second) {
        return link.state() != LinkState.REJECTED
                && link.firstCallId().equals(first.callId())
                && link.firstStartedAt() == first.startedAt() + first.clockOffset()
                && link.secondCallId().equals(second.callId())
                && link.secondStartedAt() == second.startedAt() + second.clockOffset();
    }

    private static List<String> changed(Call before, Call leg) {
        List<String> changed = new ArrayList<>();
        if (!before.caller().equals(leg.caller())) {
            changed.add("caller " + before.caller() + " to " + leg.caller());
        }
        if (!before.callee().equals(leg.callee())) {
            changed.add("callee " + before.callee() + " to " + leg.callee());
        }
        if (!before.codecs().equals(leg.codecs())) {
            changed.add("codecs " + before.codecs() + " to " + leg.codecs());
        }
        // what ends a leg comes back from it
        if (before.finalStatus() != leg.finalStatus() && before.endedAt() > 0) {
            changed.add("status " + leg.finalStatus() + " to " + before.finalStatus());
        }
        if (before.q850Cause() != leg.q850Cause() && leg.q850Cause() > 0) {
            changed.add("cause " + leg.q850Cause() + " to " + before.q850Cause());
        }
        return changed;
    }

    /**
     * The leg at which a call that was not answered got no further: one that was answered though
     * the caller's was not, else the last one; null when the call was answered, or goes on.
     */
    @Nullable
    private static Call lost(List<Call> legs) {
        if (legs.isEmpty() || legs.get(0).answeredAt() > 0 || legs.get(0).endedAt() == 0) {
            return null;
        }
        for (Call leg : legs) {
            if (leg.answeredAt() > 0) {
                return leg;
            }
        }
        return legs.get(legs.size() - 1);
    }

    private static String end(Call leg, @Nullable Call before) {
        if (leg.answeredAt() > 0) {
            return "answered, and "
                    + (before == null ? "it" : leg.source())
                    + " did not pass it on";
        }
        String status = leg.finalStatus() == 0 ? "" : " " + leg.finalStatus() + " " + leg.reason();
        String why = leg.verdict().text().isEmpty() ? "" : ": " + leg.verdict().text();
        return leg.outcome().tag().replace('_', ' ') + status.stripTrailing() + why;
    }
}
