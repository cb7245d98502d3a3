package io.siphon.sources.journal;

/**
 * A place in a journal, between two records.
 *
 * @param segment when the segment was begun, epoch µs: its name; 0 is before all segments
 * @param offset octets of the segment's file before the place; 0 is its beginning
 */
public record JournalPosition(long segment, long offset) {

    /** Before everything. */
    public static final JournalPosition BEGINNING = new JournalPosition(0, 0);
}
