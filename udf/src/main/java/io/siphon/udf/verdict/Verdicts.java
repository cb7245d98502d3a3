package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import java.util.List;

/** All rules. The first that knows why decides: what is rare and certain goes before the usual. */
public final class Verdicts {

    private static final List<VerdictRule> RULES =
            List.of(
                    new Evicted(),
                    // answered
                    new HiddenByNat(),
                    new AckMissing(),
                    new ByeLost(),
                    new ByeUnanswered(),
                    new MediaTimeout(),
                    new ReleasedByNetwork(),
                    new ReleasedAbnormally(),
                    new NormalClearing(),
                    // withdrawn by the caller
                    new AnsweredElsewhere(),
                    new EarlyMediaOnly(),
                    new CallerGaveUp(),
                    new CancelledBeforeRinging(),
                    // no final response
                    new TimerB(),
                    new NoFinalResponse(),
                    // refused
                    new Loop(),
                    new TooManyHops(),
                    new WrongCredentials(),
                    new NoCredentials(),
                    new NotRegistered(),
                    new NoAnswer(),
                    new Busy(),
                    new NoRoute(),
                    new BadNumber(),
                    new CodecRefused(),
                    new Blocked(),
                    new Declined(),
                    new Unreachable(),
                    new TrunkOverloaded(),
                    new TrunkDown(),
                    new ServerError(),
                    new Redirected(),
                    new BadRequest());

    private Verdicts() {}

    /** Why a call ended as it did. */
    public static CallVerdict of(Evidence evidence) {
        for (VerdictRule rule : RULES) {
            CallVerdict verdict = rule.judge(evidence);
            if (verdict != null) {
                return verdict;
            }
        }
        return evidence.refused(CallCause.UNKNOWN, "no rule knows why");
    }
}
