package io.siphon.console.report.format;

import io.siphon.console.report.Column;
import io.siphon.console.report.Completeness;
import io.siphon.console.report.Figures;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.FailureCause;
import io.siphon.console.report.Report.Group;
import io.siphon.console.report.Report.Hop;
import io.siphon.console.report.Report.Incident;
import io.siphon.console.report.Report.Share;
import io.siphon.console.report.Report.Slice;
import io.siphon.console.report.Report.WorstCall;
import io.siphon.console.report.Report.WorstStream;
import io.siphon.console.store.Span;
import io.siphon.schema.PlainText;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * A report as JSON, for programs: {@code docs/reports.md} describes it. Keys are never renamed; new
 * ones may come. Times are UTC.
 */
final class JsonReport {

    /** Counts up when something changes its meaning. */
    private static final String FORMAT = "siphon-report/1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {}

    static String write(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT)
                .put("store", report.store())
                .put("made_at", report.madeAt().toString())
                .put("zone", report.zone().getId());
        root.set("period", span(report.span()));
        root.set("asked", span(report.asked()));
        root.set("previous_period", span(report.span().before()));
        root.put("window_s", report.windowMicros() / 1e6);
        root.set("completeness", completeness(report.completeness()));
        root.put("incidents", report.incidents());
        root.set("alerts", list(report.alerts(), JsonReport::incident));
        root.set("total", figures(report.total()));
        root.set("previous", figures(report.previous()));
        root.put("by", report.by() == null ? null : report.by().text());
        root.set("groups", list(report.groups(), (node, group) -> group(node, group, report)));
        root.set("slices", slices(report.slices(), report));
        root.set("responses", shares(report.responses()));
        root.set("outcomes", shares(report.outcomes()));
        root.set("media_verdicts", shares(report.mediaVerdicts()));
        root.set("causes", list(report.causes(), JsonReport::cause));
        root.set("hops", list(report.hops(), JsonReport::hop));
        root.set("durations", shares(report.durations()));
        root.set("registration_responses", shares(report.registrationResponses()));
        root.set("registration_outcomes", shares(report.registrationOutcomes()));
        root.set("registrations", shares(report.registrations()));
        root.set("slowest", list(report.slowest(), JsonReport::call));
        root.set("failed", list(report.failed(), JsonReport::call));
        root.set("worst_streams", list(report.worstStreams(), JsonReport::stream));
        try {
            return PlainText.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode span(Span span) {
        return JSON.createObjectNode()
                .put("from", span.from().toString())
                .put("to", span.to().toString());
    }

    private static ObjectNode completeness(Completeness completeness) {
        ObjectNode node = JSON.createObjectNode();
        node.set(
                "recorded", completeness.recorded() == null ? null : span(completeness.recorded()));
        node.set(
                "gaps",
                list(
                        completeness.gaps(),
                        (gap, of) -> {
                            gap.setAll(span(of.span()));
                            gap.put("neighbour_requests", of.neighbourRequests());
                        }));
        node.put("gap_s", completeness.gapMicros() / 1e6);
        ArrayNode notListening = node.putArray("not_listening");
        completeness.notListening().forEach(time -> notListening.add(span(time)));
        node.set("undecodable", shares(completeness.undecodable()));
        node.put("refused_rows", completeness.refused());
        node.put("kernel_drops", completeness.kernelDrops());
        node.set("late_samples", shares(completeness.late()));
        node.put("calls_without_end", completeness.openCalls());
        ArrayNode notRecorded = node.putArray("not_recorded");
        Completeness.NOT_RECORDED.forEach(notRecorded::add);
        return node;
    }

    private static ObjectNode figures(Figures figures) {
        ObjectNode node = JSON.createObjectNode();
        for (Column column : Column.ALL) {
            Double value = column.value().apply(figures);
            if (value != null && column.isCount()) {
                node.put(column.key(), value.longValue());
            } else {
                node.put(column.key(), value);
            }
        }
        return node;
    }

    private static void group(ObjectNode node, Group group, Report report) {
        node.put("name", group.name()).set("figures", figures(group.figures()));
        node.set("slices", slices(group.slices(), report));
    }

    private static ArrayNode slices(List<Slice> slices, Report report) {
        return list(
                report.everyAsked() ? slices : List.<Slice>of(),
                (node, slice) -> {
                    node.setAll(span(slice.span()));
                    node.set("figures", figures(slice.figures()));
                });
    }

    private static ArrayNode shares(List<Share> shares) {
        return list(
                shares,
                (node, share) ->
                        node.put("key", share.key())
                                .put("name", share.name())
                                .put("count", share.count())
                                .put("share", share.share()));
    }

    private static void incident(ObjectNode node, Incident incident) {
        node.put("detector", incident.detector())
                .put("severity", incident.severity())
                .put("node", incident.node())
                .put("subject", incident.subject());
        node.setAll(span(incident.span()));
        node.put("windows", incident.windows())
                .put("observed", incident.observed())
                .put("threshold", incident.threshold())
                .put("message", incident.message());
    }

    private static void cause(ObjectNode node, FailureCause cause) {
        node.put("key", cause.key())
                .put("meaning", cause.meaning())
                .put("count", cause.count())
                .put("share", cause.share())
                .put("call_id", cause.callId())
                .put("text", cause.sentence());
    }

    private static void hop(ObjectNode node, Hop hop) {
        node.put("address", hop.address())
                .put("legs", hop.legs())
                .put("added_ms", hop.addedMs())
                .put("added_max_ms", hop.addedMaxMs())
                .put("answer_added_ms", hop.answerAddedMs())
                .put("codecs_changed", hop.codecs())
                .put("numbers_changed", hop.numbers())
                .put("status_changed", hop.status())
                .put("lost_beyond", hop.lostBeyond())
                .put("lost_here", hop.lostHere());
    }

    private static void call(ObjectNode node, WorstCall call) {
        node.put("call_id", call.callId())
                .put("started_at", call.startedAt().toString())
                .put("callee", call.callee())
                .put("node", call.node())
                .put("trunk", call.trunk())
                .put("outcome", call.outcome())
                .put("final_status", call.finalStatus() == 0 ? null : call.finalStatus())
                .put("pdd_ms", call.pddMs() < 0 ? null : call.pddMs());
    }

    private static void stream(ObjectNode node, WorstStream stream) {
        node.put("by", stream.by())
                .put("call_id", stream.callId())
                .put("started_at", stream.startedAt().toString())
                .put("source", stream.source())
                .put("destination", stream.destination())
                .put("codec", stream.codec())
                .put("mos", stream.mos())
                .put("loss_pct", stream.lossPct())
                .put("jitter_mean_ms", stream.jitterMs());
    }

    private static <T> ArrayNode list(List<T> items, BiConsumer<ObjectNode, T> write) {
        ArrayNode array = JSON.createArrayNode();
        items.forEach(item -> write.accept(array.addObject(), item));
        return array;
    }
}
