package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * Minutes, and calls at once, of an account to one country abroad, while the calls are up: fraud is
 * over when its calls have ended. Minutes are those of the current hour. They are compared with a
 * floor, and with three times what is usual: the most that the account had in an hour before, of
 * which less than a third fades over a weekend. One hour raises it by half at most, so that a fraud
 * that grows does not teach what is usual, and for a day an alert does not at all. A conversation
 * counts once. Which leg a call is may be known, or change, after its answer: so what was not
 * counted then is remembered until it ends.
 */
final class TollMinutes extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "toll_minutes";

    private static final int ANSWERED = 0;
    private static final int ENDED = 1;

    /** The answer of a later leg, which is not counted. */
    private static final int LATER_LEG = 2;

    private static final long MINUTE = 60_000_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int TIMES_USUAL = 3;

    /** Of what is usual one part of so many fades in an hour. */
    private static final int FADING = 200;

    /** Nothing is learnt for so long from hours that raise an alert. */
    private static final long NOT_LEARNT = DAY;

    /** So long without an alert, and the next is another one: longer than a weekend. */
    private static final long APART = 3 * DAY;

    /** The part of the floor from which an account is followed when none of its calls is up. */
    private static final int KEPT_FROM = 8;

    /**
     * Of {@link SubjectState#own}: calls up; sum of the µs since the hour began that they began.
     */
    private static final int UP = 0;

    private static final int BEGINNINGS = 1;

    /** Of ended calls, µs of this hour. */
    private static final int DONE = 2;

    /** More later legs that are up at once are counted as calls. */
    private static final int MOST_APART = 64;

    /** What is usual in an hour, µs. */
    private static final int USUAL = 3;

    /** Begin of the first hour that raised an alert, and end of the last one; 0: none. */
    private static final int ALERT_SINCE = 4;

    private static final int ALERT_UNTIL = 5;

    private final InternationalCalls international;
    private final int minutes;
    private final int concurrent;

    TollMinutes(InternationalCalls international, int minutes, int concurrent) {
        super(NAME, Duration.ofHours(1));
        this.international = international;
        this.minutes = minutes;
        this.concurrent = concurrent;
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        boolean answered = call.change() == CallChange.ANSWERED;
        if (!answered && (call.change() != CallChange.ENDED || call.answeredAt() == 0)) {
            return;
        }
        String account = InternationalCalls.account(call);
        if (account.isEmpty()) {
            return;
        }
        String number = international.number(call);
        String country = international.abroad(call, number);
        if (!country.isEmpty()) {
            out.collect(
                    Sighting.of(
                                    Sighting.key(
                                            NAME, account + " to " + DialledNumber.name(country)),
                                    call.changeMicros(),
                                    kind(call),
                                    call.node())
                            .from(Endpoints.address(call.source()))
                            .withItem(call.callId() + call.startedAt())
                            .withExample("+" + number)
                            .withNumber(call.answeredAt()));
        }
    }

    private static int kind(Call call) {
        if (call.change() == CallChange.ENDED) {
            return ENDED;
        }
        return call.leg().isFirst() ? ANSWERED : LATER_LEG;
    }

    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() != ENDED;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        if (sighting.kind() == LATER_LEG && state.apart.size() < MOST_APART) {
            state.apart.add(sighting.item());
            return;
        }
        if (state.apart.remove(sighting.item())) {
            return;
        }
        long began = Math.max(0, sighting.number() - state.since);
        if (sighting.kind() != ENDED) {
            state.own[UP]++;
            state.own[BEGINNINGS] += began;
            state.bad++;
            state.example(sighting.example());
        } else if (state.own[UP] > 0) {
            state.own[UP]--;
            state.own[BEGINNINGS] -= Math.min(began, state.own[BEGINNINGS]);
            state.own[DONE] += Math.max(0, sighting.timeMicros() - state.since - began);
        }
    }

    private static long spent(SubjectState state, long now) {
        return state.own[DONE]
                + Math.max(0, state.own[UP] * (now - state.since) - state.own[BEGINNINGS]);
    }

    private long floor(SubjectState state) {
        return Math.max(minutes * MINUTE, TIMES_USUAL * state.own[USUAL]);
    }

    /** When the floor is reached if all calls that are up stay so. */
    @Override
    long judgedAt(SubjectState state) {
        if (state.own[UP] == 0 || state.raised > 0) {
            return state.until;
        }
        long missing = floor(state) - spent(state, state.last);
        return Math.min(state.until, state.last + Math.max(0, missing) / state.own[UP] + 1);
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long spent = spent(state, state.last);
        long up = state.own[UP];
        double mostUp = Math.max(concurrent, TIMES_USUAL * state.own[USUAL] / (double) HOUR);
        boolean many = up >= concurrent && up * HOUR > TIMES_USUAL * state.own[USUAL];
        if (spent < floor(state) && !many) {
            return null;
        }
        // of minutes and calls what is further beyond
        boolean byCalls = many && up / mostUp > spent / (double) floor(state);
        double value = byCalls ? up : spent / (double) MINUTE;
        double threshold = byCalls ? mostUp : floor(state) / (double) MINUTE;
        return alert(
                key,
                state,
                Severity.of(value, threshold),
                value,
                threshold,
                "%s: %d min in %d calls within an hour, %d up now; usually at most %d min%s"
                        .formatted(
                                Sighting.subject(key),
                                spent / MINUTE,
                                state.bad,
                                up,
                                state.own[USUAL] / MINUTE,
                                state.forExample()));
    }

    /** Nearly all accounts call abroad now and then: what is far from the floor is not kept. */
    @Override
    boolean isSpent(SubjectState state) {
        return state.own[UP] == 0
                && state.apart.isEmpty()
                && state.own[USUAL] == 0
                && state.own[ALERT_SINCE] == 0
                && state.raised == 0
                && state.own[DONE] < minutes * MINUTE / KEPT_FROM;
    }

    @Override
    boolean goesOn(SubjectState state) {
        if (state.raised > 0) {
            state.own[ALERT_UNTIL] = state.until;
            if (state.own[ALERT_SINCE] == 0) {
                state.own[ALERT_SINCE] = state.since;
            }
        } else if (state.until - state.own[ALERT_UNTIL] >= APART) {
            state.own[ALERT_SINCE] = 0;
        }
        long usual = usual(state);
        if (state.own[UP] == 0
                && state.apart.isEmpty()
                && usual == 0
                && state.own[ALERT_SINCE] == 0) {
            return false;
        }
        long up = state.own[UP];
        state.begin(state.until, HOUR);
        state.own[UP] = up;
        state.own[BEGINNINGS] = 0;
        state.own[DONE] = 0;
        state.own[USUAL] = usual;
        state.bad = up;
        return true;
    }

    /** After an hour. */
    private long usual(SubjectState state) {
        long before = state.own[USUAL];
        if (state.raised > 0 && state.until - state.own[ALERT_SINCE] <= NOT_LEARNT) {
            return before;
        }
        long most = Math.max(before + before / 2, minutes * MINUTE / TIMES_USUAL);
        long usual = Math.max(Math.min(spent(state, state.until), most), before - before / FADING);
        return TIMES_USUAL * usual < minutes * MINUTE ? 0 : usual; // else the floor is higher
    }
}
