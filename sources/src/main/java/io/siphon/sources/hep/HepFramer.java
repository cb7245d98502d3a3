package io.siphon.sources.hep;

import java.util.Arrays;

/**
 * Cuts a byte stream (TCP, TLS) into HEP 3 frames: octets 4 and 5 of a frame are its length. There
 * is no other mark, so after an error the stream is lost and its connection is to be closed.
 *
 * <p>One instance a connection, for one thread; it holds 64 kB at most.
 */
public final class HepFramer {

    private static final int LONGEST = 0xffff;

    /** Takes one whole frame, to be decoded before it returns: the array is used again. */
    public interface Frames {
        void frame(byte[] bytes, int offset, int length);
    }

    /** Whoever sends a long frame once is not to hold its memory for good. */
    private static final int KEPT = 4096;

    private static final byte[] NONE = {};

    private byte[] pending = NONE;
    private int held;

    /** Bytes of the frame that has begun but not ended; 0 between frames. */
    public int pending() {
        return held;
    }

    /**
     * Takes out what was fed and has not become a frame: after an error all from where none begins.
     */
    public byte[] takeRest() {
        byte[] rest = Arrays.copyOf(pending, held);
        held = 0;
        return rest;
    }

    /**
     * Takes what the connection gave, in any portions.
     *
     * @throws HepException when the stream is not HEP 3, or a frame is shorter than its header
     */
    public void feed(byte[] bytes, int offset, int length, Frames frames) throws HepException {
        int at = offset;
        int end = offset + length;
        try {
            while (held > 0 && at < end) {
                boolean header = held >= Hep3Reader.HEADER;
                int wanted = header ? length(pending, 0, held) : Hep3Reader.HEADER;
                int taken = Math.min(wanted - held, end - at);
                hold(bytes, at, taken);
                at += taken;
                if (held >= Hep3Reader.HEADER && held == length(pending, 0, held)) {
                    int whole = held;
                    held = 0;
                    frames.frame(pending, 0, whole);
                    if (pending.length > KEPT) {
                        pending = NONE;
                    }
                }
            }
            while (end - at >= Hep3Reader.HEADER) {
                int frame = length(bytes, at, end - at);
                if (frame > end - at) {
                    break;
                }
                frames.frame(bytes, at, frame);
                at += frame;
            }
        } finally {
            hold(bytes, at, end - at);
        }
    }

    private void hold(byte[] bytes, int from, int length) {
        int needed = held + length;
        if (needed > pending.length) {
            int roomy = Math.min(LONGEST, Math.max(KEPT, 2 * needed));
            pending = Arrays.copyOf(pending, Math.max(needed, roomy));
        }
        System.arraycopy(bytes, from, pending, held, length);
        held = needed;
    }

    /**
     * Length of the frame that stands here, its header included.
     *
     * @param available octets there are, 6 or more
     * @throws HepException when no frame begins here
     */
    public static int length(byte[] bytes, int at, int available) throws HepException {
        if (!Hep3Reader.isMagic(bytes, at, at + available)) {
            throw new HepException(
                    HepException.Reason.NOT_HEP,
                    "stream has 0x"
                            + Long.toHexString(Octets.u32(bytes, at))
                            + ", expected HEP3 where a frame begins");
        }
        int length = Octets.u16(bytes, at + 4);
        if (length < Hep3Reader.HEADER) {
            throw new HepException(
                    HepException.Reason.BAD_LENGTH,
                    "frame says " + length + " bytes, expected " + Hep3Reader.HEADER + " or more");
        }
        return length;
    }
}
