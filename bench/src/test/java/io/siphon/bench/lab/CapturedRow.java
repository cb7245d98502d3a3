package io.siphon.bench.lab;

import io.siphon.sources.hep.HepPacket;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a row of {@code sip_trace} should be for a captured packet, by the shortest way: an oracle
 * for well-formed SIP from the lab, apart from Siphon's own parser.
 */
final class CapturedRow {

    private static final Pattern TAG = Pattern.compile(";[ \\t]*tag=([^;\\s]+)");

    private CapturedRow() {}

    static TraceRow of(HepPacket packet) {
        String msg = new String(packet.payload(), StandardCharsets.UTF_8);
        String[] start = msg.substring(0, msg.indexOf('\r')).split(" ");
        boolean reply = start[0].equals("SIP/2.0");
        String[] cseq = header(msg, "CSeq").split(" ");
        return new TraceRow(
                "",
                0,
                header(msg, "Call-ID"),
                "",
                msg,
                reply ? cseq[1] : start[0],
                reply ? start[1] : "",
                "udp:" + packet.sourceIp() + ":" + packet.sourcePort(),
                "udp:" + packet.destinationIp() + ":" + packet.destinationPort(),
                tag(header(msg, "From")),
                tag(header(msg, "To")),
                direction(packet));
    }

    /** As the agent says, else seen from the agent's address. */
    private static String direction(HepPacket packet) {
        if (packet.direction() != null) {
            return packet.direction();
        }
        return packet.sourceIp().equals(packet.agent()) ? "out" : "in";
    }

    private static String header(String msg, String name) {
        Matcher line =
                Pattern.compile("(?im)^" + name + "[ \\t]*:[ \\t]*(.*?)[ \\t]*\r?$").matcher(msg);
        return line.find() ? line.group(1) : "";
    }

    private static String tag(String header) {
        Matcher tag = TAG.matcher(header);
        return tag.find() ? tag.group(1) : "";
    }
}
