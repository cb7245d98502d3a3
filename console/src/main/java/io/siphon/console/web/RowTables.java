package io.siphon.console.web;

import io.siphon.console.alert.Ack;
import io.siphon.console.alert.StoredAlert;
import io.siphon.console.flow.FlowTime;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.SipText;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;
import io.siphon.schema.Alert;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Severity;
import io.siphon.schema.Trace;

import java.util.Comparator;
import java.util.List;

/** One line a message, registration, stream or alert. */
final class RowTables {

    private static final double POOR_MOS = 3.5;
    private static final double MUCH_LOSS = 5;

    /** So that the whole line is on a screen of 1280 px. */
    private static final int CONTACT_WIDTH = 32;

    private RowTables() {}

    static TableView messages(List<Trace> rows, HostNames names) {
        return new TableView(
                        "Messages",
                        List.of(
                                Heading.text("Captured, UTC", "When the agent saw it"),
                                Heading.text("Source", "Address that sent it"),
                                Heading.text("Destination", "Address that it was sent to"),
                                Heading.text("Message", "Method, or status"),
                                Heading.text("URI, or CSeq", "Request-URI, or CSeq"),
                                Heading.text("Call-ID", ""),
                                Heading.text("Node", "Agent that captured it")),
                        rows.stream().map(row -> message(row, names)).toList())
                .withoutEmptyColumns();
    }

    private static Row message(Trace trace, HostNames names) {
        SipText text = SipText.of(trace.payload());
        String what = text.isResponse() ? text.statusLine() : trace.method();
        String whom = text.isResponse() ? text.header("cseq") : text.requestUri();
        return new Row(
                "",
                List.of(
                        Cell.link(FlowTime.date(trace.timeMicros()), Show.callLink(trace.callId())),
                        Cell.socket(trace.source(), names),
                        Cell.socket(trace.destination(), names),
                        Cell.of(cut(what)),
                        Cell.titled(cut(whom), whom),
                        Cell.titled(cut(trace.callId()), trace.callId()),
                        Cell.of(trace.node())));
    }

    private static String cut(String text) {
        return cut(text, 48);
    }

    private static String cut(String text, int width) {
        return text.length() > width ? text.substring(0, width - 1) + "…" : text;
    }

    static TableView registrations(List<Registration> rows, HostNames names) {
        return new TableView(
                        "Registrations",
                        List.of(
                                Heading.text("Began, UTC", "First request"),
                                Heading.text("Address of record", ""),
                                Heading.text("Kind", "What was asked for"),
                                Heading.text("Contact", "URI that is registered"),
                                Heading.text("Source", "Address that sent it"),
                                Heading.text("Outcome", "How it ended"),
                                Heading.number("Status", "Final response"),
                                Heading.number("Delay s", "From the first request to the 2xx"),
                                Heading.number("Expires s", "Granted"),
                                Heading.text("Lapsed", "When it expired and was not renewed"),
                                Heading.text("User agent", ""),
                                Heading.text("Node", "Agent that captured it")),
                        rows.stream().map(row -> registration(row, names)).toList())
                .withoutEmptyColumns();
    }

    private static Row registration(Registration row, HostNames names) {
        boolean good = row.outcome() == RegistrationOutcome.ACCEPTED;
        boolean open = row.outcome() == RegistrationOutcome.IN_PROGRESS;
        return new Row(
                "",
                List.of(
                        Cell.link(Show.time(row.startedAt()), Show.callLink(row.callId())),
                        Cell.of(row.aor()),
                        Cell.of(row.kind().name().toLowerCase(java.util.Locale.ROOT)),
                        Cell.titled(cut(row.contact(), CONTACT_WIDTH), row.contact()),
                        Cell.socket(row.source(), names),
                        Cell.of(Show.words(row.outcome().name().toLowerCase(java.util.Locale.ROOT)))
                                .kind("badge " + (good ? "good" : open ? "open" : "bad")),
                        Cell.of(row.finalStatus() == 0 ? "" : String.valueOf(row.finalStatus())),
                        Cell.of(Show.seconds(row.delayMs())),
                        Cell.of(row.expires() < 0 ? "" : String.valueOf(row.expires())),
                        Cell.of(row.lapsedAt() == 0 ? "" : Show.minute(row.lapsedAt())),
                        Cell.titled(cut(row.userAgent()), row.userAgent()),
                        Cell.of(row.node())));
    }

