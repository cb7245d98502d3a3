package io.siphon.udf.rtcp;

/** State: a sender report as it passed a capturing node. */
public class SenderReportState {

    public String node = "";
    public long ntpMiddle;

    /** Epoch µs. */
    public long at;

    public SenderReportState() {}

    SenderReportState(RtcpReport report) {
        node = report.node();
        ntpMiddle = report.ntpMiddle();
        at = report.timeMicros();
    }

    boolean is(String otherNode, long otherNtpMiddle) {
        return ntpMiddle == otherNtpMiddle && node.equals(otherNode);
    }
}
