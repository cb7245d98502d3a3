package io.siphon.console.report;

import java.util.Locale;

/**
 * What is known of media quality, and from where a window (a minute, usually) counts as bad: by its
 * mean, or by its {@link #tail}.
 */
public enum MediaMetric {
    /** More than half of a usual jitter buffer of 60 ms. */
    RTCP_JITTER("RTCP jitter", "ms", 0.95, Judge.TAIL, 30),
    /**
     * ITU-T Y.1541, class 0: 1e-3 is asked for; from 1 % on, speech without concealment suffers.
     */
    RTCP_LOSS("RTCP loss", "%", 0.95, Judge.MEAN, 1),
    /** ITU-T G.114: more than 150 ms each way is noticed. */
    RTCP_RTT("RTCP round trip", "ms", 0.95, Judge.TAIL, 300);

    private enum Judge {
        MEAN,
        TAIL
    }

    private final String title;
    private final String unit;
    private final double tail;
    private final Judge judge;
    private final double limit;

    MediaMetric(String title, String unit, double tail, Judge judge, double limit) {
        this.title = title;
        this.unit = unit;
        this.tail = tail;
        this.judge = judge;
        this.limit = limit;
    }

    public String title() {
        return title;
    }

    public String unit() {
        return unit;
    }

    /** {@code rtcp_jitter}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of keys, and of metrics: {@code ms}, {@code pct}. */
    public String unitKey() {
        return unit.equals("%") ? "pct" : unit;
    }

    /** In table {@code measurements}: {@code rtcp_jitter_ms}. */
    String metric() {
        return key() + "_" + unitKey();
    }

    /** The quantile that tells of the worst, 0..1. */
    double tail() {
        return tail;
    }

    /** {@code p95}. */
    public String tailText() {
        return "p" + Math.round(100 * tail);
    }

    /** {@code p95 over 30 ms}: when a window is bad. */
    public String limitText() {
        return "%s over %s %s"
                .formatted(
                        judge == Judge.MEAN ? "mean" : tailText(),
                        String.format(Locale.ROOT, "%.0f", limit),
                        unit);
    }

    boolean isBad(Spread window) {
        double value = judge == Judge.MEAN ? window.mean() : window.quantile(tail);
        return value > limit;
    }
}
