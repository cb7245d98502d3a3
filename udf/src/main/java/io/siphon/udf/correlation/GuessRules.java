package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.udf.call.CallState;
import io.siphon.udf.payload.Endpoints;

import javax.annotation.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which calls between the same two numbers are legs of one conversation, where their messages do
 * not say so. A call that leaves the host that another one went to, while that is unanswered, is
 * taken for its second leg. What follows confirms it or not: a B2BUA passes on answer, failure and
 * BYE at once. Of several calls that it could be, the one whose times agree far better than all
 * others' is confirmed; where none does, nothing is.
 *
 * @param marks is changed in place
 * @param evidence of links
 * @param out gets links, again when their state changes
 */
record GuessRules(
        CorrelationSettings settings, MarksState marks, String evidence, Consumer<FoundLink> out) {

    /** Score of a guess that is the only one possible; it joins before it is confirmed. */
    static final double ALONE = 0.8;

    /** Score of what is confirmed. */
    private static final double CONFIRMED = 0.95;

    /** Most calls between the same two numbers that are compared. */
    static final int MOST = 128;

    /** How long a B2BUA takes at most to pass an answer or a failure on, µs. */
    private static final long PASSED_ON = 2_000_000;

    /** The same for BYE. */
    private static final long BYE_PASSED_ON = 1_000_000;

    /** How much too early the passed on message may be stamped, µs. */
    private static final long SKEW = 50_000;

    /** Another pair is no rival when its worst difference is so many times this one's … */
    private static final long TIMES = 6;

    /** … and that much more, µs. */
    private static final long MARGIN = 30_000;

    /**
     * Among other calls between the same numbers, two that differ by more may agree by chance, µs.
     */
    private static final long BY_CHANCE = 150_000;

    /** Second legs of one call that begin within that are branches of a fork, µs. */
    private static final long FORK = 500_000;

    private static final long IMPOSSIBLE = -1;

    /**
     * An INVITE between these numbers, at any hop.
     *
     * @return false when there is no room for it
     */
    boolean add(LegMark mark) {
        MarkState leg = marks.find(mark);
        if (leg == null) {
            if (marks.legs.size() >= MOST) {
                return false;
            }
            leg = MarkState.of(mark).at(mark);
            marks.legs.add(leg);
            guess(leg, mark.timeMicros());
        } else {
            leg.at(mark);
        }
        // those that were seen a little before the leg that they follow
        for (MarkState other : marks.legs) {
            boolean early =
                    other != leg
                            && other.firstCallId.isEmpty()
                            && Math.abs(mark.timeMicros() - other.startedAt)
                                    <= CorrelationSettings.BEFORE;
            if (early && leg.leadsTo(other)) {
                guess(other, mark.timeMicros());
            }
        }
        return true;
    }

    /** What happened to one of the calls. */
    void follow(LegMark mark) {
        MarkState leg = marks.find(mark);
        if (leg == null) {
            return;
        }
        switch (mark.step()) {
            case ANSWERED -> {
                leg.answeredAt = mark.timeMicros();
                leg.failedAt = 0; // the caller has tried again
            }
            case FAILED -> {
                leg.failedAt = mark.timeMicros();
                leg.status = mark.status();
            }
            case BYE -> leg.byeAt = mark.timeMicros();
            default -> {}
        }
        judgeGuessesOf(leg, mark.timeMicros());
        if (mark.step() == LegStep.FAILED && !leg.firstCallId.isEmpty()) {
            guessNext(marks.find(leg.firstCallId, leg.firstStartedAt), mark.timeMicros());
        }
    }

    /**
     * Looks again at the guesses that a call is part of: something has happened to it, or it is
     * over.
     */
    void judgeGuessesOf(MarkState leg, long now) {
        for (MarkState second : List.copyOf(marks.legs)) {
            if (second == leg || second.follows(leg)) {
                judge(second, now);
            }
        }
    }

    /** A first leg is free again: calls that began too early to be guessed are looked at now. */
    private void guessNext(@Nullable MarkState first, long now) {
        if (first == null) {
            return;
        }
        for (MarkState other : marks.legs) {
            if (other.firstCallId.isEmpty() && isPossible(first, other)) {
                guess(other, now);
            }
        }
    }

    private void guess(MarkState second, long now) {
        MarkState best = null;
        int possible = 0;
        Set<LegId> followed = followed(second);
        for (MarkState first : marks.legs) {
            if (isPossible(first, second)
                    && !followed.contains(new LegId(first.callId, first.startedAt, 0))
                    && cost(first, second, now) >= 0) {
                possible++;
                best = best == null || isNearer(first, best, second) ? first : best;
            }
        }
        if (best != null) {
            second.firstCallId = best.callId;
            second.firstStartedAt = best.startedAt;
            second.state = LinkState.PROVISIONAL;
            second.score = possible == 1 ? ALONE : LinkReason.NUMBERS.score();
            emit(best, second, now);
        }
    }

    private boolean isPossible(MarkState first, MarkState second) {
        long later = second.startedAt - first.startedAt;
        return first != second
                && later >= -CorrelationSettings.BEFORE
                && later <= settings.windowMicros()
                && !first.follows(second)
                && first.leadsTo(second)
                && (first.answeredAt == 0 || first.answeredAt > second.startedAt)
                && (first.failedAt == 0 || first.failedAt > second.startedAt);
    }

    /**
     * Calls that another one is, or may be, the second leg of, and that has not failed, and is no
     * branch of a fork with this one.
     */
    private Set<LegId> followed(MarkState second) {
        Set<LegId> followed = new HashSet<>();
        for (MarkState other : marks.legs) {
            if (!other.firstCallId.isEmpty()
                    && other.state != LinkState.REJECTED
                    && other.failedAt == 0
                    && !isForkedWith(other, second)) {
                followed.add(new LegId(other.firstCallId, other.firstStartedAt, 0));
            }
        }
        return followed;
    }

    private static boolean isForkedWith(MarkState a, MarkState b) {
        return Math.abs(a.startedAt - b.startedAt) <= FORK
                && Endpoints.address(a.source).equals(Endpoints.address(b.source))
                && !a.destinations.equals(b.destinations);
    }

    private static boolean isNearer(MarkState a, MarkState b, MarkState second) {
        long ofA = Math.abs(second.startedAt - a.startedAt);
        long ofB = Math.abs(second.startedAt - b.startedAt);
        return ofA == ofB ? a.id().compareTo(b.id()) < 0 : ofA < ofB;
    }

    /** Looks at a guess again after something happened to one of its calls. */
    private void judge(MarkState second, long now) {
        if (second.firstCallId.isEmpty() || second.state != LinkState.PROVISIONAL) {
            return;
        }
        MarkState first = marks.find(second.firstCallId, second.firstStartedAt);
        if (first == null) {
            return;
        }
        long cost = cost(first, second, now);
        MarkState better = cost == IMPOSSIBLE ? null : rival(first, second, cost, now, true);
        if (cost == IMPOSSIBLE || better != null) {
            second.state = LinkState.REJECTED;
            emit(first, second, now);
            second.firstCallId = "";
            second.firstStartedAt = 0;
            guess(second, now);
            guessNext(first, now);
            return;
        }
        boolean byChance = marks.legs.size() > 2 && cost > BY_CHANCE;
        if (isDecided(first, second)
                && !byChance
                && rival(first, second, cost, now, false) == null) {
            second.state = LinkState.CONFIRMED;
            second.score = CONFIRMED;
            emit(first, second, now);
        }
    }

    /**
     * Another call that one of the two may belong to instead.
     *
     * @param better whether it has to fit far better, else only not far worse
     */
    @Nullable
    private MarkState rival(
            MarkState first, MarkState second, long cost, long now, boolean better) {
        for (MarkState other : marks.legs) {
            if (other == first || other == second) {
                continue;
            }
            long asFirst = isPossible(other, second) ? cost(other, second, now) : IMPOSSIBLE;
            long asSecond =
                    isPossible(first, other) && other.state != LinkState.CONFIRMED
                            ? cost(first, other, now)
                            : IMPOSSIBLE;
            if (isRival(asFirst, cost, better) && isDecided(other, second)
                    || isRival(asSecond, cost, better) && isDecided(first, other)) {
                return other;
            }
        }
        return null;
    }

    private static boolean isRival(long other, long cost, boolean better) {
        if (other == IMPOSSIBLE) {
            return false;
        }
        return better ? other * TIMES + MARGIN < cost : other <= cost * TIMES + MARGIN;
    }

    /** Whether both were answered, failed alike, or were hung up. */
    private static boolean isDecided(MarkState first, MarkState second) {
        return first.answeredAt > 0 && second.answeredAt > 0
                || first.failedAt > 0 && second.failedAt > 0 && first.status == second.status
                || first.byeAt > 0 && second.byeAt > 0;
    }

    /**
     * The worst difference of what happened to both, µs; {@link #IMPOSSIBLE} when they disagree.
     */
    private static long cost(MarkState first, MarkState second, long now) {
        long cost = Math.abs(second.startedAt - first.startedAt);
        if (first.answeredAt > 0 && second.answeredAt == 0) {
            return givenUp(first.answeredAt, second.failedAt, cost, now);
        }
        long answered = passedOn(first.answeredAt, second.answeredAt, PASSED_ON, now);
        if (answered == IMPOSSIBLE) {
            return IMPOSSIBLE;
        }
        cost = Math.max(cost, answered);
        if (first.failedAt > 0 && second.failedAt > 0) {
            long failed = first.failedAt - second.failedAt;
            if (failed < -PASSED_ON) {
                return IMPOSSIBLE;
            }
            cost = failed > PASSED_ON ? cost : Math.max(cost, Math.abs(failed));
        } else if (first.failedAt > 0
                && (second.answeredAt > 0 || now - first.failedAt > PASSED_ON)) {
            return IMPOSSIBLE;
        }
        if (first.byeAt > 0 && second.byeAt > 0) {
            long bye = Math.abs(first.byeAt - second.byeAt);
            return bye > BYE_PASSED_ON ? IMPOSSIBLE : Math.max(cost, bye);
        }
        long hungUp = Math.max(first.byeAt, second.byeAt);
        return hungUp > 0 && now - hungUp > BYE_PASSED_ON ? IMPOSSIBLE : cost;
    }

    /**
     * The same where the first leg was answered, and not by this second one: it failed or was
     * cancelled, and another one or the B2BUA answered; or its answer comes yet.
     */
    private static long givenUp(long answered, long failed, long cost, long now) {
        if (failed == 0) {
            return now - answered > PASSED_ON ? IMPOSSIBLE : cost;
        }
        return failed - answered > PASSED_ON
                ? IMPOSSIBLE
                : Math.max(cost, Math.abs(answered - failed));
    }

    /** How much later it came to the first leg; 0 while that is open. */
    private static long passedOn(long first, long second, long most, long now) {
        if (second == 0) {
            return 0;
        }
        if (first == 0) {
            return now - second > most ? IMPOSSIBLE : 0;
        }
        long later = first - second;
        return later < -SKEW || later > most ? IMPOSSIBLE : Math.abs(later);
    }

    private void emit(MarkState first, MarkState second, long now) {
        out.accept(
                FoundLink.of(
                        first,
                        second,
                        LinkReason.NUMBERS,
                        evidence,
                        second.score,
                        second.state,
                        now));
    }

    /** When a leg is forgotten, if it is not settled before; epoch µs. */
    static long until(MarkState leg, long maxDuration) {
        return leg.isEnded()
                ? Math.max(leg.failedAt, leg.byeAt) + CallState.LINGER
                : leg.startedAt + maxDuration;
    }

    /** Whether nothing more is to be learnt of a leg at that time, epoch µs. */
    boolean isSettled(MarkState leg, long now) {
        if (now < leg.startedAt + settings.windowMicros() + CorrelationSettings.BEFORE) {
            return false;
        }
        boolean open = !leg.firstCallId.isEmpty() && leg.state == LinkState.PROVISIONAL;
        for (MarkState other : marks.legs) {
            open |= other.follows(leg) && other.state == LinkState.PROVISIONAL;
        }
        return !open;
    }
}
