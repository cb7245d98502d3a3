package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.Batch;
import io.siphon.schema.Column;
import io.siphon.schema.Role;
import io.siphon.schema.Table;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows as PostgreSQL's COPY takes them, encoded as they come: the caches still have them then, and
 * nothing of them is left for the garbage collector to carry around until the batch is sent.
 */
class CopyRows<T> implements Batch<T> {

    private final Table<T> table;
    private final CopyBuffer buffer = new CopyBuffer();
    private int[] ends = new int[64];
    private int size;

    /** How many columns tell rows apart. */
    private final int keys;

    /** Of the column that says when a row is of. */
    private final int time;

    CopyRows(Table<T> table) {
        this.table = table;
        keys = table.key().size();
        time = table.columns().stream().map(Column::name).toList().indexOf(table.time());
    }

    @Override
    public void add(T row) {
        buffer.row(table.columns().size());
        for (Column<T> column : table.columns()) {
            column.encode(row, buffer);
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = buffer.size();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int bytes(int row) {
        return ends[row] - start(row);
    }

    @Override
    public String describe(int row) {
        return table.ofValues().describe(values(row));
    }

    @Override
    public void clear() {
        buffer.clear();
        size = 0;
    }

    /** Of a part, the last row exclusive, and of rows with one key the last. */
    CopyData data(int from, int to) {
        return table.replaces()
                ? data(lastOfEach(from, to))
                : new CopyData(buffer.bytes(), new int[] {start(from), start(to)}, to - from);
    }

    private CopyData data(BitSet rows) {
        int[] runs = new int[2 * rows.cardinality()];
        int n = 0;
        for (int row = rows.nextSetBit(0); row >= 0; ) {
            int end = rows.nextClearBit(row);
            runs[n++] = start(row);
            runs[n++] = start(end);
            row = rows.nextSetBit(end);
        }
        return new CopyData(buffer.bytes(), Arrays.copyOf(runs, n), rows.cardinality());
    }

    /**
     * One statement must not replace a row twice (PostgreSQL, 21000), and need not.
     *
     * @see Table#lastOfEach
     */
    private BitSet lastOfEach(int from, int to) {
        BitSet last = new BitSet(to);
        Set<List<ByteBuffer>> later = new HashSet<>();
        for (int row = to - 1; row >= from; row--) {
            last.set(row, later.add(key(row)));
        }
        return last;
    }

    private List<ByteBuffer> key(int row) {
        List<ByteBuffer> key = new ArrayList<>(keys);
        CopyReader fields = new CopyReader(buffer.bytes(), start(row));
        for (Column<T> column : table.columns()) {
            if (column.role() != Role.KEY) {
                fields.skip();
                continue;
            }
            key.add(fields.next());
            if (key.size() == keys) {
                break;
            }
        }
        return key;
    }

    /** What the columns of a row hold. */
    List<Object> values(int row) {
        List<Object> values = new ArrayList<>(table.columns().size());
        CopyReader fields = new CopyReader(buffer.bytes(), start(row));
        for (Column<T> column : table.columns()) {
            values.add(fields.next(column.type()));
        }
        return values;
    }

    /** When a row is of, epoch µs. */
    long micros(int row) {
        return CopyReader.time(buffer.bytes(), start(row), time);
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }
}
