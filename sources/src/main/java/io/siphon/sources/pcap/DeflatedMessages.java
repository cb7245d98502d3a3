package io.siphon.sources.pcap;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks the messages of one direction of a WebSocket that were compressed by permessage-deflate
 * (RFC 7692). They may refer back to those before, which takes the last {@value #WINDOW} octets; of
 * a peer that never does, this is no harm. Where messages before were not captured, those that
 * refer to them cannot be had.
 */
final class DeflatedMessages {

    private static final int WINDOW = 1 << 15;
    private static final byte[] NONE = {};

    /** Of each message, its sender leaves them out (7.2.1). */
    private static final byte[] TAIL = {0, 0, -1, -1};

    private byte[] window = NONE;

    /** The message; null when it cannot be unpacked, or is longer than any SIP message. */
    @Nullable
    byte[] unpack(byte[] deflated) {
        byte[] message = inflate(deflated);
        window = message == null ? NONE : lastOf(window, message);
        return message;
    }

    private @Nullable byte[] inflate(byte[] deflated) {
        Inflater inflater = new Inflater(true);
        try {
            if (window.length > 0) {
                inflater.setDictionary(window);
            }
            byte[] input = Arrays.copyOf(deflated, deflated.length + TAIL.length);
            System.arraycopy(TAIL, 0, input, deflated.length, TAIL.length);
            inflater.setInput(input);
            byte[] message = new byte[Math.min(SipFraming.LONGEST, 4 * deflated.length + 64)];
            int length = 0;
            while (true) {
                int more = inflater.inflate(message, length, message.length - length);
                length += more;
                if (length < message.length) {
                    // all is read, or it goes on beyond its end
                    return inflater.needsDictionary() ? null : Arrays.copyOf(message, length);
                }
                if (length >= SipFraming.LONGEST) {
                    return null;
                }
                message = Arrays.copyOf(message, Math.min(SipFraming.LONGEST, 2 * length));
            }
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    private static byte[] lastOf(byte[] before, byte[] message) {
        if (message.length >= WINDOW) {
            return Arrays.copyOfRange(message, message.length - WINDOW, message.length);
        }
        int kept = Math.min(before.length, WINDOW - message.length);
        byte[] both = new byte[kept + message.length];
        System.arraycopy(before, before.length - kept, both, 0, kept);
        System.arraycopy(message, 0, both, kept, message.length);
        return both;
    }

    /** Something is missing before what comes next. */
    void forget() {
        window = NONE;
    }

    /** What later messages may refer to. */
    byte[] window() {
        return window;
    }

    void restore(byte[] saved) {
        window = saved;
    }
}
