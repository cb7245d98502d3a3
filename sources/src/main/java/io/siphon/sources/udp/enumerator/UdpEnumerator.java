package io.siphon.sources.udp.enumerator;

import io.siphon.sources.udp.split.UdpSplit;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

import javax.annotation.Nullable;

import java.util.List;

/**
 * Gives each reader the one socket of its subtask as soon as it registers, after a failover again.
 * Readers keep no split in their state: a restored split beside the new one would bind the port
 * twice, and the kernel would spread the traffic over a socket that nobody reads.
 */
public final class UdpEnumerator implements SplitEnumerator<UdpSplit, Void> {

    private final SplitEnumeratorContext<UdpSplit> context;
    private final String host;
    private final int port;

    public UdpEnumerator(SplitEnumeratorContext<UdpSplit> context, String host, int port) {
        this.context = context;
        this.host = host;
        this.port = port;
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtaskId) {
        context.assignSplit(new UdpSplit(subtaskId, host, port), subtaskId);
    }

    @Override
    public void addSplitsBack(List<UdpSplit> splits, int subtaskId) {
        // addReader follows, and assigns anew
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        // nobody asks: a reader has its socket for good
    }

    @Override
    public Void snapshotState(long checkpointId) {
        return null;
    }

    @Override
    public void close() {}
}
