package io.siphon.udf.alert.baseline;

import java.util.Map;

/** What is known of how the requests of a series divide into methods. */
final class MixState {

    /** Places of {@link #shares}; the last is that of all other methods. */
    private static final Map<String, Integer> PLACES =
            Map.of(
                    "INVITE", 0,
                    "ACK", 1,
                    "BYE", 2,
                    "CANCEL", 3,
                    "REGISTER", 4,
                    "OPTIONS", 5);

    static final int METHODS = PLACES.size() + 1;

    /** Of the last hour most, when steps are of five minutes: the mix of a day is not one. */
    private static final float OF_ONE = 1f / 12;

    private static final int DISTANCES = 96;

    final EpisodeState episode = new EpisodeState();

    /** From the usual mix, of the last steps that were as usual. */
    final RecentValues distances = new RecentValues(DISTANCES);

    /** Of each method, 0..1; their sum is 1, or 0 while nothing is known. */
    private final float[] shares = new float[METHODS];

    /** The place of a method among those that are counted. */
    static int place(String method) {
        return PLACES.getOrDefault(method, METHODS - 1);
    }

    static String method(int place) {
        return PLACES.entrySet().stream()
                .filter(entry -> entry.getValue() == place)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("other requests");
    }

    boolean isEmpty() {
        float sum = 0;
        for (float share : shares) {
            sum += share;
        }
        return sum == 0;
    }

    double share(int place) {
        return shares[place];
    }

    /** Hellinger distance, 0..1: of mixes that have no method in common it is 1. */
    double distance(long[] counts) {
        double all = total(counts);
        double common = 0;
        for (int i = 0; i < METHODS; i++) {
            common += Math.sqrt(shares[i] * (counts[i] / all));
        }
        return Math.sqrt(Math.max(0, 1 - common));
    }

    void learn(long[] counts) {
        float weight = isEmpty() ? 1 : OF_ONE;
        float all = total(counts);
        for (int i = 0; i < METHODS; i++) {
            shares[i] += weight * (counts[i] / all - shares[i]);
        }
    }

    static long total(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    void write(StateBuffer out) {
        episode.write(out);
        distances.write(out);
        for (float share : shares) {
            out.writeFloat(share);
        }
    }

    void read(StateBuffer in) {
        episode.read(in);
        distances.read(in);
        for (int i = 0; i < METHODS; i++) {
            shares[i] = in.readFloat();
        }
    }
}
