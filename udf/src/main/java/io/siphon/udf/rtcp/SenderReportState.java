package io.siphon.udf.rtcp;

/** State: a sender report as it passed a capturing node. */
public class SenderReportState {

    public String node = "";
    public long ntpMiddle;

    /** Of the sender; -1 when unknown. */
    public long ssrc = -1;

    /** {@link #hop} that it was seen on; 0 when unknown. */
    public int hop;

    /** Epoch µs. */
    public long at;

    public SenderReportState() {}

    SenderReportState(RtcpReport report) {
        node = report.node();
        ntpMiddle = report.ntpMiddle();
        ssrc = report.senderSsrc();
        hop = hop(report.source(), report.destination());
        at = report.timeMicros();
    }

    /** A hash of two sockets, in the direction of what goes from one to the other. */
    static int hop(String from, String to) {
        return 31 * from.hashCode() + to.hashCode();
    }

    /** How far its time is from another as the same node saw it, 1/65536 s; MAX_VALUE elsewhere. */
    int distance(String otherNode, long otherNtpMiddle) {
        int difference = (int) (ntpMiddle - otherNtpMiddle);
        return node.equals(otherNode) && difference != Integer.MIN_VALUE
                ? Math.abs(difference)
                : Integer.MAX_VALUE;
    }
}
