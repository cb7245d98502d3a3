package io.siphon.udf.rtcp;

import java.util.ArrayList;
import java.util.List;

/** All that one compound RTCP packet reports, in order. */
public record RtcpContents(
        List<RtcpReport> reports, List<RtcpXr> extended, List<RtcpStatistics> statistics) {

    RtcpContents() {
        this(new ArrayList<>(2), new ArrayList<>(0), new ArrayList<>(0));
    }
}
