package io.siphon.console.report;

/** Bins of call durations: from one bound on, up to and without the next. */
enum DurationBin {
    UNDER_5_S(5, "under 5 s"),
    S_5_15(15, "5–15 s"),
    S_15_30(30, "15–30 s"),
    S_30_60(60, "30–60 s"),
    MIN_1_2(120, "1–2 min"),
    MIN_2_5(300, "2–5 min"),
    MIN_5_10(600, "5–10 min"),
    MIN_10_30(1800, "10–30 min"),
    MIN_30_60(3600, "30–60 min"),
    OVER_60_MIN(Long.MAX_VALUE / 1000, "1 h and more");

    private final long endSeconds;
    private final String text;

    DurationBin(long endSeconds, String text) {
        this.endSeconds = endSeconds;
        this.text = text;
    }

    static DurationBin of(long durationMs) {
        int bin = 0;
        while (durationMs >= 1000 * values()[bin].endSeconds) {
            bin++;
        }
        return values()[bin];
    }

    /** Where it begins, in s: {@code 30}. */
    String key() {
        return String.valueOf(ordinal() == 0 ? 0 : values()[ordinal() - 1].endSeconds);
    }

    String text() {
        return text;
    }
}
