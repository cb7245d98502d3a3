package io.siphon.sources.journal;

import io.siphon.sources.OwnerOnly;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder of one socket's journal: segments named by the time at which they were begun, {@code
 * 20261123T171500.123456Z.pcap}; {@code covered}, the place up to which a checkpoint knows
 * everything; and {@code alive}, touched while somebody listens.
 */
public final class JournalLane {

    private static final Logger LOG = LoggerFactory.getLogger(JournalLane.class);

    private static final String SUFFIX = ".pcap";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'");
    private static final String COVERED = "covered";
    private static final String ALIVE = "alive";
    private static final String LEFT = "left";

    /**
     * One file.
     *
     * @param micros when it was begun, epoch µs
     */
    record Segment(long micros, Path file) {

        long bytes() {
            try {
                return Files.size(file);
            } catch (IOException gone) {
                return 0;
            }
        }

        long writtenMillis() {
            try {
                return Files.getLastModifiedTime(file).toMillis();
            } catch (IOException gone) {
                return 0;
            }
        }
    }

    private final Path folder;
    private volatile JournalPosition covered;

    private JournalLane(Path folder) {
        this.folder = folder;
    }

    /** Of a socket; the folder need not be there. */
    public static JournalLane of(String directory, String name) {
        JournalLane lane = new JournalLane(Path.of(directory).toAbsolutePath().resolve(name));
        lane.covered = lane.readCovered();
        return lane;
    }

    /** Every one in a directory; none when it is not there. */
    public static List<JournalLane> all(Path directory) throws IOException {
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> of(directory.toString(), folder.getFileName().toString()))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    Path folder() {
        return folder;
    }

    /** Of its socket. */
    String name() {
        return folder.getFileName().toString();
    }

    /** In order of time; none, with a warning, where the disk cannot be read. */
    List<Segment> segments() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Segment> segments = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                long micros = micros(file.getFileName().toString());
                if (micros > 0) {
                    segments.add(new Segment(micros, file));
                }
            }
            segments.sort(Comparator.comparingLong(Segment::micros));
            return segments;
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("journal: cannot list {}: {}", folder, e.toString());
            return List.of();
        }
    }

    Segment segment(long micros) {
        LocalDateTime time = LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
        return new Segment(micros, folder.resolve(NAME.format(time) + SUFFIX));
    }

    /** When a segment of this name was begun; 0 when it is none. */
    private static long micros(String name) {
        if (!name.endsWith(SUFFIX)) {
            return 0;
        }
        try {
            String time = name.substring(0, name.length() - SUFFIX.length());
            return ChronoUnit.MICROS.between(
                    Instant.EPOCH, LocalDateTime.parse(time, NAME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException other) {
            return 0;
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Behind all that has been written. */
    public JournalPosition end() {
        List<Segment> segments = segments();
        if (segments.isEmpty()) {
            return JournalPosition.BEGINNING;
        }
        Segment last = segments.get(segments.size() - 1);
        return new JournalPosition(last.micros(), last.bytes());
    }

    /** Up to where a checkpoint knows everything: where a job without any state reads on. */
    public JournalPosition covered() {
        return covered;
    }

    /** A checkpoint knows everything before; the next {@link #covered}, after a restart too. */
    public void cover(JournalPosition position) {
        covered = position;
        try {
            OwnerOnly.create(folder);
            Path whole = folder.resolve(COVERED + ".new");
            Files.writeString(whole, position.segment() + " " + position.offset() + "\n");
            Files.move(whole, folder.resolve(COVERED), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // a job without state would read more than it had to
            LOG.warn("journal: cannot write {}: {}", folder.resolve(COVERED), e.toString());
        }
    }

    private JournalPosition readCovered() {
        try {
            String[] numbers = Files.readString(folder.resolve(COVERED)).trim().split(" ");
            return new JournalPosition(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        } catch (NoSuchFileException none) {
            return JournalPosition.BEGINNING;
        } catch (IOException | RuntimeException e) {
            LOG.warn("journal: {} cannot be read, reading all", folder.resolve(COVERED), e);
            return JournalPosition.BEGINNING;
        }
    }

    /**
     * Says that whoever writes does so only until another one listens, which may therefore begin
     * to.
     */
    public void leave() {
        try {
            Files.write(folder.resolve(LEFT), new byte[0]);
        } catch (IOException e) {
            LOG.debug("journal: cannot write {}", folder.resolve(LEFT), e);
        }
    }

    boolean isLeft() {
        return Files.exists(folder.resolve(LEFT));
    }

    /** Somebody writes, and stays. */
    void stay() throws IOException {
        Files.deleteIfExists(folder.resolve(LEFT));
    }

    /** Somebody listens; the folder is there, or else nobody asks any more. */
    void beat(long nowMicros) throws IOException {
        Path alive = folder.resolve(ALIVE);
        FileTime now = FileTime.from(nowMicros, TimeUnit.MICROSECONDS);
        try {
            Files.setLastModifiedTime(alive, now);
        } catch (NoSuchFileException first) {
            Files.write(alive, new byte[0]);
            Files.setLastModifiedTime(alive, now);
        }
    }

    /** Until when somebody listened, epoch µs; null when nobody ever did. */
    @Nullable
    public Long lastAlive() {
        try {
            return Files.getLastModifiedTime(folder.resolve(ALIVE)).to(TimeUnit.MICROSECONDS);
        } catch (IOException never) {
            return null;
        }
    }
}
