package io.siphon.console.web;

import io.javalin.http.Context;

import java.util.Arrays;
import java.util.List;

import static java.util.stream.Collectors.joining;

/**
 * The columns of the list of calls, as the reader chose them: a cookie keeps them for a year.
 *
 * @param columns in their order
 * @param chosen false for the default, which leaves out columns that are empty in every row
 */
record ListColumns(List<CallColumn> columns, boolean chosen) {

    /** Of the form: each box that is ticked; {@link #RESET} alone for the default. */
    static final String PARAMETER = "column";

    static final String RESET = "default";

    private static final String COOKIE = "siphon-columns";
    private static final int MAX_AGE_SECONDS = 365 * 86_400;

    static ListColumns of(Context context) {
        String kept = context.cookie(COOKIE);
        return kept == null
                ? new ListColumns(CallColumn.DEFAULT, false)
                : parse(List.of(kept.split("\\.")));
    }

    /** What is no column is left out: an older console may have had others. */
    private static ListColumns parse(List<String> keys) {
        List<CallColumn> columns =
                Arrays.stream(CallColumn.values()).filter(c -> keys.contains(c.key())).toList();
        return columns.isEmpty()
                ? new ListColumns(CallColumn.DEFAULT, false)
                : new ListColumns(columns, true);
    }

    /** Whether the form was sent: then its choice is kept. */
    static boolean keep(Context context) {
        List<String> keys = context.queryParams(PARAMETER);
        if (keys.isEmpty()) {
            return false;
        }
        ListColumns columns = parse(keys.contains(RESET) ? List.of() : keys);
        String kept = columns.columns().stream().map(CallColumn::key).collect(joining("."));
        context.res()
                .addHeader(
                        "Set-Cookie",
                        COOKIE
                                + "="
                                + (columns.chosen() ? kept : "")
                                + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                                + (columns.chosen() ? MAX_AGE_SECONDS : 0));
        return true;
    }

    boolean has(CallColumn column) {
        return columns.contains(column);
    }
}
