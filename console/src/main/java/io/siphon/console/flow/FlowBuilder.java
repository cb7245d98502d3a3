package io.siphon.console.flow;

import io.siphon.schema.Call;
import io.siphon.schema.PlainText;
import io.siphon.schema.Trace;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a {@link Flow} of stored messages, in order of corrected time: one arrow for a message that
 * several agents saw, marks on what was sent again.
 */
public final class FlowBuilder {

    private static final int MAX_LABEL = 80;

    /**
     * Between two agents' views of one message: what is known of their clocks may be off by so
     * much.
     */
    private static final long MAX_SKEW = 5_000_000;

    private FlowBuilder() {}

    /**
     * @param ports whether each port of a host is a column; so it is by itself where both ends of a
     *     message have one address
     * @param unread messages that are stored beyond these
     */
    public static Flow build(
            String callId, List<Call> calls, List<Trace> traces, boolean ports, long unread) {
        List<Trace> ordered = new ArrayList<>(traces);
        ordered.sort(Comparator.comparingLong(Trace::correctedMicros));
        Columns columns = new Columns(ports || talksToItself(ordered));
        List<Sighting> sightings = merge(ordered);
        Map<String, Integer> sent = new HashMap<>();
        List<Arrow> arrows = new ArrayList<>();
        long before = sightings.isEmpty() ? 0 : sightings.get(0).trace.correctedMicros();
        for (Sighting sighting : sightings) {
            Trace trace = sighting.trace;
            SipText text = SipText.of(trace.payload());
            String again = trace.source() + "\n" + trace.destination() + "\n" + text.transaction();
            int times = sent.merge(again, 1, Integer::sum) - 1;
            SdpText sdp = text.sdp();
            arrows.add(
                    new Arrow(
                            arrows.size() + 1,
                            trace.correctedMicros(),
                            trace.correctedMicros() - before,
                            columns.of(trace.source()),
                            columns.of(trace.destination()),
                            label(trace, text),
                            PlainText.line(trace.method()),
                            text.status(),
                            sdp == null ? "" : PlainText.line(sdp.summary()),
                            times,
                            times == 0 ? "" : timer(trace, text),
                            List.copyOf(sighting.nodes),
                            sighting.lastMicros - sighting.firstMicros,
                            trace));
            before = trace.correctedMicros();
        }
        return new Flow(
                callId,
                calls,
                columns.all(),
                List.copyOf(arrows),
                new Extent(traces.size(), traces.size() + unread),
                Conversation.ALONE);
    }

    private static boolean talksToItself(List<Trace> traces) {
        return traces.stream()
                .anyMatch(
                        trace ->
                                Endpoint.of(trace.source())
                                        .host()
                                        .equals(Endpoint.of(trace.destination()).host()));
    }

    private static String label(Trace trace, SipText text) {
        String label = text.isResponse() ? text.statusLine() : trace.method();
        String plain = PlainText.line(label.isEmpty() ? text.startLine() : label);
        return plain.length() > MAX_LABEL ? plain.substring(0, MAX_LABEL) + "…" : plain;
    }

    /** RFC 3261, 17 (table 4): which timer repeats it, over UDP. */
    private static String timer(Trace trace, SipText text) {
        if (!trace.source().startsWith("udp:")) {
            return "";
        }
        boolean invite = text.method().equals("INVITE");
        if (text.isResponse()) {
            return invite && text.status() >= 300 ? "G" : "";
        }
        if (text.method().equals("ACK")) {
            return "";
        }
        return invite ? "A" : "E";
    }

    /** One message as one or several agents saw it. */
    private static final class Sighting {
        private final Trace trace;
        private final Set<String> nodes = new TreeSet<>();
        private long firstMicros;
        private long lastMicros;

        Sighting(Trace trace) {
            this.trace = trace;
            firstMicros = trace.timeMicros();
            saw(trace);
        }

        void saw(Trace seen) {
            nodes.add(PlainText.line(seen.node()));
            firstMicros = Math.min(firstMicros, seen.timeMicros());
            lastMicros = Math.max(lastMicros, seen.timeMicros());
        }
    }

    /** The same bytes between the same sockets, by another agent: the same message. */
    private static List<Sighting> merge(List<Trace> ordered) {
        record Message(String source, String destination, ByteBuffer payload) {}
        Map<Message, List<Sighting>> known = new HashMap<>();
        List<Sighting> sightings = new ArrayList<>();
        for (Trace trace : ordered) {
            Message message =
                    new Message(
                            trace.source(), trace.destination(), ByteBuffer.wrap(trace.payload()));
            List<Sighting> same = known.computeIfAbsent(message, m -> new ArrayList<>());
            Sighting first =
                    same.stream()
                            .filter(s -> !s.nodes.contains(PlainText.line(trace.node())))
                            .filter(
                                    s ->
                                            trace.correctedMicros() - s.trace.correctedMicros()
                                                    <= MAX_SKEW)
                            .findFirst()
                            .orElse(null);
            if (first == null) {
                Sighting sighting = new Sighting(trace);
                same.add(sighting);
                sightings.add(sighting);
            } else {
                first.saw(trace);
            }
        }
        return sightings;
    }

    /** In order of appearance. */
    private static final class Columns {
        private final boolean ports;
        private final Map<String, Set<String>> sockets = new LinkedHashMap<>();
        private final Map<String, Integer> indexes = new HashMap<>();

        Columns(boolean ports) {
            this.ports = ports;
        }

        int of(String socket) {
            Endpoint endpoint = Endpoint.of(socket);
            String key = PlainText.line(ports ? endpoint.hostAndPort() : endpoint.host());
            sockets.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(PlainText.line(socket));
            return indexes.computeIfAbsent(key, k -> indexes.size());
        }

        List<Column> all() {
            List<Column> columns = new ArrayList<>();
            sockets.forEach((key, seen) -> columns.add(new Column(key, key, List.copyOf(seen))));
            return List.copyOf(columns);
        }
    }
}
