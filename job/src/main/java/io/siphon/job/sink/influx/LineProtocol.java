package io.siphon.job.sink.influx;

import org.influxdb.dto.Point;

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

    /** A SIP status as a tag value; empty for what is none. */
    static String status(int status) {
        return status >= 100 && status <= 699 ? Integer.toString(status) : "";
    }

    /** Leaves out what is no number. */
    static void addFinite(Point.Builder point, String field, double value) {
        if (Double.isFinite(value)) {
            point.addField(field, value);
        }
    }
}
