package io.siphon.sources.pcap;

import io.siphon.sources.hep.HepException;
import io.siphon.sources.hep.HepFramer;
import io.siphon.sources.hep.SipStartLine;
import io.siphon.sources.hep.SipStartSearch;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts one direction of a TCP connection into messages: SIP, HEP 3, or SIP over WebSocket (RFC
 * 7118), by content. A segment that has none of them is passed over, and so is everything until one
 * does: that is how a connection that was joined in its middle, or has a hole, is read.
 */
final class WireStream implements TcpStreams.Receiver {

    /** What the stream is taken for. */
    enum Mode {
        SEARCHING,
        SIP,
        HEP,
        /** HTTP up to the empty line; then WebSocket frames. */
        HANDSHAKE,
        WEB_SOCKET
    }

    /** Takes whole messages; the bytes are a view, good until the call returns. */
    interface Messages {

        /**
         * @param transport 6, or 22 out of a WebSocket
         */
        void sip(TcpFlow flow, long timeMicros, int transport, byte[] bytes, int from, int end);

        void hep(TcpFlow flow, long timeMicros, byte[] bytes, int from, int end);

        /** Octets that are none of these. */
        void foreign();
    }

    static final int TCP = 6;
    static final int WEB_SOCKET = 22; // as Kamailio has it

    private static final int LONGEST_HANDSHAKE = 1 << 16;

    /** How often octets are searched for a beginning behind what was none. */
    private static final int MOST_SEARCHES = 4;

    private static final byte[] NONE = {};

