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
 * Gives each reader the one socket of its subtask once all readers are there, after a failover
 * again, together with the position in its journal.
 *
 * <p>Flink spreads the splits of a checkpoint over readers as it likes. So readers do not take
 * their own, but report them here: a restored split beside a new one would bind the port twice, and
 * a journal that another reader writes would be read twice. Sockets that the job no longer has,
 * since there are fewer now or the port is another, have their journals read to the end.
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

    /** Those assigned after the checkpoint; what is in the checkpoint the reader reports itself. */
    @Override
    public void addSplitsBack(List<UdpSplit> splits, int subtaskId) {
        learn(splits);
    }

    private void learn(List<UdpSplit> splits) {
        for (UdpSplit split : splits) {
            if (split.position() != null) {
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
                    .add(before == null ? socket : socket.at(before.position()));
        }
        for (UdpSplit orphan : known.values()) {
            int subtask = orphan.index() % context.currentParallelism();
            assignment.computeIfAbsent(subtask, none -> new ArrayList<>()).add(orphan.deaf());
        }
        known.clear();
        waiting.clear();
        context.assignSplits(new SplitsAssignment<>(assignment));
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        // nobody asks: a reader has its socket for good
    }

    @Override
    public UdpEnumeratorState snapshotState(long checkpointId) {
        return new UdpEnumeratorState(new ArrayList<>(known.values()));
    }

    @Override
    public void close() {}
}
