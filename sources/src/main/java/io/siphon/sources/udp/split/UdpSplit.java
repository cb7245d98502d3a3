package io.siphon.sources.udp.split;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One socket of several that share an address by SO_REUSEPORT.
 *
 * @param index which of them, from 0: the subtask that reads it
 * @param host address to bind, IPv6 without brackets
 */
public record UdpSplit(int index, String host, int port) implements SourceSplit {

    @Override
    public String splitId() {
        return "udp-" + index;
    }
}
