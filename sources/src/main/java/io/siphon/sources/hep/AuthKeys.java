package io.siphon.sources.hep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;

/**
 * The keys of which a sender must give one: chunk 0x0e of HEP 3 (revision 37 of its specification),
 * also within a frame that is gzipped whole. HEP 1 and 2 and plain SIP have no place for a key.
 *
 * <p>Comparison takes the same time however much of a key is right. For one thread.
 */
public final class AuthKeys {

    private final byte[][] keys;
    private final Inflate inflate = new Inflate(new HepCounts());

    /**
     * @throws IllegalArgumentException when there is none, or an empty one
     */
    public AuthKeys(Collection<String> keys) {
        this.keys =
                keys.stream()
                        .map(key -> key.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
        if (keys.isEmpty() || keys.contains("")) {
            throw new IllegalArgumentException("expected one key or more, none of them empty");
        }
    }

    /**
     * Whether a packet carries a key, and no wrong one: a packet with several is no way to try
     * several.
     */
    public boolean admit(byte[] bytes, int from, int end) {
        if (Inflate.isGzip(bytes, from, end)) {
            try {
                byte[] frame = inflate.unpack(bytes, from, end);
                return admitFrame(frame, 0, frame.length);
            } catch (HepException e) {
                return false;
            }
        }
        return admitFrame(bytes, from, end);
    }

    private boolean admitFrame(byte[] bytes, int from, int datagramEnd) {
        if (!Hep3Reader.isMagic(bytes, from, datagramEnd)
                || datagramEnd - from < Hep3Reader.HEADER) {
            return false;
        }
        int end = Math.min(datagramEnd, from + Octets.u16(bytes, from + 4));
        boolean right = false;
        int next;
        for (int at = from + Hep3Reader.HEADER; at + HepChunk.HEADER <= end; at = next) {
            next = at + Octets.u16(bytes, at + 4);
            if (next < at + HepChunk.HEADER || next > end) {
                return right; // the decoder says what is wrong with it
            }
            if (Octets.u16(bytes, at) == 0
                    && Octets.u16(bytes, at + 2) == HepChunk.AUTH_KEY.number()) {
                if (!isKey(Arrays.copyOfRange(bytes, at + HepChunk.HEADER, next))) {
                    return false;
                }
                right = true;
            }
        }
        return right;
    }

    private boolean isKey(byte[] sent) {
        boolean right = false;
        for (byte[] key : keys) {
            right |= MessageDigest.isEqual(key, sent);
        }
        return right;
    }

    public int count() {
        return keys.length;
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return keys.length == 1 ? "1 key" : keys.length + " keys";
    }
}
