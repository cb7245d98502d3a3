package io.siphon.console.web;

import io.siphon.console.access.Principal;
import io.siphon.console.api.CallDetails;
import io.siphon.console.api.CallResource;
import io.siphon.console.api.IllegalParameterException;
import io.siphon.console.api.NotFoundException;
import io.siphon.console.flow.Arrow;
import io.siphon.console.flow.FailureReason;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.FlowReader;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.LadderStyle;
import io.siphon.console.flow.Note;
import io.siphon.console.flow.SvgLadder;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.web.SearchView.Chip;
import io.siphon.schema.Call;

import io.javalin.http.Context;

import java.util.ArrayList;
import java.util.List;

/** {@code /calls/ID}: {@code ?m=3} shows a message; more in {@link CallView}. */
final class CallPages {

    /** Arrows of a page: more make it slow to draw. */
    private static final int PART = 500;

    private final Pages pages;
    private final StorePool pool;
    private final HostNames names;

    CallPages(Pages pages, StorePool pool, HostNames names) {
        this.pages = pages;
        this.pool = pool;
        this.names = names;
    }

    void get(Context context) {
        String id = context.pathParam("id");
        CallView view = CallView.of(Show.callLink(id), context);
        HostNames shownNames = view.is(CallOption.NAMES) ? HostNames.NONE : names;
        CallDetails details;
        try {
            details =
                    CallDetails.read(
                            pool,
                            shownNames,
                            id,
                            view.is(CallOption.PORTS),
                            view.is(CallOption.ALONE));
        } catch (NotFoundException e) {
            String other = byCorrelation(id);
            if (other.isEmpty()) {
                throw e;
            }
            context.redirect(other);
            return;
        }
        Flow flow = details.flow();
        int chosen = existing("m", view.message(), flow.arrows().size());
        existing("mark", view.marked(), flow.arrows().size());
        FailureReason reason = FailureReason.of(flow);
        Flow wanted = view.is(CallOption.ONLY_SDP) ? flow.withSdpOnly() : flow;
        Flow drawn = view.columns().arrange(wanted);
        int part = part(drawn, chosen, view.part());
        Flow shown = drawn.part(part * PART, (part + 1) * PART);
        List<ChartView> charts = charts(details, shownNames, view);
        Frame frame = pages.frame(context, title(flow), "/calls");
        pages.render(
                context,
                "call.jte",
                new CallPage(
                        charts.isEmpty() ? frame : frame.withCharts(),
                        flow.callId(),
                        reason.sentence(),
                        failed(flow),
                        reason.arrow() == 0 ? "" : view.messageLink() + reason.arrow() + "#message",
                        CallFacts.of(flow, details.registered()),
                        SvgLadder.header(shown),
                        SvgLadder.body(
                                shown,
                                notes(readable(details.notes(), context), view, drawn, part),
                                style(view, flow, chosen)),
                        flow.arrows().size(),
                        flow.extent().words(),
                        HostList.of(wanted, drawn, view),
                        view.is(CallOption.ALONE) ? "" : live(flow),
                        flow.extent().stored(),
                        view.choices(),
                        parts(drawn, part, view),
                        message(flow, chosen, view, context),
                        charts,
                        tables(details),
                        exports(view)));
    }

    private static List<ChartView> charts(CallDetails details, HostNames names, CallView view) {
        return QualityCharts.of(details.notes(), details.reported(), names, view.mediaLink());
    }

    /** Null for none. */
    private static MessageView message(Flow flow, int chosen, CallView view, Context context) {
        return chosen == 0
                ? null
                : MessageView.of(flow, chosen, view).asSeenBy(Principal.of(context).role());
    }

    private static boolean failed(Flow flow) {
        return !flow.calls().isEmpty()
                && flow.calls().get(flow.calls().size() - 1).verdict().cause().isFailure();
    }

    private static LadderStyle style(CallView view, Flow flow, int chosen) {
        return new LadderStyle(
                view.messageLink(),
                chosen,
                view.marked(),
                view.sinceStart(),
                flow.startMicros(),
                view.toScale(),
                view.is(CallOption.COLOUR));
    }

    /** A link by X-CID alone leads to its call, or to the list of several; empty for none. */
    private String byCorrelation(String id) {
        List<String> ids;
        try (Store store = pool.open()) {
            ids = FlowReader.callIdsOf(store, id);
        }
        if (ids.isEmpty()) {
            return "";
        }
        return ids.size() == 1
                ? Show.callLink(ids.get(0))
                : Show.link("/calls", "q", "xcid:" + Show.quoted(id));
    }

