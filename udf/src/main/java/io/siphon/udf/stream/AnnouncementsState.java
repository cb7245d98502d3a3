package io.siphon.udf.stream;

import io.siphon.udf.session.MediaSocket;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * State: the calls that recently announced one socket in SDP, in order of their first announcement.
 *
 * <p>The socket belongs to one of them: a call that has not ended before one that has, one whose
 * own SDP names the socket before others, then the call that began last. The start of the call
 * decides, not the time of the announcement. So both directions of media belong to one leg where a
 * B2BUA passes SDP on unchanged: its legs announce the caller's socket in one order and the
 * callee's in the other.
 */
public class AnnouncementsState {

    /** Older ones are deleted: media ports are used again. */
    static final int LIMIT = 8;

    /** After this long without a packet a socket may go to an older call, too; µs. */
    private static final long IDLE = 5_000_000;

    public List<AnnouncedState> calls = new ArrayList<>();

    public AnnouncementsState() {}

    void add(MediaSocket socket) {
        AnnouncedState announced = of(socket.callId());
        if (announced == null) {
            if (socket.over()) {
                return;
            }
            announced = AnnouncedState.of(socket);
            AnnouncedState owner = at(socket.timeMicros());
            if (owner != null && socket.timeMicros() - owner.activeAt > IDLE) {
                announced.began = Math.max(announced.began, socket.timeMicros());
            }
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

    /** The call that the socket belongs to now; null when there is none. */
    AnnouncedState newest() {
        return best(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Likewise of what a socket sends to it: of several calls that are up, one that has both. So
     * calls to one port of an SBC are told apart.
     */
    @Nullable
    AnnouncedState newest(String source) {
        AnnouncedState newest = newest();
        if (calls.size() < 2 || newest.peer.equals(source)) {
            return newest;
        }
        AnnouncedState both = null;
        for (AnnouncedState announced : calls) {
            boolean has = announced.overAt == 0 && announced.peer.equals(source);
            if (has && (both == null || announced.isBefore(both, Long.MAX_VALUE))) {
                both = announced;
            }
        }
        return both == null ? newest : both;
    }

    /** The call that the socket belonged to at that time, else the first one later. */
    AnnouncedState at(long timeMicros) {
        AnnouncedState found = best(timeMicros, timeMicros);
        return found == null && !calls.isEmpty() ? calls.get(0) : found;
    }

    /**
     * Whether several calls have the socket then, and are up: it alone does not tell whose it is.
     */
    boolean isShared(long timeMicros) {
        int up = 0;
        for (AnnouncedState announced : calls) {
            up += announced.since <= timeMicros && !announced.isOver(timeMicros) ? 1 : 0;
        }
        return up > 1;
    }

    private AnnouncedState best(long until, long now) {
        AnnouncedState best = null;
        for (AnnouncedState announced : calls) {
            if (announced.since <= until && (best == null || announced.isBefore(best, now))) {
                best = announced;
            }
        }
        return best;
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
