package io.siphon.sources.archive;

import io.siphon.sources.pcap.WireCounts;

import java.util.ArrayList;
import java.util.List;

/**
 * Progress of reading.
 *
 * @param files read to their end
 * @param bytes of the files as stored
 * @param timeMicros capture time reached, epoch µs; 0 before the first packet
 */
public record ArchiveFigures(
        long files, long bytes, long timeMicros, WireCounts counts, List<Damage> damages) {

    public static ArchiveFigures none() {
        return new ArchiveFigures(0, 0, 0, new WireCounts(), List.of());
    }

    ArchiveFigures plus(ArchiveFigures other) {
        WireCounts sum = new WireCounts();
        sum.add(counts);
        sum.add(other.counts);
        List<Damage> all = new ArrayList<>(damages);
        other.damages.stream()
                .filter(damage -> damages.stream().noneMatch(damage::isToldBy))
                .forEach(all::add);
        return new ArchiveFigures(
                files + other.files,
                bytes + other.bytes,
                Math.max(timeMicros, other.timeMicros),
                sum,
                all);
    }
}
