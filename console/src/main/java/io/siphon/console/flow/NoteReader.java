package io.siphon.console.flow;

import io.siphon.console.flow.Note.Kind;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.Alert;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.PlainText;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Tables;
import io.siphon.schema.Text;
import io.siphon.schema.Trace;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Reads what stands beside the messages of a call: RTCP, logs, media, alerts, capture gaps. */
public final class NoteReader {

    /** Beyond so many of one kind a ladder is of no use. */
    private static final int MAX_NOTES = 2_000;

    /** Before its first and after its last message: logs and reports come later. */
    private static final long MARGIN = 60_000_000;

    /** Reports come seconds apart: what agents saw of one does not. */
    private static final long SAME_REPORT = 1_000_000;

    /** HEP protocol types (docs/schema.md, hep_trace). */
    private static final int RTCP_JSON = 5;

    private static final int RTCP_BINARY = 65_541;
    private static final int LOG = 100;
    private static final int XLOG = 86;

    private final Flow flow;
    private final List<Note> notes = new ArrayList<>();

    private NoteReader(Flow flow) {
        this.flow = flow;
    }

    /**
     * @param alerts of the call
     * @param streams of the call
     * @return in order of time
     */
    public static List<Note> read(
            Store store, Flow flow, List<Alert> alerts, List<RtpStream> streams) {
        if (flow.arrows().isEmpty()) {
            return List.of();
        }
        NoteReader reader = new NoteReader(flow);
        reader.packets(store);
        reader.gaps(store);
        alerts.forEach(reader::alert);
        streams.forEach(reader::stream);
        reader.notes.sort(Comparator.comparingLong(Note::timeMicros));
        return reader.once();
    }

    /** A report that several agents saw, or that one sent in parts (SR, SDES), stands once. */
    private List<Note> once() {
        record Report(String source, String destination, double lossPct, double jitter) {}
        Map<Report, Long> seen = new HashMap<>();
        List<Note> once = new ArrayList<>();
        for (Note note : notes) {
            boolean report = !Double.isNaN(note.lossPct());
            Long before =
                    report
                            ? seen.put(
                                    new Report(
                                            note.source(),
                                            note.destination(),
                                            note.lossPct(),
                                            note.jitter()),
                                    note.timeMicros())
                            : null;
            if (before == null || note.timeMicros() - before > SAME_REPORT) {
                once.add(note);
            }
        }
        return List.copyOf(once);
    }

    private long start() {
        return flow.startMicros();
    }

    private long end() {
        return flow.arrows().get(flow.arrows().size() - 1).timeMicros();
    }

    private void packets(Store store) {
        packets(store, "correlation_id");
        if (store.has("hep_trace", "call_id")) {
            packets(store, "call_id");
        }
    }

    private void packets(Store store, String column) {
        store.read(
                Tables.HEP_TRACE,
                "WHERE t."
                        + column
                        + " = ? AND t.captured_at >= ? AND t.captured_at <= ? ORDER BY"
                        + " t.captured_at LIMIT "
                        + MAX_NOTES,
                this::packet,
                flow.callId(),
                EpochMicros.utc(Math.min(start(), ownTimes().min().orElseThrow()) - MARGIN),
                EpochMicros.utc(Math.max(end(), ownTimes().max().orElseThrow()) + MARGIN));
    }

    /** By the clocks of the agents, as the time of a row is. */
    private LongStream ownTimes() {
        return flow.arrows().stream().mapToLong(arrow -> arrow.trace().timeMicros());
    }

    private void packet(Trace trace) {
        boolean rtcp = trace.protocol() == RTCP_JSON || trace.protocol() == RTCP_BINARY;
        if (!rtcp && trace.protocol() != LOG && trace.protocol() != XLOG) {
            return;
        }
        String whole =
                trace.protocol() == RTCP_BINARY
                        ? trace.source() + " to " + trace.destination()
                        : PlainText.line(Text.decode(trace.payload()).strip());
        String node = trace.node().isEmpty() ? "" : PlainText.line(trace.node()) + ": ";
        if (!rtcp) {
            notes.add(new Note(trace.correctedMicros(), Kind.LOG, whole, node + whole, "", ""));
            return;
        }
        RtcpText report = RtcpText.of(trace);
        notes.add(
                new Note(
                        trace.correctedMicros(),
                        Kind.RTCP,
                        report.label(),
                        node + report.words() + "; " + whole,
                        trace.source(),
                        trace.destination(),
                        report.lossPct(),
                        report.jitter()));
    }

    private void gaps(Store store) {
        store.read(
                "SELECT window_start, window_end FROM measurements WHERE name = 'capture_gap_s' AND"
                        + " window_start <= ? AND window_start >= ? AND window_end >= ? ORDER BY"
                        + " window_start LIMIT "
                        + MAX_NOTES,
                row ->
                        new Span(
                                EpochMicros.of(row.getObject(1, LocalDateTime.class)),
                                EpochMicros.of(row.getObject(2, LocalDateTime.class))),
                this::gap,
                EpochMicros.utc(end()),
                EpochMicros.utc(start() - 24 * 60 * MARGIN),
                EpochMicros.utc(start()));
    }

    private void gap(Span span) {
        String text =
                "Siphon did not listen from %s to %s: messages may be missing"
                        .formatted(
                                FlowTime.clock(span.fromMicros()).substring(0, 8),
                                FlowTime.clock(span.toMicros()).substring(0, 8));
        notes.add(new Note(Math.max(span.fromMicros(), start()), Kind.GAP, text, text, "", ""));
    }

    private void alert(Alert alert) {
        String text = PlainText.line(alert.detector() + ": " + alert.text());
        notes.add(
                new Note(
                        Math.min(Math.max(alert.openedAt(), start()), end()),
                        Kind.ALERT,
                        text,
                        text,
                        "",
                        ""));
    }

    private void stream(RtpStream stream) {
        String codec = PlainText.line(stream.codec().isEmpty() ? "" : " " + stream.codec());
        String ends = PlainText.line(stream.source() + " to " + stream.destination());
        notes.add(
                new Note(
                        stream.startedAt(),
                        Kind.RTP,
                        "RTP begins," + codec,
                        "RTP begins," + codec + ", " + ends,
                        stream.source(),
                        stream.destination()));
        if (stream.endedAt() > 0) {
            String text = "RTP ends, %d packets".formatted(stream.packets());
            notes.add(
                    new Note(
                            stream.endedAt(),
                            Kind.RTP,
                            text,
                            text + ", " + ends,
                            stream.source(),
                            stream.destination()));
        }
    }
}
