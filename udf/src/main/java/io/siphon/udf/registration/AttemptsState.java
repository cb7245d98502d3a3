package io.siphon.udf.registration;

import io.siphon.udf.order.InOrderFunction;

import java.util.ArrayList;
import java.util.List;

/** State: the registrations of one address of record that are under way, lingering, or in force. */
public class AttemptsState {

    /** More of them are not followed. */
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

    /** The earliest of the deadlines; there must be one. */
    long deadline() {
        return attempts.stream().mapToLong(AttemptState::deadline).min().orElseThrow();
    }
}
