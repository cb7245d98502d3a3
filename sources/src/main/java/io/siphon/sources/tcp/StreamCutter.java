package io.siphon.sources.tcp;

import io.siphon.sources.hep.HepException;
import io.siphon.sources.hep.HepFramer;
import io.siphon.sources.hep.SipStartLine;
import io.siphon.sources.pcap.SipFraming;

import java.util.Arrays;

/**
 * Cuts what a connection gives into HEP 3 frames, or into SIP messages where it begins with SIP.
 */
final class StreamCutter {

    private static final int LONGEST_SIP = 0xffff;

    private final HepFramer hep = new HepFramer();
    private boolean isHep;
    private byte[] text; // of SIP; null before
    private int held;

    /** Octets of the message that has begun but not ended. */
    int pending() {
        return text == null ? hep.pending() : held;
    }

    /** Takes out what has not become a message. */
    byte[] takeRest() {
        byte[] rest = text == null ? hep.takeRest() : Arrays.copyOf(text, held);
        held = 0;
        return rest;
    }

    /**
     * @param messages takes one whole message, to be copied before it returns
     * @throws HepException when this is neither; {@link #takeRest} has it from there on
     */
    void feed(byte[] bytes, int length, HepFramer.Frames messages) throws HepException {
        if (text != null) {
            if (text.length < held + length) {
                text = Arrays.copyOf(text, 2 * (held + length));
            }
            System.arraycopy(bytes, 0, text, held, length);
            held += length;
            cutSip(messages);
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
            text = hep.takeRest();
            held = text.length;
            cutSip(messages);
        }
    }

    private void cutSip(HepFramer.Frames messages) throws HepException {
        int at = SipStartLine.skipLineEnds(text, 0, held);
        int end = next(at);
        while (end >= 0) {
            messages.frame(text, at, end - at);
            at = SipStartLine.skipLineEnds(text, end, held);
            end = next(at);
        }
        held -= at;
        System.arraycopy(text, at, text, 0, held);
        if (end == SipFraming.NONE || held > LONGEST_SIP) {
            throw new HepException(
                    HepException.Reason.NOT_HEP, "got a stream of neither, expected HEP 3 or SIP");
        }
    }

    private int next(int at) {
        return at == held ? SipFraming.MORE : SipFraming.end(text, at, held);
    }
}
