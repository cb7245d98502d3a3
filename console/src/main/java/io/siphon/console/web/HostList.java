package io.siphon.console.web;

import io.siphon.console.flow.Column;
import io.siphon.console.flow.ColumnOrder;
import io.siphon.console.flow.Flow;

import java.util.ArrayList;
import java.util.List;

/**
 * The hosts of a ladder, to hide and to put in another order: by links, or by dragging their names.
 *
 * @param hosts in their order, those that are hidden among them
 * @param order as the script rearranges it: {@code 3.1.-2}
 * @param reset link to the natural order; empty where it is that
 * @param leftOut messages from or to hidden hosts
 */
public record HostList(List<Host> hosts, String order, String reset, int leftOut) {

    /**
     * @param left link that moves it; empty where it is the first
     * @param right likewise
     * @param toggle link that hides or shows it; empty for the last that is shown
     */
    public record Host(
            String name, String sockets, boolean shown, String left, String right, String toggle) {}

    /**
     * @param whole before anything is hidden
     * @param drawn after it
     */
    static HostList of(Flow whole, Flow drawn, CallView view) {
        List<Column> columns = whole.columns();
        ColumnOrder order = view.columns().of(columns.size());
        long shown = order.entries().stream().filter(entry -> entry > 0).count();
        List<Host> hosts = new ArrayList<>();
        for (int at = 0; at < order.entries().size(); at++) {
            int entry = order.entries().get(at);
            int number = Math.abs(entry);
            Column column = columns.get(number - 1);
            boolean last = at == order.entries().size() - 1;
            hosts.add(
                    new Host(
                            column.name(),
                            String.join(", ", column.sockets()),
                            entry > 0,
                            at == 0 ? "" : view.columnsLink(order.moved(number, -1)),
                            last ? "" : view.columnsLink(order.moved(number, 1)),
                            entry > 0 && shown == 1
                                    ? ""
                                    : view.columnsLink(order.toggled(number))));
        }
        return new HostList(
                hosts,
                String.join(".", order.entries().stream().map(String::valueOf).toList()),
                order.text().isEmpty() ? "" : view.columnsLink(ColumnOrder.NATURAL),
                whole.arrows().size() - drawn.arrows().size());
    }
}
