package io.siphon.console.flow;

import io.siphon.console.ConsoleStore;
import io.siphon.schema.Trace;

import java.util.ArrayList;
import java.util.List;

/** Messages between a caller (192.0.2.1) and a callee (192.0.2.2), a second apart. */
public final class TraceList {

    private static final String CALLER = "udp:192.0.2.1:5060";
    private static final String CALLEE = "udp:192.0.2.2:5060";
    private static final long START = 1_772_359_200_000_000L;

    private final List<Trace> traces = new ArrayList<>();

    public static String sdp(String direction, String media) {
        return "v=0\r\nc=IN IP4 192.0.2.9\r\n" + media + "a=" + direction + "\r\n";
    }

    /** From the caller. */
    public TraceList forth(String startLine, String cseq, String sdp) {
        return add(CALLER, CALLEE, startLine, cseq, sdp);
    }

    /** From the callee. */
    public TraceList back(String startLine, String cseq, String sdp) {
        return add(CALLEE, CALLER, startLine, cseq, sdp);
    }

    private TraceList add(String from, String to, String startLine, String cseq, String sdp) {
        boolean response = startLine.startsWith("SIP/");
        String type = sdp.isEmpty() ? "X-None: 1" : "Content-Type: application/sdp";
        long at = START + traces.size() * 1_000_000L;
        traces.add(
                new Trace(
                        at,
                        at,
                        Trace.SIP,
                        "proxy-1",
                        null,
                        ConsoleStore.bytes(ConsoleStore.sip(startLine, "c1", cseq, type) + sdp),
                        from,
                        to,
                        "c1",
                        cseq.split(" ")[1],
                        response ? startLine.split(" ")[1] : "",
                        "a",
                        "",
                        "",
                        0));
        return this;
    }

    public Flow flow() {
        return FlowBuilder.build("c1", List.of(), traces, false, 0);
    }
}
