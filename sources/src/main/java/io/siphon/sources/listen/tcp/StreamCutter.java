package io.siphon.sources.listen.tcp;

import io.siphon.sources.hep.HepException;
import io.siphon.sources.hep.HepFramer;
import io.siphon.sources.hep.SipStartLine;
import io.siphon.sources.pcap.SipFraming;

import java.util.Arrays;

/**
 * Cuts the bytes of a connection into HEP 3 frames, or into SIP messages if it begins with SIP.
 * Each octet is scanned once or twice, however the bytes are segmented.
 */
final class StreamCutter {

    private static final int LONGEST_SIP = 0xffff;
    private static final byte[] NONE = {};

    private final HepFramer hep = new HepFramer();
    private boolean isHep;
    private SipFraming sip; // null before it is known to be SIP
    private byte[] text = NONE; // the beginning of a SIP message
    private int held;
    private boolean foreign;

    /** Octets of the message that has begun but not ended. */
    int pending() {
        return sip == null ? hep.pending() : held;
    }

    /** Removes and returns the bytes that are no message yet. */
    byte[] takeRest() {
        byte[] rest = sip == null ? hep.takeRest() : Arrays.copyOf(text, held);
        held = 0;
        return rest;
    }

    /**
     * @param messages receives one whole message; it must copy it before it returns
     * @throws HepException when the bytes are neither HEP nor SIP; {@link #takeRest} returns them
     *     from there on
     */
    void feed(byte[] bytes, int length, HepFramer.Frames messages) throws HepException {
        if (sip != null) {
            feedSip(bytes, length, messages);
            return;
        }
        try {
            hep.feed(
                    bytes,
                    0,
                    length,
                    (array, from, size) -> {
                        isHep = true;
                        messages.frame(array, from, size);
                    });
        } catch (HepException e) {
            if (isHep) {
                throw e;
            }
            sip = new SipFraming();
            byte[] begun = hep.takeRest();
            feedSip(begun, begun.length, messages);
        }
    }

    private void feedSip(byte[] bytes, int length, HepFramer.Frames messages) throws HepException {
        if (held == 0) {
            int at = cutSip(bytes, length, messages);
            hold(bytes, at, length - at);
        } else {
            hold(bytes, 0, length);
            int at = cutSip(text, held, messages);
            held -= at;
            if (at > 0) {
                System.arraycopy(text, at, text, 0, held);
            }
        }
        if (held == 0) {
            text = NONE;
        }
        if (foreign || held > LONGEST_SIP) {
            throw new HepException(
                    HepException.Reason.NOT_HEP, "got a stream of neither, expected HEP 3 or SIP");
        }
    }

    private void hold(byte[] bytes, int from, int length) {
        int needed = held + length;
        if (needed > text.length) {
            text = Arrays.copyOf(text, Math.max(needed, Math.min(2 * needed, LONGEST_SIP + 1)));
        }
        System.arraycopy(bytes, from, text, held, length);
        held = needed;
    }

    /** Index after the last complete message. */
    private int cutSip(byte[] bytes, int end, HepFramer.Frames messages) {
        int at = SipStartLine.skipLineEnds(bytes, 0, end);
        while (at < end) {
            int next = sip.next(bytes, at, end);
            if (next < 0) {
                foreign = next == SipFraming.NONE;
                return at;
            }
            messages.frame(bytes, at, next - at);
            at = SipStartLine.skipLineEnds(bytes, next, end);
        }
        return at;
    }
}
