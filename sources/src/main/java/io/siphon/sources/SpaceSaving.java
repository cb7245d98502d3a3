package io.siphon.sources;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent keys, in room for so many: Space-Saving (Metwally, Agrawal, El Abbadi, 2005). A
 * key that is new takes the place, and the count, of the least. So a key with more than its share
 * is here, however many others are invented, and counts are too high by the least one at most.
 */
public final class SpaceSaving<K> {

    /** A key, and how often it came at most. */
    public static final class Tally<K> {
        private K key;
        private long count;
        private long inherited;

        public K key() {
            return key;
        }

        public long count() {
            return count;
        }

        /** How often it came for sure: since it has its place. */
        public long seen() {
            return count - inherited;
        }
    }

    private final int room;
    private final Map<K, Tally<K>> byKey = new HashMap<>();
    private final List<Tally<K>> all = new ArrayList<>();

    public SpaceSaving(int room) {
        this.room = room;
    }

    /** Counts a key; its tally is another's when it gives way. */
    public Tally<K> add(K key) {
        Tally<K> tally = byKey.get(key);
        if (tally == null) {
            tally = place();
            tally.key = key;
            byKey.put(key, tally);
        }
        tally.count++;
        return tally;
    }

    /** A free one, or that of the least. */
    private Tally<K> place() {
        if (all.size() < room) {
            Tally<K> free = new Tally<>();
            all.add(free);
            return free;
        }
        Tally<K> least = all.get(0);
        for (Tally<K> tally : all) {
            if (tally.count < least.count) {
                least = tally;
            }
        }
        byKey.remove(least.key);
        least.inherited = least.count;
        return least;
    }

    /** Forgets a key, and frees its place. */
    public void remove(Tally<K> tally) {
        byKey.remove(tally.key);
        all.remove(tally);
    }

    /** In no order. */
    public List<Tally<K>> all() {
        return Collections.unmodifiableList(all);
    }
}
