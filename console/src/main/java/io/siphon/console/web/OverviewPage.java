package io.siphon.console.web;

import java.util.List;

/**
 * Figures of a period.
 *
 * @param missing what of the period is known to be missing
 * @param chart SVG: attempts over time, by how they ended; empty for a part of the traffic
 */
public record OverviewPage(
        Frame frame,
        List<SearchView.Chip> times,
        Filters filters,
        String words,
        String missing,
        List<Figure> figures,
        String chart,
        List<ChartView> charts,
        List<TableView> tables) {

    /**
     * The form that chooses a part of the traffic.
     *
     * @param last with from and to: the period stays
     */
    public record Filters(
            String trunk, String node, String codec, String last, String from, String to) {

        static Filters of(OverviewFilter filter, String last, String from, String to) {
            return new Filters(
                    filter.trunk(),
                    filter.node(),
                    filter.codec(),
                    last,
                    from == null ? "" : from,
                    to == null ? "" : to);
        }
    }

    /**
     * @param before its value in the period before; empty when there is none
     * @param href the calls behind it; empty when there are none
     */
    public record Figure(String name, String value, String before, String meaning, String href) {}
}
