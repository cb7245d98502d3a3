package io.siphon.udf.stream;

import io.siphon.udf.order.DeadlineTimer;

import java.util.ArrayList;
import java.util.List;

/** State: the calls that lately announced one address, in order of their first announcement. */
public class AddressState {

    /** Older ones are forgotten: media ports are used again. */
    static final int LIMIT = 4;

    /** One of them. Times are epoch µs. */
    public static class Owner {

        public String callId = "";
        public long since;

        /** Last announcement, or last answer. */
        public long activeAt;

        public Owner() {}
    }

    public List<Owner> owners = new ArrayList<>();

    /** See {@link io.siphon.udf.order.InOrderFunction#wake}. */
    public long timer = DeadlineTimer.NONE;

    public AddressState() {}

    void announce(String callId, long timeMicros) {
        for (Owner known : owners) {
            if (known.callId.equals(callId)) {
                known.since = Math.min(known.since, timeMicros);
                known.activeAt = Math.max(known.activeAt, timeMicros);
                return;
            }
        }
        Owner owner = new Owner();
        owner.callId = callId;
        owner.since = timeMicros;
        owner.activeAt = timeMicros;
        int at = owners.size();
        while (at > 0 && isBefore(owner, owners.get(at - 1))) {
            at--;
        }
        owners.add(at, owner);
        if (owners.size() > LIMIT) {
            owners.remove(0);
        }
    }

    private static boolean isBefore(Owner one, Owner other) {
        return one.since == other.since
                ? one.callId.compareTo(other.callId) < 0
                : one.since < other.since;
    }

    /** Who have it then: all that announced it, else who will be the first. */
    List<Owner> at(long timeMicros) {
        int until = owners.isEmpty() ? 0 : 1;
        while (until < owners.size() && owners.get(until).since <= timeMicros) {
            until++;
        }
        return owners.subList(0, until);
    }

    void forget(long activeBefore) {
        owners.removeIf(owner -> owner.activeAt <= activeBefore);
    }

    /** The least recent use. */
    long oldest() {
        long oldest = Long.MAX_VALUE;
        for (Owner owner : owners) {
            oldest = Math.min(oldest, owner.activeAt);
        }
        return oldest;
    }
}
