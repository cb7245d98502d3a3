package io.siphon.job.sink.influx;

/** What the line protocol cannot carry, or only by ambiguous escapes, made harmless. */
final class LineProtocol {

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
        return value.replaceAll("\\p{Cntrl}", "_").replace('\\', '/');
    }
}
