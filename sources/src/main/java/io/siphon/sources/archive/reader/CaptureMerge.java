package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.archive.split.PcapSplit;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Merges several captures in order of time. A file is opened when the time of its first packet is
 * reached and closed at its end, so only overlapping files are open.
 */
final class CaptureMerge {

    private final Consumer<Damage> damages;
    private final Runnable arrival;
    private final PriorityQueue<PcapSplit> unopened =
            new PriorityQueue<>(Comparator.comparingLong(PcapSplit::firstMicros));
    private final PriorityQueue<RecordInput> open =
            new PriorityQueue<>(Comparator.comparingLong(input -> input.peek().timeMicros()));
    private StandardInput piped;
    private long filesRead;
    private long bytesRead; // of files that are closed

    CaptureMerge(Consumer<Damage> damages, Runnable arrival) {
        this.damages = damages;
        this.arrival = arrival;
    }

    void add(PcapSplit split) {
        unopened.add(split);
    }

    /** The capture with the next record; null when there is none, or none yet. */
    @Nullable
    RecordInput next() {
        while (!unopened.isEmpty() && isDue(unopened.peek())) {
            begin(unopened.poll());
        }
        if (piped == null) {
            return open.peek();
        }
        if (piped.ended()) {
            piped.report(damages);
            end(piped);
            piped = null;
            return null;
        }
        return piped.peek() == null ? null : piped;
    }

    private boolean isDue(PcapSplit split) {
        return open.isEmpty() || split.firstMicros() <= open.peek().peek().timeMicros();
    }

    private void begin(PcapSplit split) {
        if (split.path().equals(PcapSource.STANDARD_INPUT)) {
            piped = StandardInput.open(arrival);
            return;
        }
        CaptureFile file = CaptureFile.open(split, damages);
        if (file.ended()) {
            end(file);
        } else {
            open.add(file);
        }
    }

    /** Advances the input that {@link #next} returned. */
    void advance(RecordInput input) {
        if (input == piped) {
            piped.advance();
            return;
        }
        open.poll();
        input.advance();
        if (input.ended()) {
            end(input);
        } else {
            open.add(input);
        }
    }

    private void end(RecordInput input) {
        bytesRead += input.bytesRead();
        filesRead += input.endsFile() ? 1 : 0;
        input.close();
    }

    boolean isEmpty() {
        return unopened.isEmpty() && open.isEmpty() && piped == null;
    }

    /** Where to continue after a restart. */
    List<PcapSplit> splits() {
        List<PcapSplit> splits = new ArrayList<>(unopened);
        open.forEach(input -> splits.add(input.split()));
        if (piped != null) {
            splits.add(piped.split());
        }
        return splits;
    }

    /** The number of open files. */
    int open() {
        return open.size();
    }

    long bytesOfClosed() {
        return bytesRead;
    }

    long filesRead() {
        return filesRead;
    }

    /** Bytes of files that are read or being read. */
    long bytesRead() {
        long bytes = bytesRead + (piped == null ? 0 : piped.bytesRead());
        for (RecordInput input : open) {
            bytes += input.bytesRead();
        }
        return bytes;
    }

    void restore(long files, long bytes) {
        filesRead += files;
        bytesRead += bytes;
    }

    void close() {
        open.forEach(RecordInput::close);
        if (piped != null) {
            piped.close();
        }
    }
}
