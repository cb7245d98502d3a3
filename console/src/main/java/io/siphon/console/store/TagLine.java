package io.siphon.console.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tags in one line, as {@code measurements.tags} has them: {@code code=200,method=INVITE}, with a
 * backslash before a comma, an equals sign or a backslash in a value.
 */
final class TagLine {

    private TagLine() {}

    /** A line that was too long for its column gives the tags that are whole. */
    static Map<String, String> parse(String line) {
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
