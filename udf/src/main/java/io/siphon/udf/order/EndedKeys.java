package io.siphon.udf.order;

import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.IntFunction;

/**
 * What has ended, and when: so that what an agent sends of it after its state was forgotten begins
 * nothing new. Of each 24 octets, and no object: its 64 bits of a hash, its times, and the hash of
 * its key, by which a checkpoint has it.
 *
 * <p>They are in parts of an eighth of the reach each, by when they were added, in event time. Of
 * more than there is room for the oldest part is forgotten early.
 */
final class EndedKeys {

    private static final Hasher64 HASH = Hashing.komihash5_0();
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int PARTS = 8;
    private static final int SMALLEST = 16;

    /** Those that were added in one part of the reach: a hash table without chains. */
    private static final class Part {

        private final long number;
        private int count;

        /** 0: free. */
        private long[] ids = new long[SMALLEST];

        /** Epoch µs. */
        private long[] from = new long[SMALLEST];

        /** ms. */
        private int[] lasted = new int[SMALLEST];

        private int[] keyHashes = new int[SMALLEST];

        Part(long number) {
            this.number = number;
        }

        int first(long id) {
            return (int) (id * SPREAD >>> Long.SIZE - Integer.numberOfTrailingZeros(ids.length));
        }

        void add(long id, long since, int length, int keyHash) {
            if (4 * (count + 1) > 3 * ids.length) {
                grow();
            }
            int at = first(id);
            while (ids[at] != 0) {
                if (ids[at] == id && from[at] == since) {
                    return;
                }
                at = at + 1 & ids.length - 1;
            }
            ids[at] = id;
            from[at] = since;
            lasted[at] = length;
            keyHashes[at] = keyHash;
            count++;
        }

        private void grow() {
            long[] oldIds = ids;
            long[] oldFrom = from;
            int[] oldLasted = lasted;
            int[] oldHashes = keyHashes;
            int size = 2 * oldIds.length;
            ids = new long[size];
            from = new long[size];
            lasted = new int[size];
            keyHashes = new int[size];
            count = 0;
            for (int i = 0; i < oldIds.length; i++) {
                if (oldIds[i] != 0) {
                    add(oldIds[i], oldFrom[i], oldLasted[i], oldHashes[i]);
                }
            }
        }

        boolean knows(long id, long micros, long before, long after) {
            for (int at = first(id); ids[at] != 0; at = at + 1 & ids.length - 1) {
                if (ids[at] == id
                        && micros >= from[at] - before
                        && micros <= from[at] + lasted[at] * 1000L + after) {
                    return true;
                }
            }
            return false;
        }

        void write(int at, DataOutputView to) throws IOException {
            to.writeLong(number);
            to.writeLong(ids[at]);
            to.writeLong(from[at]);
            to.writeInt(lasted[at]);
            to.writeInt(keyHashes[at]);
        }
    }

    private final long partMillis;
    private final Limits limits;
    private final Deque<Part> parts = new ArrayDeque<>();
    private volatile long count;

    /** The latest end of all, epoch µs: what is later is of none. */
    private long latest = Long.MIN_VALUE;

    /**
     * @param reach how long one is known at least, µs; 0: not at all
     * @param limits say how many there may be
     */
    EndedKeys(long reach, Limits limits) {
        partMillis = -Math.floorDiv(-reach, PARTS * 1000L);
        this.limits = limits;
    }

    /** Of a key and what of it has ended. */
    static long id(Object key, int what) {
        long id = HASH.hashCharsToLong(key.toString()) + what * SPREAD;
        return id == 0 ? 1 : id;
    }

    /**
     * Something has ended.
     *
     * @param now of the watermark, epoch ms
     * @param fromMicros when it began
     * @param toMicros when it ended
     */
    void add(Object key, int what, long fromMicros, long toMicros, long now) {
        if (partMillis == 0) {
            return;
        }
        forget(now);
        while (count >= limits.mostEnded()) {
            long forgotten = parts.removeFirst().count;
            count -= forgotten;
            limits.forgot(now, forgotten);
        }
        long millis = Math.max(0, -Math.floorDiv(-(toMicros - fromMicros), 1000L));
        add(
                Math.floorDiv(now, partMillis),
                id(key, what),
                fromMicros,
                (int) Math.min(Integer.MAX_VALUE, millis),
                key.hashCode());
    }

    private void add(long number, long id, long since, int length, int keyHash) {
        Part part = part(number);
        count -= part.count;
        part.add(id, since, length, keyHash);
        count += part.count;
        latest = Math.max(latest, since + length * 1000L);
    }

    private Part part(long number) {
        if (!parts.isEmpty() && parts.getLast().number == number) {
            return parts.getLast();
        }
        for (Part part : parts) {
            if (part.number == number) {
                return part;
            }
        }
        Part added = new Part(number);
        parts.addLast(added);
        return added;
    }

    private void forget(long now) {
        long oldest = Math.floorDiv(now, partMillis) - PARTS;
        for (Iterator<Part> all = parts.iterator(); all.hasNext(); ) {
            Part part = all.next();
            if (part.number < oldest) {
                count -= part.count;
                all.remove();
            }
        }
    }

    /**
     * Whether something of that time is of what has ended.
     *
     * @param micros its time
     * @param before how much earlier than the beginning it may be, µs
     * @param after how much later than the end
     * @param now of the watermark, epoch ms
     */
    boolean knows(Object key, int what, long micros, long before, long after, long now) {
        if (count == 0 || micros - after > latest) {
            return false;
        }
        long id = id(key, what);
        long oldest = Math.floorDiv(now, partMillis) - PARTS;
        for (Part part : parts) {
            if (part.number >= oldest && part.knows(id, micros, before, after)) {
                return true;
            }
        }
        return false;
    }

    long count() {
        return count;
    }

    /** Writes each to where those of its key's hash go. */
    void copy(IntFunction<? extends DataOutputView> ofHash) throws IOException {
        for (Part part : parts) {
            for (int at = 0; at < part.ids.length; at++) {
                if (part.ids[at] != 0) {
                    part.write(at, ofHash.apply(part.keyHashes[at]));
                }
            }
        }
    }

    /** Takes one that {@link #copy} wrote. */
    void read(DataInputView from) throws IOException {
        long number = from.readLong();
        long id = from.readLong();
        long since = from.readLong();
        int length = from.readInt();
        int keyHash = from.readInt();
        if (partMillis > 0) {
            add(number, id, since, length, keyHash);
        }
    }
}
