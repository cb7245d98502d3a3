package io.siphon.sources.archive.reader;

import io.siphon.sources.pcap.LinkType;
import io.siphon.sources.pcap.PcapRecord;

/**
 * Finds the first record of a capture whose link layer Siphon does not know. Only the first: a file
 * of pcapng may name any number of them.
 */
final class UnknownLinks {

    private int last = -1;
    private boolean found;

    /** Whether this is that record. */
    boolean isNewUnknown(PcapRecord record) {
        if (found || record.linkType() == last) {
            return false;
        }
        last = record.linkType();
        found = LinkType.of(last) == null;
        return found;
    }
}
