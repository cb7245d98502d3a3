package io.siphon.console.web;

import io.siphon.console.flow.Endpoint;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.Note;
import io.siphon.console.web.ChartView.Point;
import io.siphon.schema.PlainText;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Quality of a call over its time: loss and jitter of each direction, as RTCP reports them. */
final class QualityCharts {

    /** As many as there are inks. */
    private static final int MAX_DIRECTIONS = 6;

    /** RTCP comes every five seconds (RFC 3550, 6.2). */
    private static final int LEAST_SECONDS = 5;

    private final List<Note> reports;
    private final Map<String, String> directions = new LinkedHashMap<>();
    private final String link;

    private QualityCharts(List<Note> reports, String link) {
        this.reports = reports;
        this.link = link;
    }

    /**
     * @param notes of the call, in order of time
     * @param reported for the codec and the direction of what is reported on
     * @param link where a click on a chart leads
     * @return none where fewer than two reports are stored
     */
    static List<ChartView> of(
            List<Note> notes, List<RtcpStreamSummary> reported, HostNames names, String link) {
        List<Note> reports = notes.stream().filter(note -> !Double.isNaN(note.lossPct())).toList();
        if (reports.size() < 2) {
            return List.of();
        }
        QualityCharts charts = new QualityCharts(reports, link);
        Map<String, Integer> rates = new LinkedHashMap<>();
        for (Note report : reports) {
            if (charts.directions.size() < MAX_DIRECTIONS) {
                charts.directions.computeIfAbsent(key(report), k -> name(report, reported, names));
            }
        }
        reported.forEach(row -> rates.put(key(row), clockRate(row.codec())));
        List<ChartView> all = new ArrayList<>();
        all.add(charts.chart("Loss by RTCP, %", Note::lossPct));
        all.add(
                charts.chart(
                        "Jitter by RTCP, ms",
                        note -> {
                            int rate = rates.getOrDefault(key(note), 0);
                            return rate == 0 ? Double.NaN : note.jitter() * 1000 / rate;
                        }));
        // a loss of nothing is worth a chart, no value is not
        all.removeIf(
                chart ->
                        chart.points().stream()
                                .allMatch(of -> of.values().stream().allMatch(String::isEmpty)));
        return all;
    }

    private static String key(Note report) {
        return report.source() + " " + report.destination();
    }

    private static String key(RtcpStreamSummary row) {
        return row.reporter() + " " + row.sender();
    }

    /** The stream goes the other way than the report on it. */
    private static String name(Note report, List<RtcpStreamSummary> reported, HostNames names) {
        String direction =
                reported.stream()
                        .filter(row -> key(row).equals(key(report)))
                        .map(RtcpStreamSummary::direction)
                        .findFirst()
                        .orElse("");
        String said =
                direction.equals(RtpStream.FROM_CALLER)
                        ? "from caller: "
                        : direction.equals(RtpStream.FROM_CALLEE) ? "from callee: " : "";
        return PlainText.line(
                said
                        + host(report.destination(), names)
                        + " \u2192 "
                        + host(report.source(), names));
    }

    private static String host(String socket, HostNames names) {
        Endpoint endpoint = Endpoint.of(socket);
        String alias = names.alias(endpoint.host(), endpoint.port());
        return alias.isEmpty() ? endpoint.hostAndPort() : alias;
    }

    /** Hz of the RTP clock (RFC 3551, 6, and the payload formats); 0 where it is not known. */
    private static int clockRate(String codecs) {
        String last = codecs.substring(codecs.lastIndexOf('>') + 1).toUpperCase(Locale.ROOT);
        return switch (last) {
            case "PCMU", "PCMA", "G722", "G723", "G728", "G729", "GSM", "ILBC", "AMR" -> 8_000;
            case "AMR-WB", "EVS" -> 16_000;
            case "OPUS" -> 48_000;
            default -> 0;
        };
    }

    private ChartView chart(String title, ToDoubleFunction<Note> value) {
        Buckets buckets =
                Buckets.of(
                        reports.get(0).timeMicros(),
                        reports.get(reports.size() - 1).timeMicros() + 1,
                        LEAST_SECONDS);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            long start = buckets.first() + i * buckets.seconds();
            List<String> values =
                    directions.keySet().stream()
                            .map(direction -> mean(direction, start, buckets.seconds(), value))
                            .toList();
            if (!values.stream().allMatch(String::isEmpty)) {
                points.add(new Point(start, Show.time(start * 1_000_000L), link, values));
            }
        }
        return new ChartView(title, "reports", 0, List.copyOf(directions.values()), points);
    }

    private String mean(String direction, long start, long seconds, ToDoubleFunction<Note> value) {
        double mean =
                reports.stream()
                        .filter(note -> key(note).equals(direction))
                        .filter(
                                note -> {
                                    long at = Math.floorDiv(note.timeMicros(), 1_000_000L) - start;
                                    return at >= 0 && at < seconds;
                                })
                        .mapToDouble(value)
                        .filter(of -> !Double.isNaN(of))
                        .average()
                        .orElse(Double.NaN);
        return Show.number(mean, 2);
    }
}