    static TableView streams(List<RtpStream> rows, HostNames names) {
        return new TableView(
                "Captured RTP, worst first",
                List.of(
                        Heading.text("Began, UTC", "First packet"),
                        Heading.text("From", "Socket that sent it"),
                        Heading.text("To", "Socket that it was sent to"),
                        Heading.text("Codec", ""),
                        Heading.number("Packets", ""),
                        Heading.number("Loss %", "Lost, of those expected"),
                        Heading.number("Jitter ms", "Mean"),
                        Heading.number("Longest gap ms", "Between two packets"),
                        Heading.number("Round trip ms", "Mean, by RTCP"),
                        Heading.number("MOS", "Opinion score, 1 to 4.5"),
                        Heading.text("Trunk", ""),
                        Heading.text("Node", "Agent that captured it")),
                rows.stream()
                        .sorted(worst(RtpStream::mos))
                        .map(row -> stream(row, names))
                        .toList());
    }

    /** Without a score: last. */
    private static <T> Comparator<T> worst(java.util.function.ToDoubleFunction<T> mos) {
        return Comparator.comparingDouble(
                row -> Double.isNaN(mos.applyAsDouble(row)) ? 9 : mos.applyAsDouble(row));
    }

    private static Row stream(RtpStream row, HostNames names) {
        return new Row(
                "",
                List.of(
                        linkToCall(row.callId(), row.startedAt()),
                        Cell.media(row.source(), names),
                        Cell.media(row.destination(), names),
                        Cell.of(row.codec()),
                        Cell.of(String.valueOf(row.packets())),
                        loss(row.lossPct()),
                        Cell.of(Show.number(row.jitterMeanMs(), 1)),
                        Cell.of(Show.number(row.longestGapMs(), 0)),
                        Cell.of(Show.number(row.rttMs(), 0)),
                        mos(row.mos()),
                        Cell.of(row.trunk()),
                        Cell.of(row.node())));
    }

    private static Cell linkToCall(String callId, long startedAt) {
        return callId.isEmpty()
                ? Cell.of(Show.time(startedAt))
                : Cell.link(Show.time(startedAt), Show.callLink(callId));
    }

    private static Cell loss(double percent) {
        return Cell.of(Show.number(percent, 2)).kind(percent > MUCH_LOSS ? "bad" : "");
    }

    private static Cell mos(double mos) {
        return Cell.of(Show.number(mos, 2)).kind(mos < POOR_MOS ? "bad" : "");
    }

    static TableView reported(List<RtcpStreamSummary> rows, HostNames names) {
        return new TableView(
                        "Reported by RTCP and devices, worst first",
                        List.of(
                                Heading.text("First report, UTC", ""),
                                Heading.text("Sender", "Socket that sent the stream"),
                                Heading.text("Receiver", "Socket that reported on it"),
                                Heading.text(
                                        "By", "RTCP, a phone (vq, xr, header), RTPAgent, an SBC"),
                                Heading.text("Codec", ""),
                                Heading.number("Reports", ""),
                                Heading.number("Lost", "Packets"),
                                Heading.number("Loss %", "Mean of the reports"),
                                Heading.number("Jitter ms", "Mean"),
                                Heading.number("Round trip ms", "Mean"),
                                Heading.number("MOS", "Mean of the reports"),
                                Heading.number("Lowest MOS", "Of one report"),
                                Heading.text("Node", "Agent that captured it")),
                        rows.stream()
                                .sorted(worst(RtcpStreamSummary::mosMean))
                                .map(row -> reportedRow(row, names))
                                .toList())
                .withoutEmptyColumns();
    }

