package io.siphon.console.web;

import io.siphon.console.search.Field;
import io.siphon.console.search.Preset;
import io.siphon.console.search.Subject;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;

import io.javalin.http.Context;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code /help}: the query language, from its own lists. */
final class HelpPages {

    private static final Set<Subject> SUBJECTS =
            Set.of(
                    Subject.CALLS,
                    Subject.MESSAGES,
                    Subject.REGISTRATIONS,
                    Subject.STREAMS,
                    Subject.ALERTS);

    private final Pages pages;

    HelpPages(Pages pages) {
        this.pages = pages;
    }

    void get(Context context) {
        List<TableView> tables = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            if (SUBJECTS.contains(subject)) {
                tables.add(fields(subject));
            }
        }
        tables.add(presets());
        tables.add(keys());
        pages.render(
                context,
                "help.jte",
                new HelpPage(pages.frame(context, "Query language", ""), tables));
    }

    private static TableView fields(Subject subject) {
        return new TableView(
                "Fields of " + subject.title(),
                List.of(
                        Heading.text("Field", ""),
                        Heading.text("Meaning", ""),
                        Heading.text("Values", "")),
                subject.fields().stream().map(HelpPages::field).toList());
    }

    private static Row field(Field field) {
        String values =
                field.choices().isEmpty()
                        ? field.kind().expected()
                        : String.join(", ", field.choices());
        return new Row(
                "", List.of(Cell.of(field.name()), Cell.of(field.meaning()), Cell.of(values)));
    }

    /** As in sngrep, where it has such a thing. */
    private static TableView keys() {
        List<Row> rows = new ArrayList<>();
        rows.add(key("j, k", "Goes to the next or previous call of a list, or message of a call."));
        rows.add(key("Enter", "Opens the call or message."));
        rows.add(key("Esc", "Goes back from a call; leaves the search box."));
        rows.add(key("/", "Goes to the search box."));
        rows.add(key("?", "Shows this page."));
        rows.add(key("c", "In a list: marks a call; on a second one compares both."));
        rows.add(key("Space", "In a call: marks a message; others are compared with it."));
        rows.add(key("w", "Shows clock times, times since the start, or time to scale."));
        for (CallOption option : CallOption.values()) {
            rows.add(key(option.key(), option.meaning()));
        }
        return new TableView(
                "Keys", List.of(Heading.text("Key", ""), Heading.text("Does", "")), rows);
    }

    private static Row key(String key, String meaning) {
        return new Row("", List.of(Cell.of(key), Cell.of(meaning)));
    }

    private static TableView presets() {
        return new TableView(
                "Presets of calls",
                List.of(
                        Heading.text("Preset", ""),
                        Heading.text("Meaning", ""),
                        Heading.text("Stands for", "")),
                Preset.CALLS.stream()
                        .map(
                                preset ->
                                        new Row(
                                                "",
                                                List.of(
                                                        Cell.link(
                                                                "is:" + preset.name(),
                                                                Show.link(
                                                                        "/calls",
                                                                        "q",
                                                                        "is:" + preset.name())),
                                                        Cell.of(preset.meaning()),
                                                        Cell.of(preset.query()))))
                        .toList());
    }
}
