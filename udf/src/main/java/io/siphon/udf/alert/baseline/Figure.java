package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;

import javax.annotation.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of a measurement what is learnt, for its series: a trunk as one node sees it.
 *
 * @param trunk empty for calls without one
 * @param code ordinal of the {@link Gauge}
 * @param part the tags that are no part of the series, in one line: a measurement that is written
 *     anew has the same
 * @param startMicros first µs of the window
 * @param sketch as {@link Measurement#sketch}
 * @param past whether it was stored before the job began: it is learnt, and raises nothing
 */
public record Figure(
        String node,
        String trunk,
        int code,
        String part,
        long startMicros,
        long count,
        @Nullable byte[] sketch,
        boolean past) {

    private static final String NODE = "node";
    private static final String TRUNK = "trunk";

    /**
     * Null when nothing is learnt from it.
     *
     * @param mixes see {@link BaselineSettings#mixes}
     */
    @Nullable
    static Figure of(Measurement measurement, boolean past, boolean mixes) {
        Gauge gauge = Gauge.of(measurement, mixes);
        if (gauge == null || measurement.tag(NODE).isEmpty()) {
            return null;
        }
        boolean captured = gauge == Gauge.CAPTURED;
        return new Figure(
                measurement.tag(NODE),
                captured ? "" : measurement.tag(TRUNK),
                gauge.ordinal(),
                captured ? "" : part(measurement),
                measurement.startMicros(),
                (long) measurement.field("count"),
                measurement.sketch(),
                past);
    }

    static Figure of(Gauge gauge, String node, String trunk, long startMicros, boolean past) {
        return new Figure(node, trunk, gauge.ordinal(), "", startMicros, 0, null, past);
    }

    private static String part(Measurement measurement) {
        StringBuilder part = new StringBuilder();
        append(part, measurement.tag("direction"));
        append(part, measurement.tag("outcome"));
        append(part, measurement.tag("codec"));
        append(part, measurement.tag("kind"));
        part.append(measurement.tag("method"));
        return part.toString();
    }

    private static void append(StringBuilder part, String value) {
        part.append(value).append('|');
    }

    /** Of {@link Gauge#REQUESTS}. */
    String method() {
        return part.substring(part.lastIndexOf('|') + 1);
    }

    Gauge gauge() {
        return Gauge.of(code);
    }

    /** No node and trunk have the same as another. */
    String series() {
        return node.length() + ":" + node + trunk;
    }

    /** Without what its key says. */
    Figure held() {
        return new Figure("", "", code, part, startMicros, count, sketch, past);
    }

    /** What a window of a measurement is known by when it is written anew. */
    private record Key(int code, long startMicros, String part) {}

    /** The last of each window. */
    static Collection<Figure> latest(List<Figure> figures) {
        Map<Key, Figure> latest = new LinkedHashMap<>();
        for (Figure figure : figures) {
            latest.put(new Key(figure.code, figure.startMicros, figure.part), figure);
        }
        return latest.values();
    }
}
