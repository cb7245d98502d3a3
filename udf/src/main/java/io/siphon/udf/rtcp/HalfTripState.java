package io.siphon.udf.rtcp;

/**
 * State: the last round trip between a capturing node and one of the two ends, as that end's report
 * tells it. A node that stands between the ends measures two halves; where it is one of them, one
 * half is nothing.
 */
public class HalfTripState {

    public String node = "";
    public String reporter = "";
    public String peer = "";

    /** SSRC of the reporter, -1 when unknown, and of the stream that it reports about. */
    public long reporterSsrc;

    public long sourceSsrc;

    public double ms;

    public HalfTripState() {}

    static HalfTripState of(RtcpReport report, double ms) {
        HalfTripState half = new HalfTripState();
        half.node = report.node();
        half.reporter = report.source();
        half.peer = report.destination();
        half.reporterSsrc = report.senderSsrc();
        half.sourceSsrc = report.sourceSsrc();
        half.ms = ms;
        return half;
    }

    boolean isOf(RtcpReport report) {
        return node.equals(report.node())
                && reporter.equals(report.source())
                && peer.equals(report.destination())
                && reporterSsrc == report.senderSsrc()
                && sourceSsrc == report.sourceSsrc();
    }

    /** Whether it is the half between the same node and the reporter's peer, on the same hop. */
    boolean isOpposite(RtcpReport report) {
        return node.equals(report.node())
                && reporter.equals(report.destination())
                && peer.equals(report.source());
    }

    /** Likewise, whatever the hop: of who sends the stream that the report is about. */
    boolean isBetweenSameEnds(RtcpReport report) {
        return node.equals(report.node())
                && report.senderSsrc() != report.sourceSsrc()
                && reporterSsrc == report.sourceSsrc()
                && sourceSsrc == report.senderSsrc();
    }

    /** Characters of its identifiers. */
    int size() {
        return node.length() + reporter.length() + peer.length();
    }
}
