package io.siphon.udf.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which keys go when there are more than there is room for: those that are over, then the oldest
 * unanswered ones, then others. A source that has more than half of the room gives way first, as
 * long as it has.
 */
final class Eviction<K extends Comparable<? super K>> {

    /**
     * @param wakesAt see {@link InOrderFunction#wakesAt}
     */
    private record Candidate<K>(K key, Standing standing, long wakesAt) {}

    /** Makes room for this part of all at once: to look at every key for each new one is dear. */
    private static final int AT_ONCE = 16;

    private final long most;
    private final List<Candidate<K>> candidates = new ArrayList<>();
    private final Map<String, Long> bySource = new HashMap<>();
    private long places;

    Eviction(long most) {
        this.most = most;
    }

    void consider(K key, Standing standing, long wakesAt) {
        candidates.add(new Candidate<>(key, standing, wakesAt));
        places += standing.places();
        if (!standing.source().isEmpty()) {
            bySource.merge(standing.source(), (long) standing.places(), Long::sum);
        }
    }

    /** Of all that was considered. */
    long places() {
        return places;
    }

    interface Victim<K> {
        void evict(K key, Standing standing) throws Exception;
    }

    interface Survivor<K> {
        void stay(K key, long wakesAt) throws Exception;
    }

    /** Hands out those that go, and then those that stay. */
    void run(Victim<K> victims, Survivor<K> survivors) throws Exception {
        long tooMany = places <= most ? 0 : places - (most - most / AT_ONCE);
        candidates.sort(
                Comparator.comparingInt((Candidate<K> c) -> c.standing().rank())
                        .thenComparingLong(c -> c.standing().since())
                        .thenComparing(Candidate::key));
        List<Candidate<K>> rest = new ArrayList<>();
        for (Candidate<K> candidate : candidates) {
            if (tooMany > 0 && isGreedy(candidate.standing())) {
                tooMany -= evict(candidate, victims);
            } else {
                rest.add(candidate);
            }
        }
        for (Candidate<K> candidate : rest) {
            if (tooMany > 0) {
                tooMany -= evict(candidate, victims);
            } else {
                survivors.stay(candidate.key(), candidate.wakesAt());
            }
        }
    }

    private boolean isGreedy(Standing standing) {
        return bySource.getOrDefault(standing.source(), 0L) > most / 2;
    }

    private int evict(Candidate<K> candidate, Victim<K> victims) throws Exception {
        Standing standing = candidate.standing();
        bySource.computeIfPresent(standing.source(), (source, all) -> all - standing.places());
        victims.evict(candidate.key(), standing);
        return standing.places();
    }
}
