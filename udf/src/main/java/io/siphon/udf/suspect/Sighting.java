package io.siphon.udf.suspect;

import io.siphon.schema.BoundedText;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

import java.util.Comparator;

/**
 * One thing that a subject did, for one detector. It crosses the network to where the state of the
 * subject is.
 *
 * @param key detector, subject and, where one subject has several states, a part; see {@link #key}
 * @param timeMicros epoch µs, by a clock that is right
 * @param kind what it was, a number of the detector's own
 * @param node who captured it
 * @param source address that sent it, where that is not the subject; else empty
 * @param item hash of what is counted once however often it occurs: a target, an account
 * @param example that people are shown, at most {@value #EXAMPLE_WIDTH} octets; may be empty
 * @param number an amount, in a unit of the detector's own
 */
public record Sighting(
        String key,
        long timeMicros,
        int kind,
        String node,
        String source,
        long item,
        String example,
        long number) {

    static final int EXAMPLE_WIDTH = 64;

    /** In no name of a detector; in a subject it is replaced. */
    static final char SEPARATOR = '\n';

    /** All that can make a difference, of sightings of one key and microsecond. */
    static final Comparator<Sighting> ORDER =
            Comparator.comparingInt(Sighting::kind)
                    .thenComparingLong(Sighting::item)
                    .thenComparing(Sighting::example)
                    .thenComparingLong(Sighting::number)
                    .thenComparing(Sighting::node)
                    .thenComparing(Sighting::source);

    private static final Hasher64 HASH = Hashing.komihash5_0();

    static Sighting of(String key, long timeMicros, int kind, String node) {
        return new Sighting(key, timeMicros, kind, node, "", 0, "", 0);
    }

    Sighting from(String address) {
        return new Sighting(key, timeMicros, kind, node, address, item, example, number);
    }

    /** Counted once with all others of the same text. */
    Sighting withItem(String text) {
        return new Sighting(key, timeMicros, kind, node, source, hash(text), example, number);
    }

    Sighting withExample(String text) {
        return new Sighting(
                key,
                timeMicros,
                kind,
                node,
                source,
                item,
                BoundedText.cut(text, EXAMPLE_WIDTH),
                number);
    }

    Sighting withNumber(long amount) {
        return new Sighting(key, timeMicros, kind, node, source, item, example, amount);
    }

    static long hash(String text) {
        return HASH.hashCharsToLong(text);
    }

    static String key(String detector, String subject) {
        return detector + SEPARATOR + subject.replace(SEPARATOR, ' ');
    }

    static String key(String detector, String subject, String part) {
        return key(detector, subject) + SEPARATOR + part;
    }

    /** The detector's name, of a key. */
    static String detector(String key) {
        return key.substring(0, key.indexOf(SEPARATOR));
    }

    /** The subject, of a key. */
    static String subject(String key) {
        int start = key.indexOf(SEPARATOR) + 1;
        int end = key.indexOf(SEPARATOR, start);
        return end < 0 ? key.substring(start) : key.substring(start, end);
    }

    /** The part, of a key; empty when it has none. */
    static String part(String key) {
        int end = key.indexOf(SEPARATOR, key.indexOf(SEPARATOR) + 1);
        return end < 0 ? "" : key.substring(end + 1);
    }
}
