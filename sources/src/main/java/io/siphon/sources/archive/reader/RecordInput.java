package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapRecord;

import javax.annotation.Nullable;

/** The records of one capture, with one read ahead. */
interface RecordInput {

    /** The next record, valid until {@link #advance}; null when there is none, or none yet. */
    @Nullable
    PcapRecord peek();

    /** Advances to the record after {@link #peek}. */
    void advance();

    /** Whether the input has ended. */
    boolean ended();

    /** How far the clock that it was captured by is ahead, µs; its records have true times. */
    default long clockOffset() {
        return 0;
    }

    /** Where to continue after a restart. */
    PcapSplit split();

    /** Whether the file ends with this: a file may be read in parts. */
    default boolean endsFile() {
        return true;
    }

    /** Bytes read of the file as stored. */
    long bytesRead();

    void close();
}
