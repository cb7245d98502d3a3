package io.siphon.console.web;

import io.siphon.console.access.Principal;

import java.util.List;

/**
 * What every page has around its content.
 *
 * @param path of the navigation's entry that is current; empty for none
 * @param charts whether it has any: they need a script more
 */
public record Frame(String title, String path, String store, Principal principal, boolean charts) {

    Frame withCharts() {
        return new Frame(title, path, store, principal, true);
    }

    /** An entry of the navigation. */
    public record Entry(String path, String title) {}

    public static final List<Entry> NAVIGATION =
            List.of(
                    new Entry("/calls", "Calls"),
                    new Entry("/overview", "Overview"),
                    new Entry("/messages", "Messages"),
                    new Entry("/registrations", "Registrations"),
                    new Entry("/streams", "Streams"),
                    new Entry("/alerts", "Alerts"),
                    new Entry("/baselines", "Baselines"),
                    new Entry("/health", "Health"));
}
