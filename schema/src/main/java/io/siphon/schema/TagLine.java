package io.siphon.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tags in one line, as {@code measurements.tags} has them: {@code code=200,method=INVITE}, with a
 * backslash before a comma, an equals sign or a backslash in a value.
 */
public final class TagLine {

    private TagLine() {}

    /** Sorted by name. */
    static String of(Map<String, String> tags) {
        StringBuilder line = new StringBuilder();
        // Sorted anew: Flink's map serializer gives back a HashMap.
        new TreeMap<>(tags)
                .forEach(
                        (name, value) -> {
                            line.append(line.length() == 0 ? "" : ",").append(name).append('=');
                            escape(value, line);
                        });
        return line.toString();
    }

    private static void escape(String value, StringBuilder line) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '=' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
    }

    /** A line that was too long for its column gives the tags that are whole. */
    public static Map<String, String> parse(String line) {
        Map<String, String> tags = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        String name = null;
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : ',';
            if (c == '\\' && i + 1 < line.length()) {
                text.append(line.charAt(++i));
            } else if (c == '=' && name == null) {
                name = text.toString();
                text.setLength(0);
            } else if (c == ',') {
                if (name != null) {
                    tags.put(name, text.toString());
                }
                name = null;
                text.setLength(0);
            } else {
                text.append(c);
            }
        }
        return tags;
    }
}
