package io.siphon.job.sink;

import java.util.List;

/** A target that is given rows without a writer's thread: a list is a batch. */
public final class DirectWrites<T> implements AutoCloseable {

    private final BatchTarget<? extends Batch<T>> target;

    public DirectWrites(BatchTarget<? extends Batch<T>> target) {
        this.target = target;
    }

    public void write(List<T> rows) throws Exception {
        writePart(rows, 0, rows.size());
    }

    /** Of a batch with all these rows, the last exclusive. */
    public void writePart(List<T> rows, int from, int to) throws Exception {
        writePart(target, rows, from, to);
    }

    public void quarantine(T row, RowRefusedException why) throws Exception {
        quarantine(target, row, why);
    }

    private static <T, B extends Batch<T>> void writePart(
            BatchTarget<B> target, List<T> rows, int from, int to) throws Exception {
        target.write(batch(target, rows), from, to);
    }

    private static <T, B extends Batch<T>> void quarantine(
            BatchTarget<B> target, T row, RowRefusedException why) throws Exception {
        target.quarantine(batch(target, List.of(row)), 0, why);
    }

    private static <T, B extends Batch<T>> B batch(BatchTarget<B> target, List<T> rows) {
        B batch = target.batch();
        rows.forEach(batch::add);
        return batch;
    }

    public long moved() {
        return target.moved();
    }

    public void sync() throws Exception {
        target.sync();
    }

    @Override
    public void close() throws Exception {
        target.close();
    }
}
