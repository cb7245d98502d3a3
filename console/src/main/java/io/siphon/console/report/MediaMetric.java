package io.siphon.console.report;

import io.siphon.schema.Distribution;
import io.siphon.schema.MediaFigures;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;

import java.util.Locale;

/**
 * Measures of media quality, with the limit from which a window (usually a minute) counts as bad:
 * by its mean, or by its {@link #tail}. {@code docs/reports.md} has the sources of the limits.
 */
public enum MediaMetric {
    RTCP_JITTER("RTCP jitter", MetricCatalogue.RTCP_JITTER_MS, 0.95, Judge.TAIL_OVER, 30),
    RTCP_LOSS("RTCP loss", MetricCatalogue.RTCP_LOSS_PCT, 0.95, Judge.MEAN_OVER, 1),
    RTCP_RTT("RTCP round trip", MetricCatalogue.RTCP_RTT_MS, 0.95, Judge.TAIL_OVER, 300),
    /** The worst are those with the least. */
    RTCP_MOS("RTCP MOS", MetricCatalogue.RTCP_MOS, 0.05, Judge.MEAN_UNDER, MediaFigures.POOR_MOS),
    RTP_JITTER("RTP jitter", MetricCatalogue.RTP_JITTER_MS, 0.95, Judge.TAIL_OVER, 30),
    RTP_LOSS("RTP loss", MetricCatalogue.RTP_LOSS_PCT, 0.95, Judge.MEAN_OVER, 1),
    RTP_MOS("RTP MOS", MetricCatalogue.RTP_MOS, 0.05, Judge.MEAN_UNDER, MediaFigures.POOR_MOS),
    /** What receivers say themselves (RTCP-XR). */
    XR_R_FACTOR("XR R factor", MetricCatalogue.XR_R_FACTOR, 0.05, Judge.MEAN_UNDER, 70),
    XR_LQ_MOS(
            "XR MOS-LQ", MetricCatalogue.XR_LQ_MOS, 0.05, Judge.MEAN_UNDER, MediaFigures.POOR_MOS),
    XR_CQ_MOS(
            "XR MOS-CQ", MetricCatalogue.XR_CQ_MOS, 0.05, Judge.MEAN_UNDER, MediaFigures.POOR_MOS),
    XR_DISCARD("XR discarded", MetricCatalogue.XR_DISCARD_PCT, 0.95, Judge.MEAN_OVER, 1);

    private enum Judge {
        MEAN_OVER,
        MEAN_UNDER,
        TAIL_OVER
    }

    private final String title;
    private final MetricInfo metric;
    private final double tail;
    private final Judge judge;
    private final double limit;

    MediaMetric(String title, MetricInfo metric, double tail, Judge judge, double limit) {
        this.title = title;
        this.metric = metric;
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
        return isScore() ? "" : metric.unit();
    }

    private boolean isScore() {
        return metric.unit().equals("MOS") || metric.unit().equals("R");
    }

    /** The unit, of a score what it goes from and to. */
    public String scale() {
        if (!isScore()) {
            return metric.unit();
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
        return metric.name().substring(key().length());
    }

    /** In table {@code measurements}: {@code rtcp_jitter_ms}. */
    String metric() {
        return metric.name();
    }

    /** The quantile that stands for the worst, 0..1. */
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
            case MEAN_OVER -> "mean over " + number + " " + metric.unit();
            case MEAN_UNDER -> "mean under " + number;
            case TAIL_OVER -> tailText() + " over " + number + " " + metric.unit();
        };
    }

    /** The worst there was: the largest sample, of an opinion score the smallest. */
    double worst(Distribution samples) {
        return judge == Judge.MEAN_UNDER ? samples.min() : samples.max();
    }

    boolean isBad(Distribution window) {
        return switch (judge) {
            case MEAN_OVER -> window.mean() > limit;
            case MEAN_UNDER -> window.mean() < limit;
            case TAIL_OVER -> window.quantile(tail) > limit;
        };
    }
}
