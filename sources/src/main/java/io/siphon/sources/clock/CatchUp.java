package io.siphon.sources.clock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * When the turn of an agent's messages comes: at their time, or while a backlog is sent, at their
 * receipt. A later message never comes before an earlier one, also where they arrive out of order.
 */
final class CatchUp {

    /** A message that is received later than this after its time is of a backlog, µs. */
    static final long LATE = 1_000_000;

    /** Messages of a backlog arrive out of order by so much of their time, µs. */
    private static final long OUT_OF_ORDER = 5_000_000;

    /** Where nothing was missed, a turn is by less ahead of the times that come after it, µs. */
    static final long MOST_AHEAD = 2 * OUT_OF_ORDER;

    private static final int PLACES = 64;

    /** Between two times whose places are kept, µs. */
    private static final long GRAIN = 50_000;

    private final long[] times = new long[PLACES];
    private final long[] places = new long[PLACES];

    /** Ever kept; the last {@link #PLACES} of them still are. */
    private int kept;

    private long newest = Long.MIN_VALUE / 2;
    private long place = Long.MIN_VALUE / 2;

    /** Turn of the last late message. */
    private long lateTurn = Long.MIN_VALUE / 2;

    boolean isActive() {
        return place > newest;
    }

    /** The latest time that had its turn, epoch µs. */
    long newest() {
        return newest;
    }

    /**
     * @param time of a message, by a clock that is right, epoch µs
     * @param received epoch µs
     * @param reached by other messages: who is not behind them is in time, epoch µs
     * @return when its turn comes, not before its time, epoch µs
     */
    long place(long time, long received, long reached) {
        if (time < newest && isActive()) {
            return Math.max(time, placeOfOlder(time));
        }
        long own = received - time > LATE ? lateTurn(time, received, reached) : time;
        if (time < newest) {
            return own;
        }
        boolean wasActive = isActive();
        place = wasActive ? Math.max(own, place) : own;
        newest = time;
        if (!isActive()) {
            kept = 0;
        } else if (kept == 0 || time - times[index(kept - 1)] >= GRAIN) {
            times[index(kept)] = time;
            places[index(kept)] = place;
            kept++;
        }
        return place;
    }

    /** A turn before the last one that was given may be over. */
    private long lateTurn(long time, long received, long reached) {
        long ofTime = Math.min(received, time + OUT_OF_ORDER);
        lateTurn = reached - LATE > time || lateTurn > ofTime ? received : ofTime;
        return lateTurn;
    }

    /** The place of the last one that is kept and not later, else of the first that is kept. */
    private long placeOfOlder(long time) {
        int oldest = Math.max(0, kept - PLACES);
        int at = kept - 1;
        while (at > oldest && times[index(at)] > time) {
            at--;
        }
        return places[index(at)];
    }

    private static int index(int ever) {
        return Math.floorMod(ever, PLACES);
    }

    /** The clock is another one now. */
    void clear() {
        kept = 0;
        newest = Long.MIN_VALUE / 2;
        place = Long.MIN_VALUE / 2;
        lateTurn = Long.MIN_VALUE / 2;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(newest);
        out.writeLong(place);
        out.writeLong(lateTurn);
        int count = Math.min(kept, PLACES);
        out.writeInt(count);
        for (int i = kept - count; i < kept; i++) {
            out.writeLong(times[index(i)]);
            out.writeLong(places[index(i)]);
        }
    }

    void read(DataInput in) throws IOException {
        newest = in.readLong();
        place = in.readLong();
        lateTurn = in.readLong();
        kept = in.readInt();
        if (kept < 0 || kept > PLACES) {
            throw new IOException("got " + kept + " places, expected 0.." + PLACES);
        }
        for (int i = 0; i < kept; i++) {
            times[i] = in.readLong();
            places[i] = in.readLong();
        }
    }
}
