package io.siphon.job.sink;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** A store in memory that is away, refuses and breaks as it is told. Strings are its rows. */
final class FakeTarget implements BatchTarget<RowList<String>> {

    final List<String> stored = new ArrayList<>();
    final List<List<String>> batches = new ArrayList<>();
    final List<String> quarantined = new ArrayList<>();
    final Set<String> bad = new HashSet<>();

    /** How many writes find the store away. */
    int away;

    /** How many quarantines find the store away. */
    int awayForQuarantine;

    /** Thrown by each write when set. */
    Exception broken;

    /** Thrown by each quarantine when set. */
    Exception noQuarantine;

    /** Each write takes a permit when set: the test says when it goes on. */
    Semaphore gate;

    /** How many rows were stored at the last checkpoint. */
    int synced;

    boolean closed;

    @Override
    public RowList<String> batch() {
        return new RowList<>(String::length, row -> row);
    }

    @Override
    public synchronized void write(RowList<String> batch, int from, int to) throws Exception {
        if (gate != null) {
            gate.acquire();
        }
        List<String> rows = batch.part(from, to);
        if (away-- > 0) {
            throw new StoreAwayException("connection refused", null);
        }
        if (broken != null) {
            throw broken;
        }
        if (rows.stream().anyMatch(bad::contains)) {
            throw new RowRefusedException("bad row", null);
        }
        batches.add(List.copyOf(rows));
        stored.addAll(rows);
    }

    @Override
    public void quarantine(RowList<String> rows, int row, RowRefusedException why)
            throws Exception {
        if (awayForQuarantine-- > 0) {
            throw new StoreAwayException("connection refused", null);
        }
        if (noQuarantine != null) {
            throw noQuarantine;
        }
        quarantined.addAll(rows.part(row, row + 1));
    }

    @Override
    public void sync() {
        synced = stored.size();
    }

    @Override
    public void abort() {
        if (gate != null) {
            gate.release();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
