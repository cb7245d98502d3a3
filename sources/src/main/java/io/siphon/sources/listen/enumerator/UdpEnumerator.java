package io.siphon.sources.listen.enumerator;

import io.siphon.sources.listen.split.UdpSplit;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Assigns to each reader the one socket of its subtask, with the position in its journal, once all
 * readers are registered; again after a failover.
 *
 * <p>Flink distributes the splits of a checkpoint over readers arbitrarily. So readers report
 * restored splits here instead of taking them: a restored split beside a new one would bind the
 * port twice, and read a journal that another reader writes. When the job has fewer sockets now, or
 * another port, the journals of the former sockets are read to the end.
 */
public final class UdpEnumerator implements SplitEnumerator<UdpSplit, UdpEnumeratorState> {

    private final SplitEnumeratorContext<UdpSplit> context;
    private final String host;
    private final int port;
    private final Map<String, UdpSplit> known = new HashMap<>();
    private final Set<Integer> waiting = new HashSet<>();

    public UdpEnumerator(
            SplitEnumeratorContext<UdpSplit> context,
            String host,
            int port,
            UdpEnumeratorState state) {
        this.context = context;
        this.host = host;
        this.port = port;
        learn(state.unassigned());
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtaskId) {
        learn(context.registeredReaders().get(subtaskId).getReportedSplitsOnRegistration());
        waiting.add(subtaskId);
        if (context.registeredReaders().size() == context.currentParallelism()) {
            assign();
        }
    }

    /** Splits assigned after the checkpoint. The reader itself reports those in the checkpoint. */
    @Override
    public void addSplitsBack(List<UdpSplit> splits, int subtaskId) {
        learn(splits);
    }

    private void learn(List<UdpSplit> splits) {
        for (UdpSplit split : splits) {
            if (split.position() != null || split.clocks() != null) {
                known.put(split.splitId(), split);
            }
        }
    }

    private void assign() {
        Map<Integer, List<UdpSplit>> assignment = new HashMap<>();
        for (int subtask : waiting) {
            UdpSplit socket = UdpSplit.socket(subtask, host, port);
            UdpSplit before = known.remove(socket.splitId());
            assignment
                    .computeIfAbsent(subtask, none -> new ArrayList<>())
                    .add(
                            before == null
                                    ? socket
                                    : socket.at(before.position()).withClocks(before.clocks()));
        }
        for (UdpSplit orphan : known.values()) {
            if (orphan.position() == null) {
                continue; // there is nothing to read
            }
            int subtask = orphan.index() % context.currentParallelism();
            assignment.computeIfAbsent(subtask, none -> new ArrayList<>()).add(orphan.deaf());
        }
        known.clear();
        waiting.clear();
        context.assignSplits(new SplitsAssignment<>(assignment));
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        // no requests: a reader keeps its socket
    }

    @Override
    public UdpEnumeratorState snapshotState(long checkpointId) {
        return new UdpEnumeratorState(new ArrayList<>(known.values()));
    }

    @Override
    public void close() {}
}
