package io.siphon.console.web;

import io.javalin.http.Context;

import java.util.ArrayList;
import java.util.List;

/**
 * What of the traffic the overview is about.
 *
 * @param trunk alias; empty for all
 * @param node agent; empty for all
 * @param codec of media alone, which is measured by it; empty for all
 */
record OverviewFilter(String trunk, String node, String codec) {

    static OverviewFilter of(Context context) {
        return new OverviewFilter(
                given(context, "trunk"), given(context, "node"), given(context, "codec"));
    }

    private static String given(Context context, String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value.strip();
    }

    boolean isEmpty() {
        return trunk.isEmpty() && node.isEmpty();
    }

    /** Of what is measured by node and trunk. */
    boolean isOfOneSeries() {
        return !trunk.isEmpty() && !node.isEmpty();
    }

    boolean isOf(String callsTrunk, String callsNode) {
        return (trunk.isEmpty() || trunk.equals(callsTrunk))
                && (node.isEmpty() || node.equals(callsNode));
    }

    /** SQL over columns of table calls; adds its parameters. */
    String ofCalls(List<Object> parameters) {
        return condition("trunk", trunk, parameters) + condition("node", node, parameters);
    }

    /**
     * SQL over table measurements as {@code t}; of metrics that have no codec it is no condition.
     */
    String ofMeasurements(List<Object> parameters) {
        String sql =
                condition("t.trunk", trunk, parameters) + condition("t.node", node, parameters);
        if (codec.isEmpty()) {
            return sql;
        }
        // tags are sorted: codec=PCMA,node=…
        parameters.add("codec=" + codec);
        parameters.add("codec=" + codec.replaceAll("[!%_]", "!$0") + ",%");
        return sql + " AND (t.name NOT LIKE 'rt%' OR t.tags = ? OR t.tags LIKE ? ESCAPE '!')";
    }

    private static String condition(String column, String value, List<Object> parameters) {
        if (value.isEmpty()) {
            return "";
        }
        parameters.add(value);
        return " AND " + column + " = ?";
    }

    /** Without the codec, which calls are not counted by. */
    OverviewFilter ofCalls() {
        return new OverviewFilter(trunk, node, "");
    }

    /** In the query language. */
    String query() {
        List<String> terms = new ArrayList<>();
        add(terms, "trunk", trunk);
        add(terms, "node", node);
        add(terms, "codec", codec);
        return String.join(" ", terms);
    }

    private static void add(List<String> terms, String field, String value) {
        if (!value.isEmpty()) {
            terms.add(field + ":" + Show.quoted(value));
        }
    }

    /** Of a URL: {@code &trunk=carrier-a}; empty when there is nothing. */
    String parameters() {
        return parameter("trunk", trunk) + parameter("node", node) + parameter("codec", codec);
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + Show.encode(value);
    }
}
