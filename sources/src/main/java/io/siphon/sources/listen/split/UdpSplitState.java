package io.siphon.sources.listen.split;

import io.siphon.sources.journal.JournalPosition;

import javax.annotation.Nullable;

/** The mutable twin of {@link UdpSplit}: the position up to which messages were emitted. */
public final class UdpSplitState {

    public final UdpSplit split;

    /** Behind the last emitted message; null when not known. */
    @Nullable public JournalPosition position;

    public UdpSplitState(UdpSplit split) {
        this.split = split;
        this.position = split.position();
    }

    public UdpSplit toSplit() {
        return split.at(position);
    }
}
