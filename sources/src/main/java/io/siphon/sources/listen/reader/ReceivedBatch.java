package io.siphon.sources.listen.reader;

import io.siphon.sources.journal.RawMessage;

import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

import javax.annotation.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A batch in flight from the fetcher to the task; it reports when the task has finished with it.
 * The task takes some messages at a time, because Flink's work between two records is a tenth of
 * the cost.
 */
final class ReceivedBatch implements RecordsWithSplitIds<List<RawMessage>> {

    /** Few enough that the task can do other work within a fraction of a millisecond. */
    private static final int AT_A_TIME = 32;

    private record Part(String splitId, List<RawMessage> messages) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Set<String> finished = new HashSet<>();
    private Runnable recycled = () -> {};
    private List<RawMessage> current = List.of();
    private int next;

    void add(String splitId, List<RawMessage> messages) {
        if (!messages.isEmpty()) {
            parts.add(new Part(splitId, messages));
        }
    }

    void add(String splitId, RawMessage message) {
        Part last = parts.peekLast();
        if (last == null || !last.splitId().equals(splitId)) {
            last = new Part(splitId, new ArrayList<>());
            parts.add(last);
        }
        last.messages().add(message);
    }

    void finish(String splitId) {
        finished.add(splitId);
    }

    int size() {
        int size = 0;
        for (Part part : parts) {
            size += part.messages().size();
        }
        return size;
    }

    long bytes() {
        long bytes = 0;
        for (Part part : parts) {
            for (RawMessage message : part.messages()) {
                bytes += message.bytes().length;
            }
        }
        return bytes;
    }

    void onRecycle(Runnable action) {
        recycled = action;
    }

    @Override
    public @Nullable String nextSplit() {
        Part part = parts.poll();
        current = part == null ? List.of() : part.messages();
        next = 0;
        return part == null ? null : part.splitId();
    }

    @Override
    public @Nullable List<RawMessage> nextRecordFromSplit() {
        int from = next;
        next = Math.min(from + AT_A_TIME, current.size());
        return from == next ? null : current.subList(from, next);
    }

    @Override
    public Set<String> finishedSplits() {
        return finished;
    }

    @Override
    public void recycle() {
        recycled.run();
    }
}
