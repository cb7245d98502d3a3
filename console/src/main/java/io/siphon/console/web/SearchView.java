package io.siphon.console.web;

import io.siphon.console.api.SearchRequest;
import io.siphon.console.search.Field;
import io.siphon.console.search.Preset;
import io.siphon.console.search.QueryException;
import io.siphon.console.search.QueryText;
import io.siphon.console.search.Subject;

import java.util.ArrayList;
import java.util.List;

/**
 * The search box, its chips, and what the page says about the search.
 *
 * @param words what was understood; empty when it was not
 * @param error why it was not; empty when it was
 */
public record SearchView(
        String path,
        SearchRequest request,
        String words,
        String error,
        List<Chip> presets,
        List<Time> times,
        Chip order,
        List<Input> inputs) {

    /** What might be typed. */
    public String example() {
        return switch (request.subject()) {
            case CALLS -> "to:+4420* outcome:failed dur:<15s";
            case MESSAGES -> "method:OPTIONS ip:192.0.2.1";
            case REGISTRATIONS -> "aor:sip:1001* outcome:unauthorized";
            case STREAMS, REPORTED_STREAMS -> "mos:<3.5 codec:PCMA";
            case ALERTS -> "detector:call_failures severity:critical";
        };
    }

    /** In words; streams are in order of their score. */
    public String ordered() {
        return switch (request.subject()) {
            case STREAMS, REPORTED_STREAMS -> "";
            default -> request.oldestFirst() ? "oldest first" : "newest first";
        };
    }

    /** A link that changes the query. */
    public record Chip(String title, String href, boolean active, String meaning) {}

    /** A choice of how far back to search. */
    public record Time(String value, String title, boolean chosen) {}

    /** Whether times are typed: then their inputs are shown. */
    public boolean isTimed() {
        return !request.from().isEmpty() || !request.to().isEmpty();
    }

    /** What another form of the page carries along. */
    public record Hidden(String name, String value) {}

    /** The search, without the page that is shown of it. */
    public List<Hidden> hidden() {
        return request.parameters().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("after"))
                .map(entry -> new Hidden(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** A field of the form: what it holds is added to the query. */
    public record Input(String name, String label, String meaning) {}

    private static final List<String> LAST = List.of("", "15m", "1h", "6h", "24h", "7d", "30d");

    /** Of the form; the rest is typed. */
    private static final List<String> INPUTS =
            List.of("from", "to", "aor", "method", "callid", "ip", "trunk", "node", "status");

    static SearchView of(String path, SearchRequest request) {
        String words = "";
        String error = "";
        try {
            words = request.words();
        } catch (QueryException e) {
            error = e.getMessage();
        }
        return new SearchView(
                path,
                request,
                words,
                error,
                request.subject() == Subject.CALLS ? presets(path, request) : List.of(),
                times(request),
                new Chip(
                        request.oldestFirst() ? "show newest first" : "show oldest first",
                        path + request.withOldestFirst(!request.oldestFirst()).queryString(),
                        false,
                        "Turns the order round."),
                inputs(request.subject()));
    }

    private static List<Chip> presets(String path, SearchRequest request) {
        List<Chip> chips = new ArrayList<>();
        for (Preset preset : Preset.CALLS) {
            boolean active = QueryText.has(request.q(), "is", preset.name());
            String query =
                    active
                            ? QueryText.without(request.q(), "is", preset.name())
                            : QueryText.and(request.q(), "is:" + preset.name());
            chips.add(
                    new Chip(
                            preset.title(),
                            path + request.withQuery(query).queryString(),
                            active,
                            preset.meaning() + " " + preset.query()));
        }
        return chips;
    }

    private static List<Time> times(SearchRequest request) {
        boolean typed = !request.from().isEmpty() || !request.to().isEmpty();
        // streams are never of any time
        String none = typed || request.subject() == Subject.STREAMS ? "from … to" : "any time";
        return LAST.stream()
                .map(
                        last ->
                                new Time(
                                        last,
                                        last.isEmpty() ? none : last,
                                        request.last().equals(last)))
                .toList();
    }

    private static List<Input> inputs(Subject subject) {
        List<Input> inputs = new ArrayList<>();
        for (String name : INPUTS) {
            for (Field field : subject.fields()) {
                if (field.name().equals(name)) {
                    inputs.add(new Input("f." + name, name, field.meaning()));
                }
            }
        }
        return inputs;
    }
}
