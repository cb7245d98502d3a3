package io.siphon.console.web;

import io.siphon.console.flow.HostNames;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a list of calls may show of each; a reader chooses. */
enum CallColumn {
    BEGAN(
            Heading.text("Began, UTC", "First INVITE"),
            true,
            row -> Cell.link(Show.time(row.call.startedAt()), Show.callLink(row.call.callId()))),
    FROM(Heading.text("From", "Caller"), true, row -> Cell.whole(row.call.caller())),
    TO(Heading.text("To", "Callee"), true, row -> Cell.whole(row.call.callee())),
    OUTCOME(
            Heading.text("Outcome", "How it ended"),
            true,
            row -> Cell.of(outcome(row.call)).kind("badge " + kind(row.call))),
    STATUS(
            Heading.text("Status", "Final response"),
            true,
            row -> {
                String status = status(row.call);
                return Cell.titled(status.equals("200 OK") ? "200" : status, status);
            }),
    WHY(
            Heading.text("Cause", "Why it failed, or what is wrong with its media"),
            true,
            row -> {
                CallVerdict verdict = row.call.verdict();
                return verdict.cause().isFailure()
                        ? Cell.titled(Show.cause(verdict.cause()), verdict.text())
                        : trouble(row.call);
            }),
    TRUNK(Heading.text("Trunk", "Alias of the trunk"), true, row -> Cell.of(row.call.trunk())),
    DIRECTION(
            Heading.text("Direction", "As the capturing proxy sees it"),
            false,
            row -> Cell.of(row.call.direction())),
    SOURCE(
            Heading.text("Source", "Address that sent the first INVITE"),
            true,
            row -> Cell.socket(row.call.source(), row.names)),
    DESTINATION(
            Heading.text("Destination", "Address that it was sent to"),
            true,
            row -> Cell.socket(row.call.destination(), row.names)),
    CAUSE(
            Heading.number("Q.850", "Cause of a Reason header"),
            false,
            row -> Cell.of(row.call.q850Cause() == 0 ? "" : "" + row.call.q850Cause())),
    PDD(
            Heading.number("PDD s", "Post-dial delay"),
            true,
            row ->
                    Cell.of(Show.seconds(row.call.pddMs()))
                            .kind(row.call.pddMs() > 5000 ? "bad" : "")),
    SETUP(
            Heading.number("Setup s", "From INVITE to answer"),
            false,
            row -> Cell.of(Show.seconds(row.call.setupMs()))),
    LENGTH(
            Heading.number("Duration", "From answer to end"),
            true,
            row ->
                    isShort(row.call)
                            ? new Cell(
                                    Show.length(row.call.durationMs()),
                                    "",
                                    "Shorter than 10 s",
                                    "mild")
                            : Cell.of(Show.length(row.call.durationMs()))),
    MOS(
            Heading.number("MOS", "The worst of its streams"),
            true,
            row ->
                    Cell.of(row.mos == null ? "" : Show.number(row.mos, 2))
                            .kind(row.mos != null && row.mos < 3.5 ? "bad" : "")),
    RETRIES(
            Heading.number("Retries", "Further INVITEs after a failure"),
            false,
            row -> Cell.of(row.call.retries() == 0 ? "" : "" + row.call.retries())),
    ENDED_BY(Heading.text("Released", "Who ended it"), true, row -> Cell.of(row.call.releasedBy())),
    CODECS(Heading.text("Codecs", "Agreed in SDP"), false, row -> Cell.of(row.call.codecs())),
    USER_AGENT(
            Heading.text("User agent", "Of the first INVITE"),
            false,
            row -> Cell.of(row.call.userAgent())),
    NODE(Heading.text("Node", "Agent that captured it"), true, row -> Cell.of(row.call.node())),
    CALL_ID(Heading.text("Call-ID", ""), false, row -> Cell.of(row.call.callId())),
    CORRELATION(
            Heading.text("Correlation id", "Of the agent, or X-CID"),
            false,
            row -> Cell.of(row.call.correlationId()));

    /**
     * A call and what its line needs.
     *
     * @param mos the worst of its streams; null without any
     */
    record Line(Call call, @Nullable Double mos, HostNames names) {}

    static final List<CallColumn> DEFAULT =
            Arrays.stream(values()).filter(column -> column.byDefault).toList();

    private final Heading heading;
    private final boolean byDefault;
    private final Function<Line, Cell> cell;

    CallColumn(Heading heading, boolean byDefault, Function<Line, Cell> cell) {
        this.heading = heading;
        this.byDefault = byDefault;
        this.cell = cell;
    }

    Heading heading() {
        return heading;
    }

    Cell cell(Line line) {
        return cell.apply(line);
    }

    /** Of URLs and cookies. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String status(Call call) {
        return call.finalStatus() == 0
                ? ""
                : call.finalStatus() + (call.reason().isEmpty() ? "" : " " + call.reason());
    }

    /** Of the media of a call that did not fail. */
    private static Cell trouble(Call call) {
        String verdict = call.media().verdict();
        return Cell.of(verdict.equals("ok") ? "" : Show.words(verdict)).kind("bad");
    }

    /** As {@code is:short} finds it. */
    private static boolean isShort(Call call) {
        return call.outcome() == CallOutcome.ANSWERED
                && call.durationMs() >= 0
                && call.durationMs() < 10_000;
    }

    private static String outcome(Call call) {
        return CallTable.outcome(call);
    }

    private static String kind(Call call) {
        return CallTable.kind(call);
    }
}