    /** Follows the messages of a call that is up; empty for one that is over. */
    private static String live(Flow flow) {
        boolean up = flow.calls().stream().anyMatch(call -> call.endedAt() == 0);
        return up ? Show.link(Routes.TAIL, "of", "call", "id", flow.callId()) : "";
    }

    /** Lines of logs may quote messages. */
    private static List<Note> readable(List<Note> notes, Context context) {
        return Principal.of(context).role().seesMessages()
                ? notes
                : notes.stream().filter(note -> note.kind() != Note.Kind.LOG).toList();
    }

    /** Where the chosen message is, else the one that is asked for. */
    private static int part(Flow drawn, int chosen, int asked) {
        int last = Math.max(0, drawn.arrows().size() - 1) / PART;
        if (chosen > 0) {
            int before = (int) drawn.arrows().stream().filter(a -> a.number() < chosen).count();
            return Math.min(before / PART, last);
        }
        return existing("part", asked, last);
    }

    /** Those that are shown, of that part; the first has those before it, too. */
    private static List<Note> notes(List<Note> all, CallView view, Flow drawn, int part) {
        List<Arrow> arrows = drawn.arrows();
        int next = (part + 1) * PART;
        long from = part == 0 ? Long.MIN_VALUE : arrows.get(part * PART).timeMicros();
        long to = next < arrows.size() ? arrows.get(next).timeMicros() : Long.MAX_VALUE;
        return all.stream()
                .filter(note -> note.timeMicros() >= from && note.timeMicros() < to)
                .filter(
                        note ->
                                note.kind().isMedia()
                                        ? view.is(CallOption.MEDIA)
                                        : !view.is(CallOption.NOTES))
                .toList();
    }

    /** {@code /api/v1/calls/ID/flow.html}: a file to pass on. */
    void document(Context context) {
        try (Store store = pool.open()) {
            Flow flow =
                    CallResource.arrangement(context)
                            .arrange(
                                    FlowReader.read(
                                                    store,
                                                    context.pathParam("id"),
                                                    "yes".equals(context.queryParam("ports")),
                                                    FlowReader.MAX_MESSAGES,
                                                    CallResource.alone(context))
                                            .named(names));
            if (flow.arrows().isEmpty()) {
                throw new NotFoundException(
                        "no messages of Call-ID " + flow.callId() + " are stored");
            }
            context.contentType("text/html; charset=utf-8")
                    .header("Content-Disposition", "attachment; filename=\"call.html\"")
                    .result(FlowDocument.of(flow));
        }
    }

    private static int existing(String name, int number, int most) {
        if (number > most) {
            throw new IllegalParameterException(
                    name + ": got " + number + ", expected 0 to " + most);
        }
        return number;
    }

    static String title(Flow flow) {
        if (flow.calls().isEmpty()) {
            return "Messages of " + flow.callId();
        }
        Call call = flow.calls().get(0);
        return call.caller() + " → " + call.callee();
    }

    private static List<Chip> parts(Flow flow, int part, CallView view) {
        List<Chip> parts = new ArrayList<>();
        int size = flow.arrows().size();
        for (int first = 0; size > PART && first < size; first += PART) {
            parts.add(
                    new Chip(
                            (first + 1) + " to " + Math.min(size, first + PART),
                            view.partLink(first / PART),
                            first / PART == part,
                            ""));
        }
        return parts;
    }

    private List<TableView> tables(CallDetails details) {
        List<TableView> tables = new ArrayList<>(LegTables.of(details.flow(), names));
        if (!details.streams().isEmpty()) {
            tables.add(RowTables.streams(details.streams(), names));
        }
        if (!details.reported().isEmpty()) {
            tables.add(RowTables.reported(details.reported(), names));
        }
        if (!details.alerts().isEmpty()) {
            tables.add(RowTables.alerts(details.alerts()));
        }
        return tables;
    }

    private static List<Chip> exports(CallView view) {
        String flow = "/api/v1" + view.path() + "/flow.";
        String query = view.drawingParameters();
        String packets = view.is(CallOption.ALONE) ? "?legs=no" : "";
        return List.of(
                new Chip("pcapng", flow + "pcapng" + packets, false, "For Wireshark"),
                new Chip("SVG", flow + "svg" + query, false, "The picture above"),
                new Chip("HTML", flow + "html" + query, false, "One file with everything in it"),
                new Chip("text", flow + "txt" + query, false, "For tickets"),
                new Chip("Mermaid", flow + "mmd" + query, false, "For wikis"),
                new Chip("SIPp", flow + "sipp", false, "A scenario of the caller's side that runs"),
                new Chip("JSON", flow + "json" + query, false, "For programs"));
    }
}
