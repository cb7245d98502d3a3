package io.siphon.console.search;

import java.util.List;

/**
 * What can stand before a colon.
 *
 * @param name as it is written and completed
 * @param aliases other names of the same
 * @param choices values of a {@link FieldKind#CHOICE}, or names of presets; else empty
 * @param meaning one line, for the help page
 */
public record Field(
        String name, List<String> aliases, FieldKind kind, List<String> choices, String meaning) {

    static Field of(String name, FieldKind kind, String meaning, String... aliases) {
        return new Field(name, List.of(aliases), kind, List.of(), meaning);
    }

    static Field choice(String name, List<String> choices, String meaning, String... aliases) {
        return new Field(name, List.of(aliases), FieldKind.CHOICE, choices, meaning);
    }

    boolean isCalled(String text) {
        return name.equalsIgnoreCase(text) || aliases.stream().anyMatch(text::equalsIgnoreCase);
    }
}