    private static Row reportedRow(RtcpStreamSummary row, HostNames names) {
        return new Row(
                "",
                List.of(
                        linkToCall(row.callId(), row.startedAt()),
                        Cell.media(row.sender(), names),
                        Cell.media(row.reporter(), names),
                        Cell.of(row.isOfRtcp() ? RtcpStreamSummary.RTCP : row.origin()),
                        Cell.of(row.codec()),
                        Cell.of(String.valueOf(row.reports())),
                        Cell.of(String.valueOf(row.lost())),
                        loss(row.lossMeanPct()),
                        Cell.of(Show.number(row.jitterMeanMs(), 1)),
                        Cell.of(Show.number(row.rttMeanMs(), 0)),
                        mos(row.mosMean()),
                        mos(row.mosMin()),
                        Cell.of(row.node())));
    }

    static TableView alerts(List<Alert> rows) {
        return new TableView(
                "Alerts",
                List.of(
                        Heading.text("Opened, UTC", "Start of its first window"),
                        Heading.text("Last, UTC", "End of the last window in which it was found"),
                        Heading.text("State", ""),
                        Heading.text("Detector", ""),
                        Heading.text("Severity", "The highest of its life"),
                        Heading.text("Subject", "Trunk, address or socket"),
                        Heading.text("Node", "Agent that captured it"),
                        Heading.text("What", "In its worst window"),
                        Heading.text("Calls", "Those behind it")),
                rows.stream().map(RowTables::alert).toList());
    }

    private static Row alert(Alert alert) {
        String calls = AlertPages.calls(alert);
        return new Row(
                "",
                List.of(
                        Cell.link(Show.minute(alert.openedAt()), AlertPages.link(alert)),
                        Cell.of(Show.minute(alert.lastAt())),
                        Cell.of(alert.state().tag()),
                        Cell.of(alert.detector()),
                        Cell.of(alert.severity().name().toLowerCase(java.util.Locale.ROOT))
                                .kind(
                                        alert.severity() == Severity.CRITICAL
                                                ? "badge bad"
                                                : "badge mild"),
                        Cell.of(alert.subject()),
                        Cell.of(alert.node()),
                        Cell.of(alert.text()),
                        Cell.link(calls.isEmpty() ? "" : "show", calls)));
    }

    static TableView openAlerts(List<StoredAlert> rows) {
        return new TableView(
                "Open now",
                List.of(
                        Heading.text("Alert", "Its page"),
                        Heading.text("Opened, UTC", "Start of its first window"),
                        Heading.text("State", ""),
                        Heading.text("Detector", ""),
                        Heading.text("Severity", "The highest of its life"),
                        Heading.text("Subject", "Trunk, address or socket"),
                        Heading.text("What", "In its worst window"),
                        Heading.text("Acknowledged", "Who takes care of it")),
                rows.stream().map(RowTables::openAlert).toList());
    }

    private static Row openAlert(StoredAlert row) {
        Alert alert = row.alert();
        Ack ack = row.ack();
        return new Row(
                "",
                List.of(
                        Cell.link(String.valueOf(row.id()), "/alerts/" + row.id()),
                        Cell.of(Show.minute(alert.openedAt())),
                        Cell.of(
                                alert.suppressedBy().isEmpty()
                                        ? alert.state().tag()
                                        : "suppressed by " + alert.suppressedBy()),
                        Cell.of(alert.detector()),
                        Cell.of(alert.severity().tag())
                                .kind(
                                        alert.severity() == Severity.CRITICAL
                                                ? "badge bad"
                                                : "badge mild"),
                        Cell.of(alert.subject()),
                        Cell.of(alert.text()),
                        ack == null
                                ? Cell.of("")
                                : Cell.titled(
                                        ack.account().isEmpty() ? "yes" : ack.account(),
                                        ack.note())));
    }
}
