package io.siphon.console.api;

import io.siphon.console.baseline.Baselines;
import io.siphon.console.baseline.SeriesBaseline;

import io.javalin.http.Context;

import java.util.List;

/**
 * Which baselines are asked for, as a URL says it.
 *
 * @param metric a part of its name; empty for all
 * @param series a part of node or trunk; empty for all
 * @param page from 1 on, of {@value #ROWS} each
 */
public record BaselineRequest(String metric, String series, int page) {

    public static final int ROWS = 50;

    /**
     * Some of what is asked for.
     *
     * @param total of all pages
     */
    public record Selected(List<SeriesBaseline> rows, int total, int pages) {}

    /**
     * @throws IllegalParameterException when page is no number
     */
    public static BaselineRequest of(Context context) {
        return new BaselineRequest(
                param(context, "metric"), param(context, "series"), page(param(context, "page")));
    }

    private static String param(Context context, String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value.strip();
    }

    private static int page(String text) {
        int page = text.isEmpty() ? 1 : text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (page < 1) {
            throw new IllegalParameterException(
                    "page: got " + text + ", expected a number from 1 on");
        }
        return page;
    }

    /** The page of them; none beyond the last. */
    public Selected select(Baselines of) {
        List<SeriesBaseline> all = of.matching(metric, series);
        int from = Math.min(all.size(), (page - 1) * ROWS);
        return new Selected(
                all.subList(from, Math.min(all.size(), from + ROWS)),
                all.size(),
                (all.size() + ROWS - 1) / ROWS);
    }
}
