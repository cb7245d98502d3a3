package io.siphon.console.alert;

import io.siphon.schema.Call;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A call as {@link Blame} looks at it: the attributes that it may have in common with others. */
record BlamedCall(Call call, Set<Item> items) {

    private static final int SHORTEST_PREFIX = 2;
    private static final int LONGEST_PREFIX = 7;
    private static final int TEXT = 64;

    /**
     * One attribute of a call.
     *
     * @param name {@code trunk}, {@code node}, {@code codec}, {@code prefix}, {@code user agent} or
     *     {@code cause}
     */
    record Item(String name, String value) {}

    static BlamedCall of(Call call) {
        Set<Item> items = new LinkedHashSet<>();
        add(items, "trunk", call.trunk().isEmpty() ? "none" : call.trunk());
        add(items, "node", call.node());
        for (String codec : call.codecs().split("[,;/ ]+")) {
            add(items, "codec", codec);
        }
        add(items, "user agent", call.userAgent());
        String digits = call.callee().startsWith("+") ? call.callee().substring(1) : call.callee();
        if (digits.matches("[0-9]+")) {
            for (int length = SHORTEST_PREFIX;
                    length <= LONGEST_PREFIX && length < digits.length();
                    length++) {
                add(items, "prefix", digits.substring(0, length));
            }
        }
        return new BlamedCall(call, items);
    }

    private static void add(Set<Item> items, String name, String value) {
        if (!value.isEmpty()) {
            items.add(new Item(name, value.length() > TEXT ? value.substring(0, TEXT) : value));
        }
    }

    boolean has(List<Item> all) {
        return items.containsAll(all);
    }

    /** Why it failed: the final response, else the outcome. */
    Item cause() {
        String cause =
                call.finalStatus() > 0
                        ? (call.finalStatus() + " " + call.reason()).strip()
                        : call.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Item(
                "cause", call.q850Cause() > 0 ? cause + ", Q.850 " + call.q850Cause() : cause);
    }
}
