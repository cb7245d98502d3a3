package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.split.PcapSplit;

import java.util.List;
import java.util.Map;

/**
 * The splits that the enumerator has not assigned yet.
 *
 * @param listed whether the files were found; false until then
 * @param unassigned splits by subtask
 */
public record PcapEnumeratorState(boolean listed, Map<Integer, List<PcapSplit>> unassigned) {

    public static final PcapEnumeratorState NOTHING_LISTED =
            new PcapEnumeratorState(false, Map.of());
}
