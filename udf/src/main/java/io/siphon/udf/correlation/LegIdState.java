package io.siphon.udf.correlation;

import io.siphon.udf.call.SocketName;
import io.siphon.udf.order.DeadlineTimer;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * State: the legs of one Call-ID, in the order in which they began. It is one, but where a B2BUA
 * keeps the Call-ID: which is told as {@code io.siphon.udf.call.CallIdState} does.
 */
public class LegIdState {

    public List<LegState> legs = new ArrayList<>();

    /** See {@link io.siphon.udf.order.InOrderFunction#wake}. */
    public long timer = DeadlineTimer.NONE;

    public LegIdState() {}

    /** Whose anything but an INVITE and a BYE is; null when there is none. */
    @Nullable
    LegState of(LegEvent e) {
        if (legs.isEmpty()) {
            return null;
        }
        LegState same = ofTags(e);
        return same == null ? legs.get(0) : same;
    }

    /**
     * Whose an INVITE without To tag is; null when it begins a leg.
     *
     * @param most legs at a time
     */
    @Nullable
    LegState ofInvite(LegEvent e, int most) {
        LegState same = ofTags(e);
        LegState last = null;
        boolean up = false;
        for (LegState leg : legs) {
            if (same == null && isAgain(e, leg)) {
                same = leg;
            }
            last = leg;
            up |= leg.isUp(e.timeMicros());
        }
        if (same == null && up) {
            boolean next =
                    e.fromTag() != 0
                            && legs.size() < most
                            && legs.stream().noneMatch(leg -> leg.startedAt == e.timeMicros());
            return next ? null : legs.get(0);
        }
        return same == null ? last : same;
    }

    /** Whether an INVITE with another From tag is of who sent that of the leg. */
    private boolean isAgain(LegEvent e, LegState leg) {
        boolean beside = leg != legs.get(0) && leg.isUp(e.timeMicros());
        return !beside && SocketName.same(e.source(), leg.source);
    }

    /** That has one of the tags. */
    @Nullable
    LegState ofTags(LegEvent e) {
        for (LegState leg : legs) {
            if (leg.fromTag == 0 || leg.fromTag == e.fromTag() || leg.fromTag == e.toTag()) {
                return leg;
            }
        }
        return null;
    }

    /** Whether a leg is up: one that begins now is of its conversation. */
    boolean hasUp(long micros) {
        return legs.stream().anyMatch(leg -> leg.isUp(micros));
    }

    /** Whether a leg with the From tag of an INVITE had begun by then. */
    boolean hasBegun(LegEvent e) {
        return legs.stream()
                .anyMatch(leg -> leg.startedAt <= e.timeMicros() && leg.fromTag == e.fromTag());
    }

    boolean isUp() {
        return legs.stream().anyMatch(leg -> leg.endedAt == 0);
    }

    /** When something is due, epoch µs. */
    long deadline(long setupTimeout, long maxDuration) {
        long next = Long.MAX_VALUE;
        for (LegState leg : legs) {
            next = Math.min(next, LegRules.deadline(leg, setupTimeout, maxDuration));
        }
        return next;
    }
}
