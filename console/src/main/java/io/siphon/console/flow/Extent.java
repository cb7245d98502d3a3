package io.siphon.console.flow;

import java.util.Locale;

/**
 * How much of a conversation was read: a message that several agents saw counts once an agent.
 *
 * @param read rows that are drawn
 * @param stored rows that there are
 */
public record Extent(long read, long stored) {

    static Extent whole(long rows) {
        return new Extent(rows, rows);
    }

    public boolean isWhole() {
        return read >= stored;
    }

    /** {@code the first 10,000 of 23,411 messages}; empty when it is whole. */
    public String words() {
        return isWhole()
                ? ""
                : String.format(Locale.ROOT, "the first %,d of %,d messages", read, stored);
    }
}
