package io.siphon.console.report;

import io.siphon.schema.Distribution;

import java.util.Locale;

/**
 * What is known of media quality, and from where a window (a minute, usually) counts as bad: by its
 * mean, or by its {@link #tail}. {@code docs/reports.md} has the sources of the limits.
 */
public enum MediaMetric {
    RTCP_JITTER("RTCP jitter", "ms", 0.95, Judge.TAIL_OVER, 30),
    RTCP_LOSS("RTCP loss", "%", 0.95, Judge.MEAN_OVER, 1),
    RTCP_RTT("RTCP round trip", "ms", 0.95, Judge.TAIL_OVER, 300),
    /** The worst are those with the least. */
    RTCP_MOS("RTCP MOS", "", 0.05, Judge.MEAN_UNDER, 3.6),
    RTP_JITTER("RTP jitter", "ms", 0.95, Judge.TAIL_OVER, 30),
    RTP_LOSS("RTP loss", "%", 0.95, Judge.MEAN_OVER, 1),
    RTP_MOS("RTP MOS", "", 0.05, Judge.MEAN_UNDER, 3.6),
    /** What receivers say themselves (RTCP-XR). */
    XR_R_FACTOR("XR R factor", "", 0.05, Judge.MEAN_UNDER, 70),
    XR_LQ_MOS("XR MOS-LQ", "", 0.05, Judge.MEAN_UNDER, 3.6),
    XR_CQ_MOS("XR MOS-CQ", "", 0.05, Judge.MEAN_UNDER, 3.6),
    XR_DISCARD("XR discarded", "%", 0.95, Judge.MEAN_OVER, 1);

    private enum Judge {
        MEAN_OVER,
        MEAN_UNDER,
        TAIL_OVER
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

    /** Whether its samples are streams; else they are reports. */
    boolean isOfStreams() {
        return name().startsWith("RTP_");
    }

    /** Empty for scores. */
    public String unit() {
        return unit;
    }

    /** The unit, of a score what it goes from and to. */
    public String scale() {
        if (!unit.isEmpty()) {
            return unit;
        }
        return switch (this) {
            case XR_R_FACTOR -> "0–100";
            case XR_LQ_MOS, XR_CQ_MOS -> "1–5";
            default -> "1–4.5";
        };
    }

    /** {@code rtcp_jitter}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** At the end of keys, and of metrics: {@code _ms}, {@code _pct}, nothing. */
    public String unitKey() {
        return unit.isEmpty() ? "" : "_" + (unit.equals("%") ? "pct" : unit);
    }

    /** In table {@code measurements}: {@code rtcp_jitter_ms}. */
    String metric() {
        return key() + unitKey();
    }

    /** The quantile that tells of the worst, 0..1. */
    double tail() {
        return tail;
    }

    /** {@code p95}. */
    public String tailText() {
        return "p" + Math.round(100 * tail);
    }

    /** Whether more is better (1) or worse (-1). */
    int better() {
        return judge == Judge.MEAN_UNDER ? 1 : -1;
    }

    /** {@code p95 over 30 ms}: when a window is bad. */
    public String limitText() {
        String number = String.valueOf(limit).replaceFirst("\\.0$", "");
        return switch (judge) {
            case MEAN_OVER -> "mean over " + number + " " + unit;
            case MEAN_UNDER -> "mean under " + number;
            case TAIL_OVER -> tailText() + " over " + number + " " + unit;
        };
    }

    /** The worst there was: the largest sample, of an opinion score the smallest. */
    double worst(Distribution samples) {
        return judge == Judge.MEAN_UNDER ? samples.quantile(0) : samples.max();
    }

    boolean isBad(Distribution window) {
        return switch (judge) {
            case MEAN_OVER -> window.mean() > limit;
            case MEAN_UNDER -> window.mean() < limit;
            case TAIL_OVER -> window.quantile(tail) > limit;
        };
    }
}
