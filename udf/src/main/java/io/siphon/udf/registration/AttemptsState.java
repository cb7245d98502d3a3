package io.siphon.udf.registration;

import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.payload.Endpoints;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** State: the registrations of one address of record that are under way, lingering, or in force. */
public class AttemptsState {

    /** More of them are not followed at a time. */
    static final int LIMIT = 64;

    public List<AttemptState> attempts = new ArrayList<>();

    /** The second at which it is looked at again, epoch ms, see {@link InOrderFunction#wake}. */
    public long timer;

    public AttemptsState() {}

    /** The latest of that Call-ID; null when there is none. */
    AttemptState latest(String callId) {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (attempts.get(i).callId.equals(callId)) {
                return attempts.get(i);
            }
        }
        return null;
    }

    /** Whether one of them holds the contact registered. */
    boolean isBound(String contact) {
        return attempts.stream().anyMatch(attempt -> attempt.isBoundTo(contact));
    }

    boolean isFull() {
        return attempts.size() >= LIMIT;
    }

    /**
     * The one that makes room for another: of the sender that has most under way or lingering, the
     * oldest, before all what is over. So many REGISTERs of a stranger displace each other, and not
     * the phone's.
     *
     * @return null when all are in force
     */
    AttemptState displaced() {
        Map<String, Integer> bySender = new HashMap<>();
        for (AttemptState attempt : attempts) {
            if (attempt.boundUntil == 0) {
                bySender.merge(Endpoints.address(attempt.source), 1, Integer::sum);
            }
        }
        return attempts.stream()
                .filter(attempt -> attempt.boundUntil == 0)
                .min(
                        Comparator.comparingInt(
                                        (AttemptState a) ->
                                                -bySender.get(Endpoints.address(a.source)))
                                .thenComparing(AttemptState::isOpen)
                                .thenComparingLong(a -> a.startedAt))
                .orElse(null);
    }

    /** The earliest of the deadlines; there must be one. */
    long deadline() {
        return attempts.stream().mapToLong(AttemptState::deadline).min().orElseThrow();
    }
}