    private final TcpFlow flow;
    private final Messages messages;
    private Mode mode = Mode.SEARCHING;
    private byte[] pending = NONE;
    private int held;
    private final SipFraming sip = new SipFraming();
    private int line; // of a handshake: where the line begins that has not ended
    private int seen; // of a handshake: before it that line does not end
    private long timeMicros; // of the newest octet of the message at hand
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);
    private boolean deflated; // the message of these fragments
    private final DeflatedMessages deflatedMessages = new DeflatedMessages();

    WireStream(TcpFlow flow, Messages messages) {
        this.flow = flow;
        this.messages = messages;
    }

    @Override
    public void data(long time, byte[] bytes, int offset, int length) {
        if (mode == Mode.SEARCHING && StreamStart.surely(bytes, offset, offset + length)) {
            held = 0; // it was no beginning
        }
        boolean begun = held > 0 || fragments.size() > 0;
        timeMicros = begun ? Math.max(timeMicros, time) : time;
        if (held == 0) {
            int read = read(time, bytes, offset, offset + length);
            hold(bytes, read, offset + length - read);
            return;
        }
        hold(bytes, offset, length);
        int read = read(time, pending, 0, held);
        if (read > 0) {
            held -= read;
            System.arraycopy(pending, read, pending, 0, held);
        }
        if (held == 0) {
            pending = NONE;
        }
    }

    @Override
    public void hole() {
        lose();
        held = 0;
        pending = NONE;
    }

    @Override
    public int held() {
        return held + fragments.size() + deflatedMessages.window().length;
    }

    /** Octets of SIP that were searched so far, in all. */
    long looked() {
        return sip.looked();
    }

    private void hold(byte[] bytes, int from, int length) {
        if (held + length > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(held + length, 2 * pending.length));
        }
        System.arraycopy(bytes, from, pending, held, length);
        held += length;
    }

    private void lose() {
        mode = Mode.SEARCHING;
        sip.forget();
        line = 0;
        seen = 0;
        fragments.reset();
        deflatedMessages.forget();
    }

    /** Index behind all that is read; what follows waits for more. */
    private int read(long time, byte[] bytes, int from, int end) {
        boolean guessed = false;
        int searches = 0;
        int at = from;
        while (at < end) {
            guessed |= mode == Mode.SEARCHING;
            int next = one(bytes, at, end);
            if (next == SipFraming.MORE) {
                return at;
            }
            if (next == SipFraming.NONE) {
                lose();
                if (!guessed && at == from) {
                    continue; // it may be something else from here on
                }
                messages.foreign();
                int found = SipStartSearch.findBehindText(bytes, at, end);
                if (found < 0 || ++searches > MOST_SEARCHES) {
                    return end;
                }
                at = found; // behind the rest of another one's body
                continue;
            }
            if (next > at && fragments.size() == 0) {
                timeMicros = time;
            }
            at = next;
        }
        return at;
    }

    /** Index behind what was read, or {@link SipFraming#MORE}, or {@link SipFraming#NONE}. */
    private int one(byte[] bytes, int at, int end) {
        return switch (mode) {
            case SEARCHING -> search(bytes, at, end);
            case SIP -> sip(bytes, at, end);
            case HEP -> hep(bytes, at, end);
            case HANDSHAKE -> handshake(bytes, at, end);
            case WEB_SOCKET -> webSocket(bytes, at, end);
        };
    }

    private int search(byte[] bytes, int at, int end) {
        Mode found = StreamStart.at(bytes, at, end);
        if (found == null) {
            return SipFraming.MORE;
        }
        mode = found;
        return found == Mode.SEARCHING ? SipFraming.NONE : at;
    }

    private int sip(byte[] bytes, int from, int end) {
        int at = SipStartLine.skipLineEnds(bytes, from, end); // keep-alives
        if (at == end) {
            return end;
        }
        int stop = sip.next(bytes, at, end);
        if (stop > 0) {
            messages.sip(flow, timeMicros, TCP, bytes, at, stop);
        }
        return stop;
    }

    private int hep(byte[] bytes, int at, int end) {
        if (end - at < 6) {
            return SipFraming.MORE;
        }
        try {
            int stop = at + HepFramer.length(bytes, at, end - at);
            if (stop > end) {
                return SipFraming.MORE;
            }
            messages.hep(flow, timeMicros, bytes, at, stop);
            return stop;
        } catch (HepException e) {
            return SipFraming.NONE;
        }
    }

    private int handshake(byte[] bytes, int from, int end) {
        for (int next = SipFraming.nextLine(bytes, from + seen, end);
                next > 0;
                next = SipFraming.nextLine(bytes, from + seen, end)) {
            boolean last = SipFraming.isEmpty(bytes, from + line, next);
            line = last ? 0 : next - from;
            seen = line;
            if (last) {
                mode = Mode.WEB_SOCKET;
                return next;
            }
        }
        seen = end - from;
        return seen > LONGEST_HANDSHAKE ? SipFraming.NONE : SipFraming.MORE;
    }

    private int webSocket(byte[] bytes, int at, int end) {
        WebSocketFrame frame = WebSocketFrame.at(bytes, at, end);
        if (frame == null) {
            return SipFraming.MORE;
        }
        if (!frame.valid() || fragments.size() > SipFraming.LONGEST) {
            return SipFraming.NONE;
        }
        if (frame.end() > end) {
            return SipFraming.MORE;
        }
        if (frame.control()) {
            return frame.end();
        }
        if (frame.first()) {
            deflated = frame.deflated();
        }
        fragments.writeBytes(frame.payload(end));
        if (frame.last()) {
            byte[] sent = fragments.toByteArray();
            fragments.reset();
            byte[] message = deflated ? deflatedMessages.unpack(sent) : sent;
            if (message != null && SipStartLine.at(message, 0, message.length)) {
                messages.sip(flow, timeMicros, WEB_SOCKET, message, 0, message.length);
            } else {
                messages.foreign();
            }
        }
        return frame.end();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeUTF(mode.name());
        out.writeLong(timeMicros);
        ByteArrays.write(out, pending, 0, held);
        ByteArrays.write(out, fragments.toByteArray());
        out.writeBoolean(deflated);
        ByteArrays.write(out, deflatedMessages.window());
    }

    @Override
    public void restore(DataInput in) throws IOException {
        mode = Mode.valueOf(in.readUTF());
        timeMicros = in.readLong();
        pending = ByteArrays.read(in);
        held = pending.length;
        fragments.writeBytes(ByteArrays.read(in));
        deflated = in.readBoolean();
        deflatedMessages.restore(ByteArrays.read(in));
    }
}
