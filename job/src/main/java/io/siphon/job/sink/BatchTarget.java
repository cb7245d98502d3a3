package io.siphon.job.sink;

import java.io.Serializable;

/**
 * Where a {@link BatchSink} writes to. All but {@link #close} is called by one thread at a time.
 *
 * @param <B> the form in which it takes rows
 */
public interface BatchTarget<B extends Batch<?>> extends AutoCloseable {

    /** Made anew for each writer; it connects at its first write. */
    interface Factory<T> extends Serializable {
        BatchTarget<? extends Batch<T>> create();
    }

    /** An empty one, to be filled. */
    B batch();

    /**
     * Stores a part of a batch, the last row exclusive. After any exception it may be called with
     * the same rows again, which must not store a row twice.
     *
     * @throws StoreAwayException to be tried again
     * @throws RowRefusedException when at least one of the rows is to blame
     * @throws StoreBrokenException ends the job for good
     * @throws Exception anything else fails the job
     */
    void write(B rows, int from, int to) throws Exception;

    /**
     * Keeps a refused row aside, with why.
     *
     * @throws StoreAwayException to be tried again
     * @throws Exception anything else is logged with the row's loss, and the job goes on
     */
    void quarantine(B rows, int row, RowRefusedException why) throws Exception;

    /** At a checkpoint, when all is written: makes it outlive this process, where it would not. */
    default void sync() throws Exception {}

    /** Rows so far that were stored under another key, since others have theirs. */
    default long moved() {
        return 0;
    }

    /** Rows so far that the store took and did not keep, for being older than it keeps any. */
    default long expired() {
        return 0;
    }

    /** Breaks off a write that hangs in another thread; {@link #close} follows. */
    default void abort() {}

    @Override
    void close() throws Exception;
}
