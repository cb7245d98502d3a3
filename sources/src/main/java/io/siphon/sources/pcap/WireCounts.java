package io.siphon.sources.pcap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What was met on the wire. Written by one thread; others may see a slightly old number. */
public final class WireCounts {

    /** Frames read. */
    public long frames;

    /** Frames of which the capture kept the beginning only (its snapshot length). */
    public long cut;

    /** SIP messages, on UDP, TCP, SCTP or WebSocket. */
    public long sip;

    /** HEP packets, and plain SIP duplicates with trace headers. */
    public long hep;

    /** Candidates for RTP: their stream shows whether they are. */
    public long rtp;

    /** Compound packets of binary RTCP. */
    public long rtcp;

    /** Of HEP, what could not be decoded. */
    public long undecodable;

    /** Frames and payloads that are nothing of use here: ARP, ICMP, DNS, other people's TCP. */
    public long passedOver;

    /** IP fragments. */
    public long fragments;

    /** Of these, those whose packet was never whole. */
    public long fragmentsLost;

    /** Holes in TCP streams, that were given up. */
    public long holes;

    /** TCP flows that were forgotten to make room for others. */
    public long flowsForgotten;

    /** SIP, HEP, RTP and RTCP together. */
    public long messages() {
        return sip + hep + rtp + rtcp;
    }

    /** Adds another's. */
    public void add(WireCounts other) {
        frames += other.frames;
        cut += other.cut;
        sip += other.sip;
        hep += other.hep;
        rtp += other.rtp;
        rtcp += other.rtcp;
        undecodable += other.undecodable;
        passedOver += other.passedOver;
        fragments += other.fragments;
        fragmentsLost += other.fragmentsLost;
        holes += other.holes;
        flowsForgotten += other.flowsForgotten;
    }

    void save(DataOutput out) throws IOException {
        for (long count : all()) {
            out.writeLong(count);
        }
    }

    static WireCounts restore(DataInput in) throws IOException {
        WireCounts counts = new WireCounts();
        counts.frames = in.readLong();
        counts.cut = in.readLong();
        counts.sip = in.readLong();
        counts.hep = in.readLong();
        counts.rtp = in.readLong();
        counts.rtcp = in.readLong();
        counts.undecodable = in.readLong();
        counts.passedOver = in.readLong();
        counts.fragments = in.readLong();
        counts.fragmentsLost = in.readLong();
        counts.holes = in.readLong();
        counts.flowsForgotten = in.readLong();
        return counts;
    }

    private long[] all() {
        return new long[] {
            frames,
            cut,
            sip,
            hep,
            rtp,
            rtcp,
            undecodable,
            passedOver,
            fragments,
            fragmentsLost,
            holes,
            flowsForgotten
        };
    }
}
