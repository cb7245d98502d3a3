package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a measurement that have no column of their own. */
final class ExtraFields {

    private static final Pattern FIELD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\":([^,}]+)");

    private ExtraFields() {}

    /** As JSON, {@code {"a":1.0,"b":2.5}}, sorted by name; null when there are none. */
    @Nullable
    static String json(Measurement measurement) {
        if (Measurement.OWN_COLUMNS.containsAll(measurement.fields().keySet())) {
            return null;
        }
        return new TreeMap<>(measurement.fields())
                .entrySet().stream()
                        .filter(field -> !Measurement.OWN_COLUMNS.contains(field.getKey()))
                        .filter(field -> Double.isFinite(field.getValue()))
                        .map(field -> quote(field.getKey()) + ":" + field.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** What {@link #json} wrote, into a map for more. */
    static Map<String, Double> parse(@Nullable String json) {
        Map<String, Double> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(json == null ? "" : json);
        while (field.find()) {
            fields.put(field.group(1).replaceAll("\\\\(.)", "$1"), Double.valueOf(field.group(2)));
        }
        return fields;
    }

    private static String quote(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
