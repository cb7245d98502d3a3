package io.siphon.udf.order;

import java.io.Serializable;

/**
 * Bound of one kind of state, over all subtasks. A bound of 0 is derived from the heap of the JVM
 * that the operator runs in.
 *
 * @param kind what is in it, in people's words: {@code calls}
 * @param places most places; a key takes one for each {@value #PLACE} octets of its state that are
 *     begun
 * @param heldBytes most bytes of events that wait to be put in order
 * @param placesPerUnit places for each {@link #UNIT} of heap
 */
public record Ceiling(String kind, long places, long heldBytes, long placesPerUnit)
        implements Serializable {

    /** Octets of state. */
    public static final int PLACE = 512;

    /** Of the heap, what is left beside all that does not depend on who sends what. */
    private static final long BASE = 256L << 20;

    private static final long UNIT = 768L << 20;
    private static final long HELD_PER_UNIT = 48L << 20;

    /** Also on the smallest heap there is room for these. */
    private static final long FEWEST_PLACES = 5_000;

    private static final long FEWEST_HELD = 4L << 20;

    /** So that nothing is ever closed early. */
    public static final Ceiling NONE =
            new Ceiling("", Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** A call takes half a kB, and 250 bytes beside its state. */
    public static Ceiling ofCalls(long places, long heldBytes) {
        return new Ceiling("calls", places, heldBytes, 300_000);
    }

    /** A leg takes a fifth of a kB, and as much beside its state. */
    public static Ceiling ofLegs(long places, long heldBytes) {
        return new Ceiling("legs", places, heldBytes, 300_000);
    }

    /** Of an identifier of a leg likewise. A leg has its Call-ID, and a few more as it begins. */
    public static Ceiling ofLegIdentifiers(long legs, long heldBytes) {
        return new Ceiling("leg identifiers", 3 * legs, heldBytes, 900_000);
    }

    /** A registration is objects on the heap, 2 kB of them. */
    public static Ceiling ofRegistrations(long places, long heldBytes) {
        return new Ceiling("registrations", places, heldBytes, 60_000);
    }

    /** As calls: each with SDP is one. */
    public static Ceiling ofRtcp(long places, long heldBytes) {
        return new Ceiling("rtcp", places, heldBytes, 300_000);
    }

    /** A stream is objects on the heap, 1 kB of them; so is a socket that SDP announced. */
    public static Ceiling ofStreams(long places) {
        return new Ceiling("streams", places, 0, 100_000);
    }

    /** Of a function that itself follows no more than it has room for. */
    public static Ceiling ofHeld(String kind, long heldBytes) {
        return new Ceiling(kind, Long.MAX_VALUE, heldBytes, 0);
    }

    /** How many places that much state takes. */
    public static int places(int octets) {
        return 1 + octets / PLACE;
    }

    /**
     * Those of one subtask.
     *
     * @param heap most bytes of the JVM's heap
     */
    long placesOf(int subtasks, long heap) {
        return share(places, FEWEST_PLACES, placesPerUnit, subtasks, heap);
    }

    /** As {@link #placesOf(int, long)}, of this JVM. */
    public long placesOf(int subtasks) {
        return placesOf(subtasks, Runtime.getRuntime().maxMemory());
    }

    /** As {@link #placesOf(int, long)}. */
    long heldBytesOf(int subtasks, long heap) {
        return share(heldBytes, FEWEST_HELD, HELD_PER_UNIT, subtasks, heap);
    }

    private static long share(long set, long fewest, long perUnit, int subtasks, long heap) {
        if (set == Long.MAX_VALUE) {
            return set;
        }
        double units = (double) (heap - BASE) / UNIT;
        long all = set > 0 ? set : Math.max(fewest, (long) (perUnit * units));
        return Math.max(1, all / subtasks);
    }
}
