package io.siphon.console.api;

import io.siphon.console.access.Principal;
import io.siphon.console.export.Pcapng;
import io.siphon.console.export.SippScenario;
import io.siphon.console.flow.ColumnOrder;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.FlowJson;
import io.siphon.console.flow.FlowReader;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.MermaidLadder;
import io.siphon.console.flow.SvgLadder;
import io.siphon.console.flow.TextLadder;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Tables;

import io.javalin.http.Context;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /api/v1/calls/ID} and its flow in several formats. */
public record CallResource(StorePool pool, HostNames names) {

    /** A call with its messages and streams. */
    public void get(Context context) {
        CallDetails details =
                CallDetails.read(pool, names, id(context), ports(context), alone(context));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call_id", details.flow().callId());
        json.put("calls", Json.rows(Tables.CALLS, details.flow().calls()));
        json.put("legs", Json.rows(Tables.CALLS, details.flow().conversation().legs()));
        json.put("links", Json.rows(Tables.CALL_LINKS, details.flow().conversation().links()));
        json.put("flow", FlowJson.of(details.flow(), seesMessages(context)));
        json.put("streams", Json.rows(Tables.STREAMS, details.streams()));
        json.put("reported_streams", Json.rows(Tables.REPORTED_STREAMS, details.reported()));
        json.put("alerts", Json.rows(Tables.ALERTS, details.alerts()));
        context.contentType("application/json").result(Json.write(json));
    }

    public void svg(Context context) {
        context.contentType("image/svg+xml").result(SvgLadder.document(flow(context)));
    }

    public void text(Context context) {
        context.contentType("text/plain; charset=utf-8").result(TextLadder.of(flow(context)));
    }

    public void mermaid(Context context) {
        context.contentType("text/plain; charset=utf-8").result(MermaidLadder.of(flow(context)));
    }

    public void json(Context context) {
        context.contentType("application/json")
                .result(Json.write(FlowJson.of(flow(context), seesMessages(context))));
    }

    public void sipp(Context context) {
        String scenario = SippScenario.of(flow(context, true));
        context.contentType("application/xml")
                .header("Content-Disposition", "attachment; filename=\"call-sipp.xml\"")
                .result(scenario);
    }

    public void pcapng(Context context) {
        Flow flow = flow(context);
        byte[] capture = Pcapng.of(flow.arrows(), flow.extent().words());
        context.contentType("application/x-pcapng")
                .header("Content-Disposition", "attachment; filename=\"call.pcapng\"")
                .result(capture);
    }

    private Flow flow(Context context) {
        return flow(context, alone(context));
    }

    private Flow flow(Context context, boolean alone) {
        String id = id(context);
        try (Store store = pool.open()) {
            Flow all = FlowReader.read(store, id, ports(context), FlowReader.MAX_MESSAGES, alone);
            Flow flow = arrangement(context).arrange(all.named(names));
            if (flow.arrows().isEmpty()) {
                throw new NotFoundException("no messages of Call-ID " + id + " are stored");
            }
            return flow;
        }
    }

    /**
     * Of a URL.
     *
     * @throws IllegalParameterException when it is no order of columns
     */
    public static ColumnOrder arrangement(Context context) {
        String columns = context.queryParam("columns");
        try {
            return ColumnOrder.parse(columns);
        } catch (IllegalArgumentException e) {
            throw new IllegalParameterException("columns: got " + columns + ", " + e.getMessage());
        }
    }

    private static boolean seesMessages(Context context) {
        return Principal.of(context).role().seesMessages();
    }

    private static String id(Context context) {
        return context.pathParam("id");
    }

    /** Whether a URL asks for one leg alone. */
    public static boolean alone(Context context) {
        return "no".equals(context.queryParam("legs"));
    }

    private static boolean ports(Context context) {
        return "yes".equals(context.queryParam("ports"));
    }
}
