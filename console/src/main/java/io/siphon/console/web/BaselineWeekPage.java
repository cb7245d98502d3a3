package io.siphon.console.web;

import java.util.List;

/**
 * One baseline, by the hour of the week.
 *
 * @param words what it is
 * @param usual seven days by hour: usual and spread
 * @param weeks seven days by hour: how many weeks are known
 * @param back URL of the list
 */
public record BaselineWeekPage(Frame frame, String words, Week usual, Week weeks, String back) {

    public static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    /** A table of the week. */
    public record Week(String caption, List<Hour> hours) {}

    /**
     * A row.
     *
     * @param name {@code 14:00}
     * @param days a cell for each of {@link #DAYS}
     */
    public record Hour(String name, List<Cell> days) {}

    /**
     * @param now whether it is the hour that it was when it was learnt
     */
    public record Cell(String text, boolean now) {}
}
