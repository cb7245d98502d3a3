package io.siphon.console.api;

import io.siphon.console.flow.Flow;
import io.siphon.console.flow.FlowReader;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.Note;
import io.siphon.console.flow.NoteReader;
import io.siphon.console.flow.Registered;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A conversation and what is stored about it.
 *
 * @param alerts of its node, trunk or addresses, in whose life it began
 * @param notes what stands beside its messages, in order of time
 * @param registered of its ends
 */
public record CallDetails(
        Flow flow,
        List<RtpStream> streams,
        List<RtcpStreamSummary> reported,
        List<Alert> alerts,
        List<Note> notes,
        List<Registered> registered) {

    private static final int MAX_ROWS = 200;

    /**
     * @param alone without the messages of other legs
     * @throws NotFoundException when neither a call nor a message has that Call-ID
     */
    public static CallDetails read(
            StorePool pool, HostNames names, String id, boolean ports, boolean alone) {
        try (Store store = pool.open()) {
            Flow flow =
                    FlowReader.read(store, id, ports, FlowReader.MAX_MESSAGES, alone).named(names);
            if (flow.arrows().isEmpty() && flow.calls().isEmpty()) {
                throw new NotFoundException("nothing of Call-ID " + id + " is stored");
            }
            List<RtpStream> streams = new ArrayList<>();
            String ofCall = "WHERE t.call_id = ? ORDER BY t.started_at LIMIT " + MAX_ROWS;
            store.read(Tables.STREAMS, ofCall, streams::add, flow.callId());
            List<RtcpStreamSummary> reported = new ArrayList<>();
            store.read(Tables.REPORTED_STREAMS, ofCall, reported::add, flow.callId());
            List<Alert> alerts = alerts(store, flow.calls());
            return new CallDetails(
                    flow,
                    streams,
                    reported,
                    alerts,
                    NoteReader.read(store, flow, alerts, streams),
                    Registered.of(store, flow));
        }
    }

    /** Each once, though it may be about several rows of the Call-ID; in order of time. */
    private static List<Alert> alerts(Store store, List<Call> calls) {
        Set<Alert> alerts = new LinkedHashSet<>();
        List<Call> judged = store.has("alerts", "opened_at") ? calls : List.of();
        for (Call call : judged) {
            store.read(
                    Tables.ALERTS,
                    "WHERE t.opened_at <= ? AND t.last_at > ? AND (t.node = '' OR t.node = ?) AND"
                            + " (t.subject = '' OR t.subject IN (?, ?, ?, ?, ?)) ORDER BY"
                            + " t.opened_at LIMIT "
                            + MAX_ROWS,
                    alerts::add,
                    EpochMicros.utc(call.startedAt()),
                    EpochMicros.utc(call.startedAt()),
                    call.node(),
                    call.trunk(),
                    call.source(),
                    call.destination(),
                    host(call.source()),
                    host(call.destination()));
        }
        return alerts.stream().sorted(Comparator.comparingLong(Alert::openedAt)).toList();
    }

    private static String host(String socket) {
        return io.siphon.console.flow.Endpoint.of(socket).host();
    }
}
