package io.siphon.sources.pcap;

import io.siphon.sources.JournalNote;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepContent;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepException;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.hep.HepWireLength;
import io.siphon.sources.hep.SipStartLine;
import io.siphon.sources.hep.SipStartSearch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Makes packets of captured frames, by content and not by port: SIP (RFC 3261) on UDP, TCP, SCTP
 * and WebSocket, also behind the rest of another message's body; HEP on UDP and TCP, unpacked as a
 * listener would; RTP candidates; RTCP. All else is passed over, and counted.
 *
 * <p>One instance reads one capture, or several of the same place in order of time: TCP streams and
 * fragments go on from file to file. {@link #save} and {@link #restore} carry what is unfinished
 * over a restart.
 */
public final class WireMessages {

    /**
     * How packets are made.
     *
     * @param node {@link HepPacket#node} of what was not sent by any agent
     * @param clockWindow how far an agent's time in HEP may be from the time of capture
     * @param media whether RTP and RTCP are wanted
     */
    public record Settings(String node, ClockWindow clockWindow, boolean media)
            implements Serializable {}

    private static final int VERSION = 2; // of what save() writes

    private final Settings settings;
    private final Consumer<HepPacket> out;
    private final WireCounts counts = new WireCounts();
    private final HepDecoder decoder;
    private final TcpStreams streams;
    private final Frames frames;

    public WireMessages(Settings settings, Consumer<HepPacket> out) {
        this.settings = settings;
        this.out = out;
        decoder = new HepDecoder(settings.clockWindow());
        OfStreams ofStreams = new OfStreams();
        streams = new TcpStreams(flow -> new WireStream(flow, ofStreams), counts);
        frames = new Frames(new OfFrames(), counts);
    }

    /** Reads one frame; the packets that it completes go out before this returns. */
    public void accept(PcapRecord record) {
        counts.frames++;
        frames.accept(record);
    }

    /** No frame follows: what waited behind holes goes out. */
    public void end() {
        streams.end();
        counts.fragmentsLost += frames.fragments.clear();
    }

    public WireCounts counts() {
        return counts;
    }

    /** Writes what is unfinished, and the counts. */
    public void save(DataOutput to) throws IOException {
        to.writeByte(VERSION);
        counts.save(to);
        frames.fragments.save(to);
        streams.save(to);
    }

    /** Goes on where {@link #save} was called; may be called for several. Read nothing before. */
    public void restore(DataInput from) throws IOException {
        int version = from.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "unfinished streams of version " + version + ", expected " + VERSION);
        }
        counts.add(WireCounts.restore(from));
        frames.fragments.restore(from);
        streams.restore(from);
    }

    private final class OfFrames implements Frames.Sink {

        @Override
        public void udp(WirePayload payload) {
            byte[] bytes = payload.bytes();
            int from = payload.offset();
            int end = payload.end();
            if (payload.sourcePort() == 0 && note(payload)) {
                return;
            }
            if (SipStartLine.at(bytes, from, end)) {
                sip(payload);
            } else if (HepContent.isHep(bytes, from, end)) {
                hep(payload);
            } else if (HepContent.isGzip(bytes, from, end)) {
                packed(payload);
            } else if (Media.isRtcp(payload)) {
                rtcp(payload);
            } else {
                rtpOrTail(payload);
            }
        }

        @Override
        public void sctp(WirePayload payload) {
            if (SipStartLine.at(payload.bytes(), payload.offset(), payload.end())) {
                sip(payload);
            } else {
                tail(payload);
            }
        }

        @Override
        public void tcp(TcpSegment segment) {
            streams.accept(segment);
        }
    }

    private final class OfStreams implements WireStream.Messages {

        @Override
        public void sip(TcpFlow flow, long time, int transport, byte[] bytes, int from, int end) {
            counts.sip++;
            WirePayload message =
                    new WirePayload(
                            time,
                            transport,
                            flow.sourceIp(),
                            flow.sourcePort(),
                            flow.destinationIp(),
                            flow.destinationPort(),
                            bytes,
                            from,
                            end - from,
                            end - from);
            emit(message, HepProtocol.SIP, message.octets(message.length()), null);
        }

        @Override
        public void hep(TcpFlow flow, long time, byte[] bytes, int from, int end) {
            HepPeer peer =
                    new HepPeer(
                            flow.sourceIp(),
                            flow.sourcePort(),
                            flow.destinationIp(),
                            flow.destinationPort());
            WireMessages.this.hep(time, peer, bytes, from, end, 0);
        }

        @Override
        public void foreign() {
            counts.passedOver++;
        }
    }

    /**
     * In a journal, what is missing of what agents sent; whether it was that. It is told at the
     * time at which it ended.
     */
    private boolean note(WirePayload payload) {
        if (!payload.sourceIp().equals(JournalNote.SENDER)) {
            return false;
        }
        HepPacket note =
                JournalNote.read(
                        payload.bytes(),
                        payload.offset(),
                        payload.end(),
                        "udp-" + payload.destinationPort() + "-0");
        if (note == null || note.timeMicros() != payload.timeMicros()) {
            return false;
        }
        out.accept(note);
        return true;
    }

    private void sip(WirePayload payload) {
        byte[] bytes = payload.bytes();
        if (HepContent.isSipDuplicate(bytes, payload.offset(), payload.end())) {
            hep(payload);
            return;
        }
        counts.sip++;
        emitSip(payload);
    }

    private void hep(WirePayload payload) {
        hep(
                payload.timeMicros(),
                peer(payload),
                payload.bytes(),
                payload.offset(),
                payload.end(),
                payload.wireLength() - payload.length());
    }

    /**
     * @param missing octets that the capture cut off, as only HEP 1 and 2 and plain SIP do not show
     */
    private void hep(long time, HepPeer peer, byte[] bytes, int from, int end, int missing) {
        HepPacket packet = decoder.decodeOrKeep(bytes, from, end - from, peer, time);
        counts.hep++;
        counts.undecodable += packet.error() == null ? 0 : 1;
        boolean cut = missing > 0 && packet.protocol() == HepProtocol.SIP;
        out.accept(cut && packet.chunks() == null ? HepWireLength.cut(packet, missing) : packet);
    }

    private void packed(WirePayload payload) {
        try {
            HepPacket packet =
                    decoder.decode(
                            payload.bytes(),
                            payload.offset(),
                            payload.length(),
                            peer(payload),
                            payload.timeMicros());
            counts.hep++;
            out.accept(packet);
        } catch (HepException e) {
            counts.passedOver++;
        }
    }

    private void rtcp(WirePayload payload) {
        counts.rtcp++;
        if (settings.media()) {
            emit(payload, HepProtocol.RTCP, payload.octets(payload.length()), null);
        }
    }

    private void rtpOrTail(WirePayload payload) {
        int header = Media.rtpHeader(payload);
        if (header == 0) {
            tail(payload);
        } else {
            rtp(payload, header);
        }
    }

    /** Perhaps the rest of a body, and a message behind it: what reads SIP keeps both. */
    private void tail(WirePayload payload) {
        if (SipStartSearch.findBehindText(payload.bytes(), payload.offset(), payload.end()) < 0) {
            counts.passedOver++;
        } else {
            counts.sip++;
            emitSip(payload);
        }
    }

    private void rtp(WirePayload payload, int header) {
        counts.rtp++;
        if (settings.media()) {
            int padding = Media.rtpPadding(payload, header);
            byte[] octets = payload.octets(header);
            Media.clearPadding(octets, padding);
            emit(
                    payload,
                    HepProtocol.RTP,
                    octets,
                    HepWireLength.chunk(payload.wireLength() - padding));
        }
    }

    /** What reads it must know whether its last line may be half a line. */
    private void emitSip(WirePayload payload) {
        boolean cut = payload.length() < payload.wireLength();
        byte[] chunks = cut ? HepWireLength.chunk(payload.wireLength()) : null;
        emit(payload, HepProtocol.SIP, payload.octets(payload.length()), chunks);
    }

    private void emit(WirePayload payload, int protocol, byte[] octets, byte[] chunks) {
        out.accept(
                new HepPacket(
                        payload.timeMicros(),
                        payload.timeMicros(),
                        0,
                        payload.transport(),
                        payload.sourceIp(),
                        payload.sourcePort(),
                        payload.destinationIp(),
                        payload.destinationPort(),
                        "",
                        settings.node(),
                        protocol,
                        null,
                        null,
                        octets,
                        chunks,
                        null));
    }

    private static HepPeer peer(WirePayload payload) {
        return new HepPeer(
                payload.sourceIp(),
                payload.sourcePort(),
                payload.destinationIp(),
                payload.destinationPort());
    }
}
