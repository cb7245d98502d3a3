package io.siphon.console.web;

import io.siphon.console.flow.Conversation;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.LegHop;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;
import io.siphon.schema.Call;
import io.siphon.schema.CallLink;

import java.util.ArrayList;
import java.util.List;

/** The legs of a conversation, what each hop added and changed, and why they are taken for legs. */
final class LegTables {

    private LegTables() {}

    static List<TableView> of(Flow flow, HostNames names) {
        Conversation conversation = flow.conversation();
        List<TableView> tables = new ArrayList<>();
        if (conversation.legs().size() > 1) {
            tables.add(legs(flow, names));
        }
        if (!conversation.links().isEmpty()) {
            tables.add(links(conversation.links()));
        }
        return tables;
    }

    private static TableView legs(Flow flow, HostNames names) {
        List<Row> rows = new ArrayList<>();
        for (LegHop hop : LegHop.of(flow.conversation())) {
            rows.add(leg(hop, flow.callId(), names));
        }
        return new TableView(
                        "Legs of this conversation",
                        List.of(
                                Heading.number("Leg", "In the order in which they began"),
                                Heading.text("Began, UTC", "First INVITE"),
                                Heading.text("Call-ID", ""),
                                Heading.text("From", "Caller"),
                                Heading.text("To", "Callee"),
                                Heading.text("Source", "Address that sent the first INVITE"),
                                Heading.text("Destination", "Address that it was sent to"),
                                Heading.text("Outcome", "How it ended"),
                                Heading.number("Status", "Final response"),
                                Heading.text(
                                        "Added", "Delay that the B2BUA added to INVITE and answer"),
                                Heading.text("Changed", "What differs from the leg before"),
                                Heading.text(
                                        "Lost here", "Why a call that was not answered ended")),
                        rows)
                .withoutEmptyColumns();
    }

    private static Row leg(LegHop hop, String shown, HostNames names) {
        Call leg = hop.leg();
        return new Row(
                leg.callId().equals(shown) ? "chosen" : "",
                List.of(
                        Cell.of(String.valueOf(leg.leg().leg())),
                        Cell.link(Show.time(leg.startedAt()), Show.callLink(leg.callId())),
                        Cell.titled(cut(leg.callId()), leg.callId()),
                        Cell.of(leg.caller()),
                        Cell.of(leg.callee()),
                        Cell.socket(leg.source(), names),
                        Cell.socket(leg.destination(), names),
                        Cell.of(CallTable.outcome(leg)).kind("badge " + CallTable.kind(leg)),
                        Cell.of(leg.finalStatus() == 0 ? "" : "" + leg.finalStatus()),
                        Cell.of(hop.added()),
                        Cell.of(String.join(", ", hop.changed())).kind("said"),
                        Cell.of(hop.lost()).kind("said")));
    }

    private static TableView links(List<CallLink> links) {
        return new TableView(
                "Why they are taken for legs",
                List.of(
                        Heading.text("Found, UTC", ""),
                        Heading.text("First", "Call that began first"),
                        Heading.text("Second", "Call that began later"),
                        Heading.text("Reason", ""),
                        Heading.text("Evidence", "What both have in common, or one names"),
                        Heading.number("Score", "0 to 1"),
                        Heading.text("State", "")),
                links.stream().map(LegTables::link).toList());
    }

    private static Row link(CallLink link) {
        String kind =
                switch (link.state()) {
                    case CONFIRMED -> "good";
                    case PROVISIONAL -> "open";
                    case REJECTED -> "bad";
                };
        return new Row(
                "",
                List.of(
                        Cell.of(Show.time(link.linkedAt())),
                        Cell.link(cut(link.firstCallId()), Show.callLink(link.firstCallId())),
                        Cell.link(cut(link.secondCallId()), Show.callLink(link.secondCallId())),
                        Cell.of(Show.words(link.reason().tag())),
                        Cell.titled(cut(link.evidence()), link.evidence()),
                        Cell.of(Show.number(link.score(), 2)),
                        Cell.of(link.state().tag()).kind("badge " + kind)));
    }

    private static String cut(String text) {
        return text.length() > 48 ? text.substring(0, 47) + "…" : text;
    }
}
