package io.siphon.sources.pcap;

import io.siphon.sources.hep.HepPacket;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tshark's fields say of a SIP message, read without our parser. */
final class SipFields {

    private static final Pattern STATUS = Pattern.compile("SIP/2.0 (\\d+).*");
    private static final Pattern CALL_ID =
            Pattern.compile("^(?:Call-ID|i)[ \\t]*:\\s*(.*?)\\s*$", flags());
    private static final Pattern SEQUENCE =
            Pattern.compile("^CSeq[ \\t]*:\\s*(.*(?:\\r?\\n[ \\t].*)*)", flags());

    private static int flags() {
        return Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;
    }

    /** Time, source, destination, method or status, Call-ID, CSeq. */
    static String line(HepPacket packet) {
        String text = new String(packet.payload(), StandardCharsets.UTF_8).stripLeading();
        String start = text.lines().findFirst().orElse("");
        Matcher status = STATUS.matcher(start);
        String what = status.matches() ? status.group(1) : start.substring(0, start.indexOf(' '));
        return String.join(
                "\t",
                Long.toString(packet.timeMicros()),
                end(packet.sourceIp(), packet.sourcePort()),
                end(packet.destinationIp(), packet.destinationPort()),
                what,
                header(CALL_ID, text),
                header(SEQUENCE, text));
    }

    private static String end(String ip, int port) {
        return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + port;
    }

    private static String header(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1).replaceAll("\\s+", " ").trim() : "";
    }

    private SipFields() {}
}
