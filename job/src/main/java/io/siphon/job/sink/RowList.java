package io.siphon.job.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Rows as they came. */
public final class RowList<T> implements Batch<T> {

    private final ToIntFunction<T> bytes;
    private final Function<T, String> words;
    private List<T> rows = new ArrayList<>();

    /**
     * @param bytes rough size of a row
     * @param words a row for people
     */
    public RowList(ToIntFunction<T> bytes, Function<T, String> words) {
        this.bytes = bytes;
        this.words = words;
    }

    @Override
    public void add(T row) {
        rows.add(row);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int bytes(int row) {
        return bytes.applyAsInt(rows.get(row));
    }

    @Override
    public String describe(int row) {
        return words.apply(rows.get(row));
    }

    /** The rows of a part, the last exclusive. */
    public List<T> part(int from, int to) {
        return rows.subList(from, to);
    }

    @Override
    public void clear() {
        rows = new ArrayList<>(rows.size());
    }
}
