package io.siphon.sources.archive.enumerator;

import io.siphon.sources.archive.split.PcapSplit;

import java.util.List;
import java.util.Map;

/**
 * The splits that the enumerator has yet to assign.
 *
 * @param listed whether the files were found and dealt out; if not, nothing is known yet
 * @param unassigned splits by the subtask that is to have them
 */
public record PcapEnumeratorState(boolean listed, Map<Integer, List<PcapSplit>> unassigned) {

    public static final PcapEnumeratorState NOTHING_LISTED =
            new PcapEnumeratorState(false, Map.of());
}
