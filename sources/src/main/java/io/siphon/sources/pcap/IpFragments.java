package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts fragmented IP packets together (RFC 791, 3.2; RFC 8200, 4.5). Fragments may come in any
 * order; what is not whole after 30 s of capture time, or when {@value #MOST} others are pending,
 * is dropped.
 */
final class IpFragments {

    private static final int MOST = 256;
    private static final long PATIENCE_MICROS = 30_000_000;
    private static final int LONGEST = 0xffff;

    private final Map<Key, Parts> pending =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Parts> eldest) {
                    return size() > MOST;
                }
            };

    /** What the fragments of one packet have in common. */
    record Key(String source, String destination, int protocol, int id) {}

    private static final class Parts {
        private final long begun;
        private final BitSet units = new BitSet(); // of eight octets
        private byte[] bytes = {};
        private int length = -1; // known when the last fragment is there

        private Parts(long begun) {
            this.begun = begun;
        }

        private boolean whole() {
            return length >= 0 && units.nextClearBit(0) >= (length + 7) / 8;
        }
    }

    /**
     * Takes one fragment.
     *
     * @param offset of the fragment's payload within the whole, a multiple of eight
     * @return the whole packet's payload when this was the missing part, else null
     */
    @Nullable
    byte[] add(Key key, long time, int offset, boolean more, byte[] frame, int from, int end) {
        int stop = offset + end - from;
        if (end <= from || stop > LONGEST || more && (end - from) % 8 != 0) {
            return null;
        }
        Parts parts = pending.get(key);
        if (parts == null || time - parts.begun > PATIENCE_MICROS) {
            parts = new Parts(time);
            pending.remove(key);
            pending.put(key, parts);
        }
        if (stop > parts.bytes.length) {
            parts.bytes = Arrays.copyOf(parts.bytes, Math.max(stop, 2 * parts.bytes.length));
        }
        System.arraycopy(frame, from, parts.bytes, offset, end - from);
        parts.units.set(offset / 8, (stop + 7) / 8);
        if (!more) {
            parts.length = stop;
        }
        if (!parts.whole()) {
            return null;
        }
        pending.remove(key);
        return Arrays.copyOf(parts.bytes, parts.length);
    }
}
