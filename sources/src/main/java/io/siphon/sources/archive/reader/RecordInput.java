package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapRecord;

import javax.annotation.Nullable;

/** The records of one capture, one ahead. */
interface RecordInput {

    /** The next record, good until {@link #advance}; null when there is none, or none yet. */
    @Nullable
    PcapRecord peek();

    /** Goes past {@link #peek}. */
    void advance();

    /** Whether nothing will come any more. */
    boolean ended();

    /** Where to go on after a restart. */
    PcapSplit split();

    /** Octets of the file, as it lies there, that were read. */
    long bytesRead();

    void close();
}
