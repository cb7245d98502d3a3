package io.siphon.sources.hep;

/** HEP protocol types (chunk 0x000b) that Siphon has a use for; any other number passes through. */
public final class HepProtocol {

    /**
     * Reserved: no message. A good packet of this type is heplify's greeting, to be dropped; one
     * with {@link HepPacket#error} set is what could not be decoded.
     */
    public static final int NONE = 0;

    public static final int SIP = 1;

    /**
     * RTP. Off the wire ({@code sources/pcap}) the payload is the RTP header with its extension
     * alone; {@link HepWireLength} has the length of the whole packet.
     */
    public static final int RTP = 4;

    /** RTCP as JSON: raw RTCP never travels in HEP. */
    public static final int RTCP_JSON = 5;

    /**
     * Binary RTCP (RFC 3550, 6), a whole compound packet, as it was captured off the wire. A number
     * of our own that no HEP packet can carry: the protocol chunk ends at 65535.
     */
    public static final int RTCP = 0x1_0005;

    /** RTPAgent's report of RTP, JSON: every 20 s, and when the stream is over. */
    public static final int RTP_REPORT = 34;

    /** RTPAgent's short report, JSON, when the call is over; or vq-rtcpxr as text (RFC 6035). */
    public static final int SHORT_REPORT = 35;

    /** RTPAgent's report of RTCP, JSON. */
    public static final int RTCP_REPORT = 36;

    /** What horaclifix makes of an Oracle SBC's IPFIX, JSON. */
    public static final int HORACLIFIX = 38;

    /** What OpenSIPS's {@code xlog} writes. */
    public static final int XLOG = 86;

    /** A SIP PUBLISH with vq-rtcpxr (RFC 6035), as captagent sends it. */
    public static final int REPORT = 99;

    /** Log lines: Kamailio's {@code hlog}, syslog. */
    public static final int LOG = 100;

    /** Nobody listened for a while: {@link io.siphon.sources.CaptureGap}. A number of our own. */
    public static final int CAPTURE_GAP = 0x1_0000;

    /** The kernel dropped something: {@link io.siphon.sources.KernelLoss}. A number of our own. */
    public static final int KERNEL_LOSS = 0x1_0001;

    /** The journal was not written: {@link io.siphon.sources.JournalGap}. A number of our own. */
    public static final int JOURNAL_GAP = 0x1_0002;

    /**
     * An input was restored, and nothing has come since: time goes on all the same. A number of our
     * own.
     */
    public static final int RESUMED = 0x1_0003;

    /**
     * A watermark on its way through a topic: {@link io.siphon.sources.kafka.WatermarkRecord}. A
     * number of our own.
     */
    public static final int CAPTURE_MARK = 0x1_0010;

    private HepProtocol() {}

    /** Whether a packet is a word of Siphon's own on what is missing, and from no agent. */
    public static boolean isOfSiphon(int protocol) {
        return protocol == CAPTURE_GAP || protocol == KERNEL_LOSS || protocol == JOURNAL_GAP;
    }
}
