package io.siphon.sources.sender;

import io.siphon.sources.SpaceSaving;
import io.siphon.sources.hep.HepPeer;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.stream.Collectors;

/** The sources of most, in room for so many, however many addresses are forged. */
final class HeaviestSources {

    private final SpaceSaving<InetAddress> sources;

    HeaviestSources(int room) {
        sources = new SpaceSaving<>(room);
    }

    synchronized void add(InetAddress source) {
        sources.add(source);
    }

    /** {@code 192.0.2.7 1234, 198.51.100.9 17}: so many at most, of the most first. */
    synchronized String text(int most) {
        return sources.all().stream()
                .sorted(Comparator.comparingLong(SpaceSaving.Tally<InetAddress>::count).reversed())
                .limit(most)
                .map(tally -> HepPeer.ip(tally.key()) + " " + tally.count())
                .collect(Collectors.joining(", "));
    }
}
