package io.siphon.udf.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Order in which keys are evicted when a bound is reached: those that have ended, then the oldest
 * unanswered ones, then others. Among equals a source that has more than half of all gives way
 * first, as long as it has.
 */
final class Eviction<K extends Comparable<? super K>> {

    /**
     * @param nextTimer see {@link InOrderFunction#nextTimer}
     */
    private record Candidate<K>(K key, Standing standing, long nextTimer) {}

    /** Evicts this part of all at once: scanning all keys for each new one is expensive. */
    private static final int AT_ONCE = 8;

    private final long most;
    private final List<Candidate<K>> candidates = new ArrayList<>();
    private long places;

    Eviction(long most) {
        this.most = most;
    }

    void consider(K key, Standing standing, long nextTimer) {
        candidates.add(new Candidate<>(key, standing, nextTimer));
        places += standing.places();
    }

    /** Of all that was considered. */
    long places() {
        return places;
    }

    interface Victim<K> {
        void evict(K key, Standing standing) throws Exception;
    }

    interface Survivor<K> {
        void stay(K key, long nextTimer) throws Exception;
    }

    /** Hands out those that go, and those that stay. */
    void run(Victim<K> victims, Survivor<K> survivors) throws Exception {
        long tooMany = places <= most ? 0 : places - (most - most / AT_ONCE);
        candidates.sort(
                Comparator.comparingInt((Candidate<K> c) -> c.standing().rank())
                        .thenComparingLong(c -> c.standing().since())
                        .thenComparing(Candidate::key));
        for (int from = 0, to; from < candidates.size(); from = to) {
            int rank = candidates.get(from).standing().rank();
            for (to = from; to < candidates.size(); to++) {
                if (candidates.get(to).standing().rank() != rank) {
                    break;
                }
            }
            List<Candidate<K>> equals = candidates.subList(from, to);
            List<Candidate<K>> rest = new ArrayList<>(equals);
            if (tooMany > 0) {
                rest = new ArrayList<>();
                Shares shares = new Shares(equals);
                for (Candidate<K> candidate : equals) {
                    if (tooMany > 0 && shares.isGreedy(candidate.standing())) {
                        shares.remove(candidate.standing());
                        tooMany -= candidate.standing().places();
                        victims.evict(candidate.key(), candidate.standing());
                    } else {
                        rest.add(candidate);
                    }
                }
            }
            for (Candidate<K> candidate : rest) {
                if (tooMany > 0) {
                    tooMany -= candidate.standing().places();
                    victims.evict(candidate.key(), candidate.standing());
                } else {
                    survivors.stay(candidate.key(), candidate.nextTimer());
                }
            }
        }
    }

    /** Who takes how much of one rank. */
    private static final class Shares {

        private final Map<String, Long> bySource = new HashMap<>();
        private long all;

        Shares(List<? extends Candidate<?>> candidates) {
            for (Candidate<?> candidate : candidates) {
                Standing standing = candidate.standing();
                all += standing.places();
                bySource.merge(standing.source(), (long) standing.places(), Long::sum);
            }
        }

        boolean isGreedy(Standing standing) {
            return !standing.source().isEmpty() && bySource.get(standing.source()) > all / 2;
        }

        void remove(Standing standing) {
            all -= standing.places();
            bySource.merge(standing.source(), (long) -standing.places(), Long::sum);
        }
    }
}
