package io.siphon.udf.alert;

import java.util.Locale;

/** How much an {@link Alert} matters. Stored in lower case. */
public enum Severity {
    /** At the threshold. */
    WARNING,
    /** At twice the threshold. */
    CRITICAL;

    /** As it is stored: {@code critical}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Severity of(double value, double threshold) {
        return value >= 2 * threshold ? CRITICAL : WARNING;
    }
}
