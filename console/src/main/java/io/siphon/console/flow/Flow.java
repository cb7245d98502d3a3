package io.siphon.console.flow;

import io.siphon.schema.Call;
import io.siphon.schema.PlainText;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A conversation, ready to be drawn.
 *
 * @param callId as it is stored
 * @param calls rows of this Call-ID, oldest first; none when it is not a call
 * @param columns in the order in which they appear
 * @param arrows in order of time
 * @param extent how much of what is stored this is
 * @param conversation whose messages these are
 */
public record Flow(
        String callId,
        List<Call> calls,
        List<Column> columns,
        List<Arrow> arrows,
        Extent extent,
        Conversation conversation) {

    /** The same conversation, drawn otherwise. */
    Flow with(List<Column> otherColumns, List<Arrow> otherArrows) {
        return new Flow(callId, calls, otherColumns, otherArrows, extent, conversation);
    }

    Flow of(Conversation of) {
        return new Flow(callId, calls, columns, arrows, extent, of);
    }

    public long startMicros() {
        return arrows.isEmpty() ? 0 : arrows.get(0).timeMicros();
    }

    /** Since the first arrow. */
    public long sinceStartMicros(Arrow arrow) {
        return arrow.timeMicros() - startMicros();
    }

    /**
     * Columns by their aliases. A column without one, or with sockets of several, keeps its
     * address; an alias of several columns has the address behind it.
     */
    public Flow named(HostNames names) {
        List<String> aliases = columns.stream().map(column -> alias(column, names)).toList();
        List<Column> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String alias = aliases.get(i);
            boolean shared = Collections.frequency(aliases, alias) > 1;
            String name = alias.isEmpty() ? column.key() : alias;
            named.add(
                    new Column(
                            column.key(),
                            shared && !alias.isEmpty() ? name + " " + column.key() : name,
                            column.sockets()));
        }
        return with(List.copyOf(named), arrows);
    }

    private static String alias(Column column, HostNames names) {
        Set<String> found = new HashSet<>();
        for (String socket : column.sockets()) {
            Endpoint endpoint = Endpoint.of(socket);
            found.add(PlainText.line(names.alias(endpoint.host(), endpoint.port())));
        }
        return found.size() == 1 ? found.iterator().next() : "";
    }

    /** The messages that have a session description, with the numbers that they have. */
    public Flow withSdpOnly() {
        return with(columns, arrows.stream().filter(arrow -> !arrow.sdp().isEmpty()).toList());
    }

    /** The same columns with some of the arrows: what fits a page. */
    public Flow part(int fromIndex, int toIndex) {
        return with(
                columns,
                arrows.subList(
                        Math.min(fromIndex, arrows.size()), Math.min(toIndex, arrows.size())));
    }

    /** An arrow as a sentence: for a screen reader, and a title. */
    public String sentence(Arrow arrow) {
        String seen =
                arrow.nodes().size() > 1 ? ", seen by " + String.join(" and ", arrow.nodes()) : "";
        String again =
                arrow.retransmission() > 0
                        ? ", retransmission "
                                + arrow.retransmission()
                                + (arrow.timer().isEmpty() ? "" : " by timer " + arrow.timer())
                        : "";
        return "%d: %s, %s sends %s%s to %s%s%s"
                .formatted(
                        arrow.number(),
                        FlowTime.clock(arrow.timeMicros()),
                        columns.get(arrow.from()).name(),
                        arrow.label(),
                        arrow.sdp().isEmpty() ? "" : " with SDP",
                        columns.get(arrow.to()).name(),
                        again,
                        seen);
    }
}
