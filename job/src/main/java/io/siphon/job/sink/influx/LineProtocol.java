package io.siphon.job.sink.influx;

import io.siphon.schema.PlainText;

import java.util.regex.Pattern;

/** Replaces text that the line protocol cannot carry, or only by ambiguous escapes. */
final class LineProtocol {

    /** Controls, also of eight bits, formats such as bidirectional overrides, separators. */
    private static final Pattern UNPRINTABLE = Pattern.compile(PlainText.UNSAFE);

    private LineProtocol() {}

    /** A name that needs no quotes: {@code [A-Za-z_][A-Za-z0-9_]*}. */
    static String name(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    /**
     * A tag value: no line breaks and controls, and no backslash that would escape what follows.
     */
    static String tag(String value) {
        return UNPRINTABLE.matcher(value).replaceAll("_").replace('\\', '/');
    }
}
