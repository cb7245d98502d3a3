package io.siphon.console.report;

import io.siphon.schema.Distribution;

/** One measure of media quality of one group and slice; windows come in order of time. */
final class MediaTally {

    private final MediaMetric metric;
    private final Distribution total = new Distribution();
    private Distribution window = new Distribution();
    private long windowStart;
    private long windows;
    private long bad;

    MediaTally(MediaMetric metric) {
        this.metric = metric;
    }

    /**
     * Takes one series of a window.
     *
     * @param start of the window, epoch µs
     */
    void add(long start, byte[] sketch) {
        open(start);
        window.merge(sketch);
    }

    /** Takes one sample of a window. */
    void add(long start, double value) {
        open(start);
        window.add(value);
    }

    private void open(long start) {
        if (start != windowStart) {
            closeWindow();
            windowStart = start;
        }
    }

    private void closeWindow() {
        if (!window.isEmpty()) {
            windows++;
            bad += metric.isBad(window) ? 1 : 0;
            total.merge(window);
            window = new Distribution();
        }
    }

    /** Null when there are no samples. */
    Media result() {
        closeWindow();
        return total.isEmpty()
                ? null
                : new Media(
                        total.count(),
                        total.mean(),
                        total.quantile(metric.tail()),
                        metric.worst(total),
                        (double) bad / windows);
    }
}
