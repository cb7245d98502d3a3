package io.siphon.console.web;

import io.siphon.console.web.TableView.Cell;

import java.util.List;

/**
 * One alert.
 *
 * @param text its sentence
 * @param calls the search for its calls; empty when it has none
 * @param blame what it is due to; empty where nobody asks that
 * @param examples calls that are to blame
 * @param acknowledge where the form is sent; empty for who may not, or when it is over
 */
public record AlertPage(
        Frame frame,
        String text,
        List<Fact> facts,
        String calls,
        String blame,
        List<Cell> examples,
        String acknowledge) {

    /** A property of it. */
    public record Fact(String name, String value) {}
}
