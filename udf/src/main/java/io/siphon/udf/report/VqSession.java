package io.siphon.udf.report;

import java.util.List;
import java.util.Locale;

/**
 * One session of a {@link VqReport} while its lines are read. Values that are not known are empty,
 * 127, or 65535 where they have 16 bits (RFC 3611, 4.7).
 */
final class VqSession {

    private static final double UNAVAILABLE = 127;
    private static final double UNAVAILABLE_16 = 65_535;

    private final boolean whole;
    private final ReportDraft local = new ReportDraft();
    private final ReportDraft remote = new ReportDraft();
    private boolean hasRemote;
    private ReportDraft metrics = local;
    private String callId = "";
    private String dialogId = "";
    private String localSocket = "";
    private String remoteSocket = "";
    private long localSsrc = -1;
    private long remoteSsrc = -1;

    /**
     * @param headline an interval's is of a part of the session, an alert's of that until then
     */
    VqSession(String headline) {
        whole = headline.toLowerCase(Locale.ROOT).startsWith("vqsession");
    }

    void set(String name, String value) {
        switch (name) {
            case "localmetrics" -> metrics = local;
            case "remotemetrics" -> {
                metrics = remote;
                hasRemote = true;
            }
            case "callid" -> callId = value;
            case "dialogid" -> dialogId = value;
            case "localaddr" -> {
                localSocket = socket(value);
                localSsrc = ReportDraft.ssrc(field(value, "SSRC"));
            }
            case "remoteaddr" -> {
                remoteSocket = socket(value);
                remoteSsrc = ReportDraft.ssrc(field(value, "SSRC"));
            }
            case "sessiondesc" -> metrics.codec = field(value, "PD");
            case "packetloss" -> metrics.lossPct = available(value, "NLR", Double.NaN);
            case "delay" -> {
                double roundTrip = available(value, "RTD", UNAVAILABLE_16);
                metrics.rttMs = roundTrip == 0 ? Double.NaN : roundTrip; // 0: not measured
                metrics.jitterMs = available(value, "IAJ", UNAVAILABLE_16);
            }
            case "qualityest" -> {
                double listening = available(value, "MOSLQ", UNAVAILABLE);
                double conversation = available(value, "MOSCQ", UNAVAILABLE);
                metrics.mos = Double.isNaN(listening) ? conversation : listening;
                double listeningR = available(value, "RLQ", UNAVAILABLE);
                double conversationR = available(value, "RCQ", UNAVAILABLE);
                metrics.rFactor = Double.isNaN(conversationR) ? listeningR : conversationR;
            }
            default -> {}
        }
    }

    /** What the reporter received, and where the other side told it, what that received. */
    List<ReportDraft> streams() {
        describe(local, localSocket, remoteSocket, remoteSsrc, true);
        describe(remote, remoteSocket, localSocket, localSsrc, false);
        return hasRemote ? List.of(local, remote) : List.of(local);
    }

    private void describe(
            ReportDraft draft, String receiver, String sender, long ssrc, boolean own) {
        int semicolon = dialogId.indexOf(';');
        String dialog = semicolon < 0 ? dialogId : dialogId.substring(0, semicolon);
        draft.callId = callId.isEmpty() ? dialog.trim() : callId;
        draft.receiver = receiver;
        draft.sender = sender;
        draft.ssrc = ssrc;
        draft.own = own;
        draft.whole = whole;
        draft.lossMaxPct = draft.lossPct;
        draft.jitterMaxMs = draft.jitterMs;
        draft.mosMin = draft.mos;
    }

    private static String socket(String value) {
        double port = ReportDraft.number(field(value, "PORT"));
        return ReportDraft.socket(field(value, "IP"), Double.isNaN(port) ? 0 : (long) port);
    }

    private static double available(String value, String name, double unavailable) {
        double number = ReportDraft.number(field(value, name));
        return number == unavailable ? Double.NaN : number;
    }

    /** The value of {@code NAME=value} among others, blanks between them; empty without it. */
    private static String field(String value, String name) {
        int at = 0;
        while (at < value.length()) {
            int end = value.indexOf(' ', at);
            end = end < 0 ? value.length() : end;
            int equals = value.indexOf('=', at);
            if (equals >= 0
                    && equals < end
                    && equals - at == name.length()
                    && value.regionMatches(true, at, name, 0, name.length())) {
                String found = value.substring(equals + 1, end);
                return found.startsWith("\"") ? found.replace("\"", "") : found;
            }
            at = end + 1;
        }
        return "";
    }
}
