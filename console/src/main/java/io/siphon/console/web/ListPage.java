package io.siphon.console.web;

import java.util.Arrays;
import java.util.List;

/**
 * A search and what it found.
 *
 * @param tables one, or several with a caption each
 * @param searched how far back it looked, when that is not all; empty when it is
 * @param next URL of the next page; empty when there is none
 * @param live URL that follows how many are newer; empty where nobody asks
 * @param columns that may be shown or not; empty where there is no choice
 * @param saves links to files of what is listed
 */
public record ListPage(
        Frame frame,
        SearchView search,
        List<TableView> tables,
        String searched,
        String next,
        String live,
        List<ColumnChoice> columns,
        List<SearchView.Chip> saves) {

    /** A column that the list may have. */
    public record ColumnChoice(String key, String title, String meaning, boolean shown) {

        static List<ColumnChoice> of(ListColumns columns) {
            return Arrays.stream(CallColumn.values())
                    .map(
                            column ->
                                    new ColumnChoice(
                                            column.key(),
                                            column.heading().text(),
                                            column.heading().meaning(),
                                            columns.has(column)))
                    .toList();
        }
    }

    /** The same search, with what is new. */
    public String reload() {
        return search.path() + search.request().queryString();
    }

    /** What stands below the last row when there is no next page. */
    public String end() {
        if (tables.stream().allMatch(table -> table.rows().isEmpty())) {
            return "Nothing matches.";
        }
        boolean full =
                tables.size() > 1
                        && tables.stream()
                                .anyMatch(table -> table.rows().size() >= search.request().limit());
        return full
                ? "The worst "
                        + search.request().limit()
                        + " of each; a narrower search shows others."
                : "That is all.";
    }
}
