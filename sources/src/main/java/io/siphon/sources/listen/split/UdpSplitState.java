package io.siphon.sources.listen.split;

import io.siphon.sources.journal.JournalPosition;

import javax.annotation.Nullable;

/** The mutable twin of {@link UdpSplit}: how far its messages have gone into the job. */
public final class UdpSplitState {

    public final UdpSplit split;

    /** Behind the last message that has; null when not known. */
    @Nullable public JournalPosition position;

    public UdpSplitState(UdpSplit split) {
        this.split = split;
        this.position = split.position();
    }

    public UdpSplit toSplit() {
        return split.at(position);
    }
}
