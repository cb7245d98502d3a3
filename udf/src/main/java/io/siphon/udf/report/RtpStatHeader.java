package io.siphon.udf.report;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.payload.Hop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code X-RTP-Stat} and {@code P-RTP-Stat}, which phones put into BYE and its 200: {@code
 * PS=800;PR=762;PL=38,0;JI=8.0,7.0;DL=7,9,6;IP=192.0.2.1:7078,198.51.100.1:20014;DE=PCMA/8000}.
 * Pairs are separated by semicolons, or by commas where their values are no lists. The first value
 * of PL (packets lost) and JI (jitter, ms; baresip: in units of the RTP clock) is of what the
 * sender of the header received, the second of what it sent; LA is the round trip in ms.
 */
public final class RtpStatHeader {

    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_FIELDS = 40;
    private static final double DEFAULT_CLOCK = 8000;

    private RtpStatHeader() {}

    /**
     * @param callId of the message
     * @param tag of who sent the message
     * @param peerTag of the other side
     * @return what was received, and what was sent where it says how that arrived; empty when it
     *     says neither
     */
    public static List<QualityReport> read(
            String value, Hop hop, String callId, String tag, String peerTag) {
        Map<String, String[]> fields = fields(value);
        ReportDraft received = new ReportDraft();
        ReportDraft sent = new ReportDraft();
        received.callId = callId;
        sent.callId = callId;
        received.receiverTag = tag;
        received.senderTag = peerTag;
        sent.receiverTag = peerTag;
        sent.senderTag = tag;
        sent.own = false;
        String here = socket(text(fields, "IP", 0), hop.source());
        String there = socket(text(fields, "IP", 1), hop.destination());
        received.receiver = here;
        received.sender = there;
        sent.receiver = there;
        sent.sender = here;
        received.codec = codec(text(fields, "DE", 0));
        sent.codec = codec(text(fields, "EN", 0));
        double lost = number(fields, "PL", 0);
        received.lossOf(lost, number(fields, "PR", 0) + lost);
        sent.lossOf(number(fields, "PL", 1), number(fields, "PS", 0));
        received.jitterMs = jitter(fields, 0, "DE");
        sent.jitterMs = jitter(fields, 1, "EN");
        received.rttMs = roundTrip(fields);
        List<QualityReport> reports = new ArrayList<>(2);
        for (ReportDraft draft : List.of(received, sent)) {
            draft.lossMaxPct = draft.lossPct;
            draft.jitterMaxMs = draft.jitterMs;
            QualityReport report = draft.of(hop, RtcpStreamSummary.HEADER);
            if (report.hasFigures()) {
                reports.add(report);
            }
        }
        return reports;
    }

    /** Of baresip in units of the RTP clock, as its RTCP shows; of others in ms. */
    private static double jitter(Map<String, String[]> fields, int index, String codec) {
        double jitter = number(fields, "JI", index);
        if (!text(fields, "EX", 0).equalsIgnoreCase("baresip")) {
            return jitter;
        }
        String name = text(fields, codec, 0);
        double clock = ReportDraft.number(name.substring(name.indexOf('/') + 1));
        return jitter * 1000 / (clock > 0 ? clock : DEFAULT_CLOCK);
    }

    private static double roundTrip(Map<String, String[]> fields) {
        double latency = number(fields, "LA", 0);
        return latency == 0 ? Double.NaN : latency;
    }

    private static Map<String, String[]> fields(String value) {
        String text = value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value;
        boolean semicolons = text.indexOf(';') >= 0;
        Map<String, String[]> fields = new HashMap<>();
        for (String pair : text.split(semicolons ? ";" : ",")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && fields.size() < MAX_FIELDS) {
                String name = pair.substring(0, equals).trim().toUpperCase(Locale.ROOT);
                fields.putIfAbsent(name, pair.substring(equals + 1).split(","));
            }
        }
        return fields;
    }

    private static String text(Map<String, String[]> fields, String name, int index) {
        String[] values = fields.get(name);
        return values == null || values.length <= index ? "" : values[index].trim();
    }

    private static double number(Map<String, String[]> fields, String name, int index) {
        return ReportDraft.number(text(fields, name, index));
    }

    private static String codec(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    /** A phone that is bound to all addresses says 0.0.0.0: its address is the message's then. */
    private static String socket(String text, String signalling) {
        int colon = text.lastIndexOf(':');
        double port = ReportDraft.number(text.substring(colon + 1));
        if (colon <= 0 || Double.isNaN(port)) {
            return "";
        }
        String ip = text.substring(0, colon).replace("[", "").replace("]", "");
        boolean any = ip.equals("0.0.0.0") || ip.equals("::");
        return ReportDraft.socket(any ? host(signalling) : ip, (long) port);
    }

    private static String host(String socket) {
        int start = socket.indexOf(':') + 1;
        int end = socket.lastIndexOf(':');
        return end <= start ? "" : socket.substring(start, end).replace("[", "").replace("]", "");
    }
}
