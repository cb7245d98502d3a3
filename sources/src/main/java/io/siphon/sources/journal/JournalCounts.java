package io.siphon.sources.journal;

import java.util.concurrent.atomic.AtomicLong;

/** Counters of a journal; written by its reader's threads, read by any. */
public final class JournalCounts {

    /** Octets of all segments. */
    public final AtomicLong bytes = new AtomicLong();

    /** Segments deleted, being too old or too many. */
    public final AtomicLong deleted = new AtomicLong();

    /** Of these, the ones that the last checkpoint still needed. */
    public final AtomicLong deletedNeeded = new AtomicLong();

    /** Times that the disk could not be written. */
    public final AtomicLong writeErrors = new AtomicLong();

    /** Messages that went into the job without being in the journal, for want of a disk. */
    public final AtomicLong notWritten = new AtomicLong();

    /** Messages that were read back from the journal. */
    public final AtomicLong replayed = new AtomicLong();

    /** Segments that end within a record, or are damaged otherwise. */
    public final AtomicLong damaged = new AtomicLong();

    /** Whether what is received is not being written, for want of a disk. */
    public volatile boolean failing;
}
