package io.siphon.sources.listen.enumerator;

import io.siphon.sources.listen.split.UdpSplit;

import java.util.List;

/**
 * @param unassigned what readers had before a restart and no reader has again yet
 */
public record UdpEnumeratorState(List<UdpSplit> unassigned) {

    public static final UdpEnumeratorState NOTHING_KNOWN = new UdpEnumeratorState(List.of());
}
