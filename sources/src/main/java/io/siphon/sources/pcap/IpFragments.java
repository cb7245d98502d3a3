package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts fragmented IP packets together (RFC 791, 3.2; RFC 8200, 4.5). Fragments may come in any
 * order; what is not whole after 30 s of capture time, or when {@value #MOST} others are pending,
 * is dropped and counted.
 */
final class IpFragments {

    private static final int MOST = 256;
    private static final long PATIENCE_MICROS = 30_000_000;
    private static final int LONGEST = 0xffff;

    private final WireCounts counts;
    private final Map<Key, Parts> pending = new LinkedHashMap<>();

    IpFragments(WireCounts counts) {
        this.counts = counts;
    }

    /** What the fragments of one packet have in common. */
    record Key(String source, String destination, int protocol, int id) {}

    private static final class Parts {
        private final long begun;
        private final BitSet units; // of eight octets
        private byte[] bytes;
        private int length; // known when the last fragment is there, else -1
        private int fragments;

        private Parts(long begun, BitSet units, byte[] bytes, int length, int fragments) {
            this.begun = begun;
            this.units = units;
            this.bytes = bytes;
            this.length = length;
            this.fragments = fragments;
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
            counts.fragmentsLost++;
            return null;
        }
        Parts parts = pending.get(key);
        if (parts == null || time - parts.begun > PATIENCE_MICROS) {
            drop(key);
            parts = new Parts(time, new BitSet(), new byte[0], -1, 0);
            pending.put(key, parts);
            forgetEldest();
        }
        if (stop > parts.bytes.length) {
            parts.bytes = Arrays.copyOf(parts.bytes, Math.max(stop, 2 * parts.bytes.length));
        }
        System.arraycopy(frame, from, parts.bytes, offset, end - from);
        parts.units.set(offset / 8, (stop + 7) / 8);
        parts.fragments++;
        if (!more) {
            parts.length = stop;
        }
        if (!parts.whole()) {
            return null;
        }
        pending.remove(key);
        return Arrays.copyOf(parts.bytes, parts.length);
    }

    /** Forgets packets that wait for a part of them: how many fragments that were. */
    int clear() {
        int fragments = pending.values().stream().mapToInt(parts -> parts.fragments).sum();
        pending.clear();
        return fragments;
    }

    private void forgetEldest() {
        if (pending.size() > MOST) {
            Iterator<Key> keys = pending.keySet().iterator();
            drop(keys.next());
        }
    }

    private void drop(Key key) {
        Parts dropped = pending.remove(key);
        counts.fragmentsLost += dropped == null ? 0 : dropped.fragments;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(pending.size());
        for (Map.Entry<Key, Parts> entry : pending.entrySet()) {
            Key key = entry.getKey();
            out.writeUTF(key.source);
            out.writeUTF(key.destination);
            out.writeInt(key.protocol);
            out.writeInt(key.id);
            Parts parts = entry.getValue();
            out.writeLong(parts.begun);
            ByteArrays.write(out, parts.units.toByteArray());
            ByteArrays.write(out, parts.bytes);
            out.writeInt(parts.length);
            out.writeInt(parts.fragments);
        }
    }

    void restore(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            Key key = new Key(in.readUTF(), in.readUTF(), in.readInt(), in.readInt());
            pending.put(
                    key,
                    new Parts(
                            in.readLong(),
                            BitSet.valueOf(ByteArrays.read(in)),
                            ByteArrays.read(in),
                            in.readInt(),
                            in.readInt()));
        }
    }
}
