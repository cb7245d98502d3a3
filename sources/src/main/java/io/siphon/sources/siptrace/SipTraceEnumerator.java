package io.siphon.sources.siptrace;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

import javax.annotation.Nullable;

import java.util.List;

/** Gives the table to the first reader; the others have nothing to do. */
final class SipTraceEnumerator implements SplitEnumerator<SipTraceSplit, SipTraceEnumerator.State> {

    /**
     * What is in checkpoints.
     *
     * @param unassigned null when a reader has it
     */
    record State(@Nullable SipTraceSplit unassigned) {}

    private final SplitEnumeratorContext<SipTraceSplit> context;
    private @Nullable SipTraceSplit unassigned;

    SipTraceEnumerator(SplitEnumeratorContext<SipTraceSplit> context, State state) {
        this.context = context;
        this.unassigned = state.unassigned();
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtask) {
        if (unassigned != null) {
            context.assignSplit(unassigned, subtask);
            unassigned = null;
        }
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public void addSplitsBack(List<SipTraceSplit> splits, int subtask) {
        splits.forEach(split -> unassigned = split);
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
        // nobody asks: there is but one
    }

    @Override
    public State snapshotState(long checkpointId) {
        return new State(unassigned);
    }

    @Override
    public void close() {}
}
