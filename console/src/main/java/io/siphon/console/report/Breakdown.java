package io.siphon.console.report;

import io.siphon.console.report.Report.FailureCause;
import io.siphon.console.report.Report.Share;
import io.siphon.console.report.Report.WorstCall;
import io.siphon.console.store.Span;
import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.Registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** Outcomes and responses of calls and registrations over the whole span, and the worst calls. */
final class Breakdown {

    private static final int WORST = 10;
    private static final Set<CallOutcome> FAILURES =
            EnumSet.of(CallOutcome.FAILED, CallOutcome.TIMED_OUT);

    private final Counts responses = new Counts();
    private final Counts outcomes = new Counts();
    private final Counts mediaVerdicts = new Counts();
    private final Causes causes = new Causes();
    private final Counts registrationOutcomes = new Counts();
    private final Counts registrationResponses = new Counts();
    private final long[] durations = new long[DurationBin.values().length];
    private final PriorityQueue<Call> slowest =
            new PriorityQueue<>(
                    Comparator.comparingLong(Call::pddMs)
                            .thenComparing(Call::callId, Comparator.reverseOrder()));
    private final PriorityQueue<Call> failed =
            new PriorityQueue<>(
                    Comparator.comparingLong(Call::startedAt)
                            .thenComparing(Call::callId, Comparator.reverseOrder()));

    void add(Call call) {
        outcomes.add(call.outcome().tag(), 1);
        causes.add(call);
        if (!call.media().verdict().isEmpty()) {
            mediaVerdicts.add(call.media().verdict(), 1);
        }
        if (!call.outcome().isUndecided()) {
            responses.add(String.valueOf(call.finalStatus()), 1);
        }
        if (call.durationMs() >= 0) {
            durations[DurationBin.of(call.durationMs()).ordinal()]++;
        }
        if (call.pddMs() >= 0) {
            keep(slowest, call);
        }
        if (FAILURES.contains(call.outcome())) {
            keep(failed, call);
        }
    }

    void add(Registration registration) {
        if (!registration.kind().isBinding()) {
            return;
        }
        registrationOutcomes.add(registration.outcome().tag(), 1);
        if (!registration.outcome().isUndecided()) {
            registrationResponses.add(String.valueOf(registration.finalStatus()), 1);
        }
    }

    private static void keep(PriorityQueue<Call> worst, Call call) {
        worst.add(call);
        if (worst.size() > WORST) {
            worst.remove();
        }
    }

    List<Share> responses() {
        return responses.shares(StatusText::of);
    }

    List<Share> outcomes() {
        return outcomes.shares(outcome -> outcome.replace('_', ' '));
    }

    List<Share> mediaVerdicts() {
        return mediaVerdicts.shares(verdict -> verdict.replace('_', ' '));
    }

    List<FailureCause> causes() {
        return causes.result();
    }

    List<Share> registrationOutcomes() {
        return registrationOutcomes.shares(outcome -> outcome.replace('_', ' '));
    }

    List<Share> registrationResponses() {
        return registrationResponses.shares(StatusText::of);
    }

    /** Every bin, from the shortest on; empty when no duration is known. */
    List<Share> durations() {
        long total = 0;
        for (long count : durations) {
            total += count;
        }
        List<Share> shares = new ArrayList<>();
        for (DurationBin bin : DurationBin.values()) {
            long count = durations[bin.ordinal()];
            if (total > 0) {
                shares.add(new Share(bin.key(), bin.text(), count, (double) count / total));
            }
        }
        return shares;
    }

    List<WorstCall> slowest() {
        return worst(slowest);
    }

    List<WorstCall> failed() {
        return worst(failed);
    }

    private static List<WorstCall> worst(PriorityQueue<Call> calls) {
        return calls.stream()
                .sorted(calls.comparator().reversed())
                .map(
                        call ->
                                new WorstCall(
                                        call.callId(),
                                        Span.instant(call.startedAt()),
                                        call.callee(),
                                        call.node(),
                                        call.trunk(),
                                        call.pddMs(),
                                        call.outcome().tag(),
                                        call.finalStatus()))
                .toList();
    }
}
