package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.udf.call.CallState;
import io.siphon.udf.call.InviteRetry;
import io.siphon.udf.payload.Endpoints;

import javax.annotation.Nullable;

import java.util.function.Consumer;

/**
 * How events change what is known of a leg, and which marks they are worth.
 *
 * @param callId the key
 * @param mostOfCallId legs of it at a time
 * @param window see {@link CorrelationSettings#windowMicros}
 * @param out gets the marks
 * @param forgotten gets a leg that is over
 */
record LegRules(
        String callId,
        int mostOfCallId,
        long window,
        Consumer<LegMark> out,
        Consumer<LegState> forgotten) {

    /** Beyond these hops destinations are not marked. */
    private static final int MOST_DESTINATIONS = 4;

    void apply(LegIdState all, LegEvent e) {
        if (e.step() == LegStep.INVITE) {
            invite(all, e);
            return;
        }
        LegState leg = e.step() == LegStep.BYE ? all.ofTags(e) : all.of(e);
        if (leg == null) {
            return;
        }
        leg.activeAt = Math.max(leg.activeAt, e.timeMicros());
        for (Identifier said : e.identifiers()) {
            if (!leg.offered || !said.isOfSession()) {
                mark(leg, e, said);
            }
        }
        switch (e.step()) {
            case RINGING -> leg.ringing |= leg.isAtCaller(e);
            case ANSWERED -> answer(leg, e);
            case FAILED -> fail(leg, e);
            case BYE -> bye(leg, e);
            default -> {}
        }
    }

    static long deadline(LegState leg, long setupTimeout, long maxDuration) {
        if (leg.endedAt > 0) {
            return leg.endedAt + CallState.LINGER;
        }
        return leg.activeAt + (leg.answered ? maxDuration : setupTimeout);
    }

    private void invite(LegIdState all, LegEvent e) {
        LegState leg = all.ofInvite(e, mostOfCallId);
        if (leg != null && isNext(leg, e)) {
            over(leg, e.timeMicros());
            all.legs.remove(leg);
            leg = null;
        }
        if (leg == null) {
            leg = begin(e, all.hasUp(e.timeMicros()));
            all.legs.add(leg);
        }
        if (leg.endedAt > 0 && !leg.isSettledAt(e.timeMicros())) {
            leg.endedAt = 0;
        }
        leg.activeAt = Math.max(leg.activeAt, e.timeMicros());
        boolean further = isFurther(leg, e);
        for (Identifier said : e.identifiers()) {
            leg.offered |= said.isOfSession();
            boolean isNew = mark(leg, e, said);
            if (!isNew && further && said.key().startsWith(MarkKey.NUMBERS)) {
                emit(leg, e.timeMicros(), LegStep.INVITE, said.key(), said, 0, e);
            }
        }
    }

    /** Whether an INVITE begins another call of that Call-ID. */
    private static boolean isNext(LegState leg, LegEvent e) {
        return leg.isSettledAt(e.timeMicros())
                && e.timeMicros() > leg.endedAt
                && (e.cseq() > leg.cseq || e.fromTag() != leg.fromTag);
    }

    /**
     * @param linked whether it is a leg of a call of the same Call-ID
     */
    private LegState begin(LegEvent e, boolean linked) {
        LegState leg = new LegState();
        leg.startedAt = e.timeMicros();
        leg.clockOffset = e.clockOffset();
        leg.source = e.source();
        leg.fromTag = e.fromTag();
        leg.cseq = e.cseq();
        Identifier same = linked ? new Identifier(LinkReason.CALL_ID, callId) : null;
        emit(leg, e.timeMicros(), LegStep.INVITE, MarkKey.CALL + callId, same, 0, e);
        return leg;
    }

    /** Whether it goes where none of its INVITEs went before: a hop on, or another branch. */
    private static boolean isFurther(LegState leg, LegEvent e) {
        Integer hash = Endpoints.address(e.destination()).hashCode();
        return leg.destinations.size() < MOST_DESTINATIONS
                && !leg.destinations.contains(hash)
                && leg.destinations.add(hash);
    }

    /** Returns whether it was new. */
    private boolean mark(LegState leg, LegEvent e, Identifier said) {
        String key = said.key();
        boolean followed = isFollowed(key);
        if (followed ? leg.keys.contains(key) : leg.passing.contains(key.hashCode())) {
            return false;
        }
        if (leg.keys.size() + leg.passing.size() >= LegState.MOST_KEYS) {
            return false;
        }
        if (followed) {
            leg.keys.add(key);
        } else {
            leg.passing.add(key.hashCode());
        }
        emit(leg, e.timeMicros(), LegStep.INVITE, key, said, e.status(), e);
        return true;
    }

    /** Whether those that meet under a key are to know what becomes of the call. */
    private static boolean isFollowed(String key) {
        return MarkKey.isLasting(key)
                || key.startsWith(MarkKey.NUMBERS)
                || key.startsWith(MarkKey.MEDIA);
    }

    private void answer(LegState leg, LegEvent e) {
        if (!leg.answered && leg.isAtCaller(e)) {
            leg.answered = true;
            leg.endedAt = 0;
            leg.settled = false;
            leg.retriedAtOnce = false;
            tell(leg, e);
        }
    }

    private void fail(LegState leg, LegEvent e) {
        if (leg.answered || leg.endedAt > 0 || !leg.isAtCaller(e)) {
            return;
        }
        leg.endedAt = e.timeMicros();
        long retriedWithin = InviteRetry.within(e.status());
        leg.settled = retriedWithin == 0;
        leg.retriedAtOnce = retriedWithin == CallState.AT_ONCE;
        if (e.status() >= 400 && e.status() != 401 && e.status() != 407) {
            tell(leg, e);
        }
    }

    private void bye(LegState leg, LegEvent e) {
        if (leg.endedAt == 0) {
            leg.endedAt = e.timeMicros();
            leg.settled = true;
            tell(leg, e);
        }
    }

    /**
     * To those that guess; an early end to those of the same media, as the caller's next call may
     * use the socket again; a failure to the calls that it names, as it gives way to another one.
     */
    private void tell(LegState leg, LegEvent e) {
        boolean early = leg.endedAt > 0 && leg.settled && e.timeMicros() - leg.startedAt <= window;
        boolean failed = leg.settled && e.step() == LegStep.FAILED;
        for (String key : leg.keys) {
            if (key.startsWith(MarkKey.NUMBERS)
                    || early && key.startsWith(MarkKey.MEDIA)
                    || failed && MarkKey.isLasting(key)) {
                emit(leg, e.timeMicros(), e.step(), key, null, e.status(), e);
            }
        }
    }

    /** The call is over, or will not be followed any more. */
    void over(LegState leg, long now) {
        emit(leg, now, LegStep.OVER, MarkKey.CALL + callId, null, 0, null);
        for (String key : leg.keys) {
            boolean told = leg.settled && key.startsWith(MarkKey.NUMBERS);
            if (!told && !key.startsWith(MarkKey.MEDIA)) { // which is forgotten by itself
                emit(leg, now, LegStep.OVER, key, null, 0, null);
            }
        }
        forgotten.accept(leg);
    }

    private void emit(
            LegState leg,
            long at,
            LegStep step,
            String key,
            @Nullable Identifier said,
            int status,
            @Nullable LegEvent e) {
        boolean invite = step == LegStep.INVITE && e != null;
        out.accept(
                new LegMark(
                        key,
                        at,
                        step,
                        said == null ? "" : said.reason().tag(),
                        said == null ? 0 : said.score(),
                        status,
                        callId,
                        leg.startedAt,
                        leg.clockOffset,
                        invite ? leg.source : "",
                        invite ? e.farEnd() : ""));
    }
}
