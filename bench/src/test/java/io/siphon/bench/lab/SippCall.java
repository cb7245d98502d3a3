package io.siphon.bench.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call, or registration, as the calling SIPp logged it (the called one's log is read alike, but
 * for {@code releasedBy}). Times are epoch µs, 0 when it has not happened.
 *
 * @param finalStatus of the last INVITE, or REGISTER; 0 when there was none
 * @param startedAt first request sent
 * @param ringingAt first 180 or 183
 * @param answeredAt first 2xx
 * @param endedAt BYE sent or received; without one, the last final response
 * @param releasedBy {@code caller} or {@code callee} when there was a BYE, else empty
 * @param messages sent and received by the caller
 */
public record SippCall(
        String callId,
        int finalStatus,
        long startedAt,
        long ringingAt,
        long answeredAt,
        long endedAt,
        String releasedBy,
        int messages) {

    /** From answer to BYE, in ms; -1 when there was no answer. */
    public long durationMs() {
        return answeredAt == 0 ? -1 : Math.round((endedAt - answeredAt) / 1000.0);
    }

    /** From SIPp's {@code -trace_shortmsg}. */
    static List<SippCall> of(List<String> shortMessages) {
        Map<String, List<Line>> calls = new LinkedHashMap<>();
        for (String text : shortMessages) {
            Line line = Line.of(text);
            calls.computeIfAbsent(line.callId, id -> new ArrayList<>()).add(line);
        }
        return calls.entrySet().stream().map(call -> of(call.getKey(), call.getValue())).toList();
    }

    private static SippCall of(String callId, List<Line> lines) {
        int status = 0;
        int messages = 0;
        long started = 0;
        long ringing = 0;
        long answered = 0;
        long finished = 0;
        long bye = 0;
        String releasedBy = "";
        for (Line line : lines) {
            messages++;
            boolean dialog = line.cseqMethod.equals("INVITE") || line.cseqMethod.equals("REGISTER");
            if (started == 0) {
                started = line.micros;
            }
            if (dialog && line.status >= 180 && line.status < 200 && ringing == 0) {
                ringing = line.micros;
            }
            if (dialog && line.status >= 200) {
                status = line.status;
                finished = line.micros;
                if (line.status < 300 && answered == 0) {
                    answered = line.micros;
                }
            }
            if (line.status == 0 && line.cseqMethod.equals("BYE") && bye == 0) {
                bye = line.micros;
                releasedBy = line.sent ? "caller" : "callee";
            }
        }
        return new SippCall(
                callId,
                status,
                started,
                ringing,
                answered,
                bye == 0 ? finished : bye,
                releasedBy,
                messages);
    }

    /** {@code date TAB time TAB epoch TAB S|R TAB Call-ID TAB CSeq:1 INVITE TAB start line}. */
    private record Line(long micros, boolean sent, String callId, String cseqMethod, int status) {

        static Line of(String text) {
            String[] field = text.split("\t");
            String[] epoch = field[2].split("\\.");
            String start = field[6];
            return new Line(
                    Long.parseLong(epoch[0]) * 1_000_000 + Long.parseLong(epoch[1]),
                    field[3].equals("S"),
                    field[4],
                    field[5].substring(field[5].lastIndexOf(' ') + 1),
                    start.startsWith("SIP/2.0 ") ? Integer.parseInt(start.split(" ")[1]) : 0);
        }
    }
}
