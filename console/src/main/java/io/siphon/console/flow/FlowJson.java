package io.siphon.console.flow;

import io.siphon.schema.Text;
import io.siphon.schema.UtcText;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A flow as maps and lists, for JSON. */
public final class FlowJson {

    private FlowJson() {}

    public static Map<String, Object> of(Flow flow) {
        return of(flow, true);
    }

    /**
     * @param texts whether the messages are whole; else they are named only
     */
    public static Map<String, Object> of(Flow flow, boolean texts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call_id", flow.callId());
        List<Map<String, Object>> hosts = new ArrayList<>();
        for (Column column : flow.columns()) {
            Map<String, Object> host = new LinkedHashMap<>();
            host.put("name", column.name());
            host.put("sockets", column.sockets());
            hosts.add(host);
        }
        json.put("hosts", hosts);
        json.put("messages", flow.arrows().stream().map(arrow -> message(arrow, texts)).toList());
        json.put("complete", flow.extent().isWhole());
        json.put("stored_messages", flow.extent().stored());
        return json;
    }

    private static Map<String, Object> message(Arrow arrow, boolean texts) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("number", arrow.number());
        message.put("at", UtcText.iso(arrow.timeMicros()));
        message.put("delta_us", arrow.deltaMicros());
        message.put("from", arrow.from());
        message.put("to", arrow.to());
        message.put("source", arrow.trace().source());
        message.put("destination", arrow.trace().destination());
        message.put("method", arrow.method());
        message.put("status", arrow.status() == 0 ? null : arrow.status());
        message.put("label", arrow.label());
        if (texts) {
            message.put("sdp", arrow.sdp().isEmpty() ? null : arrow.sdp());
        }
        message.put("retransmission", arrow.retransmission());
        message.put("nodes", arrow.nodes());
        message.put("skew_us", arrow.skewMicros());
        if (texts) {
            message.put("message", Text.decode(arrow.trace().payload()));
        }
        return message;
    }
}
