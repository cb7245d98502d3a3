package io.siphon.console.flow;

import io.siphon.schema.Trace;

import java.util.List;

/**
 * One message of a conversation, however many agents saw it.
 *
 * @param number from 1, in order of time
 * @param timeMicros when the first agent saw it, epoch µs, by the true time as far as that is known
 * @param deltaMicros since the arrow before; 0 of the first
 * @param from index of the sender's column
 * @param to index of the receiver's
 * @param label {@code INVITE}, {@code 180 Ringing}; plain text of one line
 * @param method of a response that of its CSeq
 * @param status 0 for a request
 * @param sdp summary of its session description; empty when it has none
 * @param retransmission how often it was sent before; 0 for the first
 * @param timer that repeats it: {@code A}, {@code E}, {@code G}; empty when it is no retransmission
 * @param nodes agents that saw it, in order of name
 * @param skewMicros between the first and the last of their times, by their own clocks
 * @param trace as the first saw it
 */
public record Arrow(
        int number,
        long timeMicros,
        long deltaMicros,
        int from,
        int to,
        String label,
        String method,
        int status,
        String sdp,
        int retransmission,
        String timer,
        List<String> nodes,
        long skewMicros,
        Trace trace) {

    /** The same between other columns. */
    Arrow between(int otherFrom, int otherTo) {
        return new Arrow(
                number,
                timeMicros,
                deltaMicros,
                otherFrom,
                otherTo,
                label,
                method,
                status,
                sdp,
                retransmission,
                timer,
                nodes,
                skewMicros,
                trace);
    }

    public boolean isRequest() {
        return status == 0;
    }

    /**
     * {@code request}, {@code provisional}, {@code success}, {@code redirect} or {@code failure}.
     */
    public String kind() {
        if (status == 0) {
            return "request";
        }
        if (status < 200) {
            return "provisional";
        }
        if (status < 300) {
            return "success";
        }
        return status < 400 ? "redirect" : "failure";
    }

    /** The marks after the label: {@code (SDP) retransmission 2, timer A, seen by 2}. */
    public String marks() {
        StringBuilder marks = new StringBuilder(sdp.isEmpty() ? "" : " (SDP)");
        if (retransmission > 0) {
            marks.append(" retransmission ").append(retransmission);
            marks.append(timer.isEmpty() ? "" : ", timer " + timer);
        }
        if (nodes.size() > 1) {
            marks.append(retransmission > 0 ? "," : "").append(" seen by ").append(nodes.size());
        }
        return marks.toString();
    }
}
