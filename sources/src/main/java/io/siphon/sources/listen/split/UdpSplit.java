package io.siphon.sources.listen.split;

import io.siphon.sources.journal.JournalPosition;

import org.apache.flink.api.connector.source.SourceSplit;

import javax.annotation.Nullable;

/**
 * One socket of several that share an address by SO_REUSEPORT, and its position in its journal.
 *
 * @param index of the socket, from 0: the subtask that reads it
 * @param host address to bind
 * @param listens whether to open the socket. If not, the job no longer has it, and only its journal
 *     is read to the end.
 * @param position in the journal to read on from; null when no checkpoint has one
 * @param clocks what is known of agents' clocks there, see {@link
 *     io.siphon.sources.clock.AgentClocks#save}; null when nothing is
 */
public record UdpSplit(
        int index,
        String host,
        int port,
        boolean listens,
        @Nullable JournalPosition position,
        @Nullable byte[] clocks)
        implements SourceSplit {

    /** One of whose agents' clocks nothing is known. */
    public UdpSplit(
            int index, String host, int port, boolean listens, @Nullable JournalPosition position) {
        this(index, host, port, listens, position, null);
    }

    /** A socket to open that is in no checkpoint. */
    public static UdpSplit socket(int index, String host, int port) {
        return new UdpSplit(index, host, port, true, null);
    }

    /** Also the name of the journal's folder. */
    @Override
    public String splitId() {
        return "udp-" + port + "-" + index;
    }

    public UdpSplit at(@Nullable JournalPosition place) {
        return new UdpSplit(index, host, port, listens, place, clocks);
    }

    public UdpSplit withClocks(@Nullable byte[] saved) {
        return new UdpSplit(index, host, port, listens, position, saved);
    }

    public UdpSplit deaf() {
        return new UdpSplit(index, host, port, false, position, clocks);
    }
}
