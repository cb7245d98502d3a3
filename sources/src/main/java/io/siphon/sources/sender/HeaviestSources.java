package io.siphon.sources.sender;

import io.siphon.schema.IpText;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sources of most, in room for so many: Space-Saving (Metwally, Agrawal, El Abbadi 2005). One
 * that is new takes the place, and the count, of the least; so whoever has more than its share is
 * here, however many addresses are forged, and counts are too high by the least one at most.
 */
final class HeaviestSources {

    private static final class Tally {
        private InetAddress source;
        private long count;
    }

    private final int room;
    private final Map<InetAddress, Tally> bySource = new HashMap<>();
    private final List<Tally> all = new ArrayList<>();

    HeaviestSources(int room) {
        this.room = room;
    }

    synchronized void add(InetAddress source) {
        Tally tally = bySource.get(source);
        if (tally == null) {
            tally = place();
            bySource.remove(tally.source);
            tally.source = source;
            bySource.put(source, tally);
        }
        tally.count++;
    }

    private Tally place() {
        if (all.size() < room) {
            Tally added = new Tally();
            all.add(added);
            return added;
        }
        Tally least = all.get(0);
        for (Tally tally : all) {
            if (tally.count < least.count) {
                least = tally;
            }
        }
        return least;
    }

    /** {@code 192.0.2.7 1234, 198.51.100.9 17}: so many at most, of the most first. */
    synchronized String text(int most) {
        return all.stream()
                .sorted(Comparator.comparingLong((Tally tally) -> tally.count).reversed())
                .limit(most)
                .map(tally -> text(tally.source) + " " + tally.count)
                .collect(Collectors.joining(", "));
    }

    private static String text(InetAddress source) {
        byte[] bytes = source.getAddress();
        return IpText.of(bytes, 0, bytes.length);
    }
}
