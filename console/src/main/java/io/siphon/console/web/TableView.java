package io.siphon.console.web;

import io.siphon.console.flow.Endpoint;
import io.siphon.console.flow.HostNames;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A table of a page.
 *
 * @param caption for a screen reader
 */
public record TableView(String caption, List<Heading> headings, List<Row> rows) {

    /** Without columns that are empty in every row: there is little room. */
    TableView withoutEmptyColumns() {
        List<Integer> kept =
                IntStream.range(0, headings.size())
                        .filter(
                                i ->
                                        rows.stream()
                                                .anyMatch(
                                                        row ->
                                                                !row.cells()
                                                                        .get(i)
                                                                        .text()
                                                                        .isEmpty()))
                        .boxed()
                        .toList();
        return rows.isEmpty()
                ? this
                : new TableView(
                        caption,
                        kept.stream().map(headings::get).toList(),
                        rows.stream()
                                .map(
                                        row ->
                                                new Row(
                                                        row.kind(),
                                                        kept.stream()
                                                                .map(row.cells()::get)
                                                                .toList()))
                                .toList());
    }

    /** For programs: the texts of each row by its headings: {@code last_window}. */
    List<Map<String, String>> rowsByHeading() {
        List<String> names =
                headings.stream()
                        .map(of -> of.text().toLowerCase(Locale.ROOT))
                        .map(name -> name.replaceFirst(",? utc$", "").replaceAll("[^a-z0-9]+", "_"))
                        .toList();
        return rows.stream()
                .map(
                        row -> {
                            Map<String, String> named = new LinkedHashMap<>();
                            for (int i = 0; i < names.size(); i++) {
                                named.put(names.get(i), row.cells().get(i).text());
                            }
                            return named;
                        })
                .toList();
    }

    /**
     * @param number whether its cells are numbers, to the right
     */
    public record Heading(String text, boolean number, String meaning) {

        static Heading text(String text, String meaning) {
            return new Heading(text, false, meaning);
        }

        static Heading number(String text, String meaning) {
            return new Heading(text, true, meaning);
        }
    }

    /**
     * @param kind class of the row; empty for none
     */
    public record Row(String kind, List<Cell> cells) {}

    /**
     * @param href empty when it is no link
     * @param title more of it, on hover; empty for none
     * @param kind class of what stands in the cell; empty for none
     */
    public record Cell(String text, String href, String title, String kind) {

        static Cell of(String text) {
            return new Cell(text, "", "", "");
        }

        /** What may be cut by the width of its column, whole on hover. */
        static Cell whole(String text) {
            return new Cell(text, "", text.length() > 16 ? text : "", "");
        }

        static Cell titled(String text, String title) {
            return new Cell(text, "", title.equals(text) ? "" : title, "");
        }

        /** A host by its name, the whole socket on hover. */
        static Cell socket(String socket, HostNames names) {
            return socket.isEmpty() ? of("") : titled(names.of(socket), socket);
        }

        /** Of RTP and RTCP, where the port distinguishes streams. */
        static Cell media(String socket, HostNames names) {
            Endpoint endpoint = Endpoint.of(socket);
            String alias = names.alias(endpoint.host(), endpoint.port());
            return alias.isEmpty() ? of(socket) : titled(alias + ":" + endpoint.port(), socket);
        }

        static Cell link(String text, String href) {
            return new Cell(text, href, "", "");
        }

        Cell kind(String name) {
            return new Cell(text, href, title, name);
        }
    }
}
