package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.ArchiveListing.ArchiveFile;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;
import io.siphon.sources.pcap.WireMessages;

import org.apache.flink.core.fs.Path;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the clocks of capture files are apart. Files that are read together may be of several
 * hosts, and when a packet was received nobody knows. But SIP that both have captured, the same
 * octets between the same sockets, passed both at nearly the same time: the median of the
 * differences is what one clock is ahead of the other. Right is what most files agree on, else the
 * first one.
 *
 * <p>The files are read once more for it, so there are bounds: {@link #MOST_FILES} files of {@link
 * #MOST_BYTES} in all; larger archives are taken as of one clock.
 */
final class CaptureClocks {

    static final int MOST_FILES = 32;
    static final long MOST_BYTES = 256L << 20;

    /** Of a file, those with the lowest hashes: the same ones of each file. */
    private static final int MOST_MESSAGES = 20_000;

    /**
     * A copy that comes later than this is no retransmission (RFC 3261, 17), and is not compared,
     * µs.
     */
    private static final long RETRANSMITTED = 32_000_000;

    /** Of a message that comes again later. */
    private static final long AGAIN = Long.MIN_VALUE;

    /** Fewer common messages are no evidence. */
    private static final int FEWEST = 3;

    /** Of the differences, so many in a hundred must agree within this, µs. */
    private static final int AGREEING_PCT = 60;

    private static final long AGREEING = 1_000_000;

    /** What is further apart was captured at another time, µs. */
    private static final long MOST_APART = 86_400_000_000L;

    /** Clocks that are less apart are not corrected, µs. */
    private static final long EXPLAINED = 200_000;

    private static final long TICK = 1_000;

    private static final ClockWindow ANY =
            ClockWindow.of(Duration.ofDays(36_500), Duration.ofDays(36_500));

    private CaptureClocks() {}

    /**
     * By path, µs that the file's clock is ahead, whole ms; of files not in it nothing is known.
     */
    static Map<String, Long> offsets(List<ArchiveFile> files) {
        long bytes = files.stream().mapToLong(ArchiveFile::bytes).sum();
        boolean piped = files.stream().anyMatch(f -> f.path().equals(PcapSource.STANDARD_INPUT));
        if (piped || files.size() < 2 || files.size() > MOST_FILES || bytes > MOST_BYTES) {
            return Map.of();
        }
        List<Map<Long, Long>> messages = new ArrayList<>();
        for (ArchiveFile file : files) {
            messages.add(messages(file.path()));
        }
        Long[] ahead = new Long[files.size()];
        for (int first = 0; first < ahead.length; first++) {
            if (ahead[first] == null) {
                ahead[first] = 0L;
                settle(reach(first, ahead, messages), ahead);
            }
        }
        Map<String, Long> offsets = new HashMap<>();
        for (int i = 0; i < ahead.length; i++) {
            if (Math.abs(ahead[i]) > EXPLAINED) {
                offsets.put(files.get(i).path(), Math.floorDiv(ahead[i] + TICK / 2, TICK) * TICK);
            }
        }
        return offsets;
    }

    /** Files that the first one has messages in common with, or that those have. */
    private static List<Integer> reach(int first, Long[] ahead, List<Map<Long, Long>> messages) {
        List<Integer> reached = new ArrayList<>(List.of(first));
        for (int at = 0; at < reached.size(); at++) {
            int from = reached.get(at);
            for (int to = 0; to < ahead.length; to++) {
                Long apart = ahead[to] == null ? apart(messages.get(from), messages.get(to)) : null;
                if (apart != null) {
                    ahead[to] = ahead[from] + apart;
                    reached.add(to);
                }
            }
        }
        return reached;
    }

    /** What most of them agree on, else the first one, is right. */
    private static void settle(List<Integer> files, Long[] ahead) {
        long right =
                files.stream()
                        .map(file -> ahead[file])
                        .max(Comparator.comparingLong(clock -> agreeing(files, ahead, clock)))
                        .orElse(0L);
        if (agreeing(files, ahead, right) == agreeing(files, ahead, 0)) {
            right = 0;
        }
        for (int file : files) {
            ahead[file] -= right;
        }
    }

    private static long agreeing(List<Integer> files, Long[] ahead, long clock) {
        return files.stream().filter(file -> Math.abs(ahead[file] - clock) <= EXPLAINED).count();
    }

    /** How far the other's clock is ahead, µs; null when too few messages are common. */
    private static @Nullable Long apart(Map<Long, Long> one, Map<Long, Long> other) {
        long[] differences =
                one.entrySet().stream()
                        .filter(message -> message.getValue() != AGAIN)
                        .filter(message -> other.getOrDefault(message.getKey(), AGAIN) != AGAIN)
                        .mapToLong(message -> other.get(message.getKey()) - message.getValue())
                        .sorted()
                        .toArray();
        if (differences.length < FEWEST) {
            return null;
        }
        long median = differences[differences.length / 2];
        long agree =
                Arrays.stream(differences).filter(d -> Math.abs(d - median) <= AGREEING).count();
        boolean agreed = agree * 100 >= (long) differences.length * AGREEING_PCT;
        return agreed && Math.abs(median) <= MOST_APART ? median : null;
    }

    /** When each message was captured first, by a hash of its octets and sockets, or AGAIN. */
    private static Map<Long, Long> messages(String path) {
        TreeMap<Long, Long> times = new TreeMap<>();
        WireMessages wire =
                new WireMessages(
                        new WireMessages.Settings("", ANY, false), packet -> take(packet, times));
        Path file = new Path(path);
        try (PcapFile pcap = PcapFile.read(file.getFileSystem().open(file))) {
            for (PcapRecord record = pcap.next(); record != null; record = pcap.next()) {
                wire.accept(record);
            }
        } catch (IOException e) {
            return times; // what cannot be read is for a reader to report
        }
        return times;
    }

    private static void take(HepPacket packet, TreeMap<Long, Long> times) {
        if (packet.protocol() == HepProtocol.SIP
                && packet.timeMicros() == packet.receivedMicros()) {
            times.merge(
                    hash(packet),
                    packet.timeMicros(),
                    (first, later) -> later - first > RETRANSMITTED ? AGAIN : first);
            if (times.size() > MOST_MESSAGES) {
                times.pollLastEntry();
            }
        }
    }

    private static long hash(HepPacket packet) {
        long hash = 1125899906842597L;
        for (byte octet : packet.payload()) {
            hash = 31 * hash + octet;
        }
        hash = 31 * hash + packet.sourceIp().hashCode();
        hash = 31 * hash + packet.destinationIp().hashCode();
        hash = 31 * hash + packet.sourcePort() * 65_536L + packet.destinationPort();
        return hash * 0x9e3779b97f4a7c15L;
    }
}
