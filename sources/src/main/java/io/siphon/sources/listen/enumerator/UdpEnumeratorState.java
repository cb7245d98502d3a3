package io.siphon.sources.listen.enumerator;

import io.siphon.sources.listen.split.UdpSplit;

import java.util.List;

/**
 * @param unassigned splits that readers had before a restart and that are not assigned again yet
 */
public record UdpEnumeratorState(List<UdpSplit> unassigned) {

    public static final UdpEnumeratorState NOTHING_KNOWN = new UdpEnumeratorState(List.of());
}
