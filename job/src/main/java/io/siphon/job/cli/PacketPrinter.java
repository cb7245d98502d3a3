package io.siphon.job.cli;

import io.siphon.schema.PlainText;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.sip.SipJson;
import io.siphon.udf.sip.SipParser;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** One line a packet, for people: time (UTC), how it came, from, to, what it is, Call-ID. */
final class PacketPrinter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final int MAX_SUMMARY = 100;

    private final PrintStream out;
    private final boolean body;
    private final SipParser sip = new SipParser();
    private final Endpoints endpoints = new Endpoints();

    PacketPrinter(PrintStream out, boolean body) {
        this.out = out;
        this.body = body;
    }

    void print(HepPacket packet) {
        out.println(PlainText.line(line(packet)));
        if (body) {
            // indented: no line of it looks like that of another packet
            out.println(PlainText.lines(text(packet).stripTrailing()).indent(2));
        }
    }

    private String line(HepPacket packet) {
        String time = TIME.format(Instant.EPOCH.plus(packet.timeMicros(), ChronoUnit.MICROS));
        if (packet.error() != null) {
            return time + " from " + packet.agent() + ": undecodable, " + packet.error();
        }
        String what = what(packet);
        String via = packet.protocol() == HepProtocol.SIP ? sip.viaTransport() : "";
        return String.join(
                " ",
                time,
                packet.version() == 0 ? "SIP " : "HEP" + packet.version(),
                "node=" + packet.node(),
                endpoints.source(packet, via),
                ">",
                endpoints.destination(packet, via),
                what);
    }

    private String what(HepPacket packet) {
        String correlation = packet.correlationId() == null ? "" : "  " + packet.correlationId();
        return switch (packet.protocol()) {
            case HepProtocol.SIP -> sip(packet);
            case HepProtocol.RTCP_JSON -> "RTCP " + summary(packet) + correlation;
            case HepProtocol.LOG -> "log " + summary(packet) + correlation;
            default -> "type " + packet.protocol() + " " + summary(packet) + correlation;
        };
    }

    private String sip(HepPacket packet) {
        byte[] payload = packet.payload();
        try {
            sip.parse(SipJson.isWrapped(payload) ? SipJson.unwrap(payload) : payload);
        } catch (PayloadException e) {
            return "undecodable, " + e.getMessage();
        }
        String start =
                sip.isRequest()
                        ? sip.method() + " " + sip.requestUri()
                        : sip.statusText() + " " + sip.reason() + " (" + sip.method() + ")";
        return start + "  " + sip.callId();
    }

    private static String summary(HepPacket packet) {
        String line = text(packet).replaceAll("\\s+", " ").trim();
        return line.length() > MAX_SUMMARY ? line.substring(0, MAX_SUMMARY) + "…" : line;
    }

    private static String text(HepPacket packet) {
        return new String(packet.payload(), StandardCharsets.UTF_8);
    }
}
