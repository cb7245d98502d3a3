package io.siphon.console.report;

import io.siphon.console.report.Report.FailureCause;
import io.siphon.schema.Call;
import io.siphon.schema.CallCause;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Why calls failed: each cause with how often, and the last call as its example. */
final class Causes {

    private static final Comparator<Call> LATER =
            Comparator.comparingLong(Call::startedAt)
                    .thenComparing(Call::callId, Comparator.reverseOrder());

    private final Map<CallCause, Long> counts = new EnumMap<>(CallCause.class);
    private final Map<CallCause, Call> examples = new EnumMap<>(CallCause.class);

    void add(Call call) {
        CallCause cause = call.verdict().cause();
        if (cause.isFailure()) {
            counts.merge(cause, 1L, Long::sum);
            examples.merge(cause, call, (a, b) -> LATER.compare(a, b) < 0 ? b : a);
        }
    }

    /** The most frequent first. */
    List<FailureCause> result() {
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        return counts.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), total))
                .sorted(Comparator.comparingLong(FailureCause::count).reversed())
                .toList();
    }

    private FailureCause of(CallCause cause, long count, long total) {
        Call example = examples.get(cause);
        return new FailureCause(
                cause.tag(),
                cause.meaning(),
                count,
                (double) count / total,
                example.callId(),
                example.verdict().text());
    }
}
