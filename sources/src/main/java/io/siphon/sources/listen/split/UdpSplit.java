package io.siphon.sources.listen.split;

import io.siphon.sources.journal.JournalPosition;

import org.apache.flink.api.connector.source.SourceSplit;

import javax.annotation.Nullable;

/**
 * One socket of several that share an address by SO_REUSEPORT, and its position in its journal.
 *
 * @param index which of them, from 0: the subtask that reads it
 * @param host address to bind, IPv6 without brackets
 * @param listens whether the socket is to be opened: else its journal alone is read to the end, of
 *     a socket that the job no longer has
 * @param position where in the journal to read on; null when no checkpoint knows
 */
public record UdpSplit(
        int index, String host, int port, boolean listens, @Nullable JournalPosition position)
        implements SourceSplit {

    /** A socket to be opened of which no checkpoint knows. */
    public static UdpSplit socket(int index, String host, int port) {
        return new UdpSplit(index, host, port, true, null);
    }

    /** Also the name of the journal's folder. */
    @Override
    public String splitId() {
        return "udp-" + port + "-" + index;
    }

    public UdpSplit at(@Nullable JournalPosition place) {
        return new UdpSplit(index, host, port, listens, place);
    }

    public UdpSplit deaf() {
        return new UdpSplit(index, host, port, false, position);
    }
}
