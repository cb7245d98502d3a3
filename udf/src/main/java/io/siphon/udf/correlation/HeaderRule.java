package io.siphon.udf.correlation;

import javax.annotation.Nullable;

import java.io.Serializable;

/**
 * A header that tells which calls belong together: {@code X-CID}, or {@code Name,regex} where only
 * a part of it does.
 *
 * @param part null: the whole value
 */
public record HeaderRule(String name, @Nullable TextPart part) implements Serializable {

    /** Values of one call, so short ones (counters, flags) are none. */
    private static final int SHORTEST = 6;

    /**
     * @throws IllegalArgumentException when the name is empty or the expression is none
     */
    public static HeaderRule of(String text) {
        int comma = text.indexOf(',');
        String name = (comma < 0 ? text : text.substring(0, comma)).trim();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected Header or Header,regex, got '" + text + "'");
        }
        return new HeaderRule(
                name, comma < 0 ? null : TextPart.of(text.substring(comma + 1).trim()));
    }

    /** The part of a header's value that identifies it; empty when there is none. */
    String value(String header) {
        return value(header, part);
    }

    static String value(String header, @Nullable TextPart part) {
        String value = (part == null ? header : part.in(header)).trim();
        return value.length() < SHORTEST ? "" : value;
    }
}
