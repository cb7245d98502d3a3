package io.siphon.udf.stream;

import java.util.ArrayList;
import java.util.List;

/** State: the calls that announced one socket lately, in order of their first announcement. */
public class AnnouncementsState {

    /** Older ones are forgotten: media ports go round. */
    static final int LIMIT = 8;

    public List<AnnouncedState> calls = new ArrayList<>();

    public AnnouncementsState() {}

    void add(MediaSocket socket) {
        AnnouncedState announced = of(socket.callId());
        if (announced == null) {
            announced = AnnouncedState.of(socket);
            int at = calls.size();
            while (at > 0 && calls.get(at - 1).since > announced.since) {
                at--;
            }
            calls.add(at, announced);
            if (calls.size() > LIMIT) {
                calls.remove(0);
            }
        }
        announced.update(socket);
    }

    /**
     * The call that has the socket: the one that came last. A renegotiation of an older call does
     * not take it back. Null when there is none.
     */
    AnnouncedState newest() {
        return calls.isEmpty() ? null : calls.get(calls.size() - 1);
    }

    /** The call that had the socket at that time, else the first that had it later. */
    AnnouncedState at(long timeMicros) {
        AnnouncedState found = null;
        for (AnnouncedState announced : calls) {
            if (found == null || announced.since <= timeMicros) {
                found = announced;
            }
        }
        return found;
    }

    /** Null when the call is not known here. */
    AnnouncedState of(String callId) {
        for (AnnouncedState announced : calls) {
            if (announced.callId.equals(callId)) {
                return announced;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    void forget(long activeBefore) {
        calls.removeIf(announced -> announced.activeAt <= activeBefore);
    }

    /** The least recent use; {@link Long#MAX_VALUE} when there is none. */
    long oldest() {
        long oldest = Long.MAX_VALUE;
        for (AnnouncedState announced : calls) {
            oldest = Math.min(oldest, announced.activeAt);
        }
        return oldest;
    }
}
