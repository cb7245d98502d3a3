package io.siphon.schema;

import java.util.Locale;

/** Severity of an {@link Alert}. Stored in lower case. */
public enum Severity {
    /** At the threshold. */
    WARNING,
    /** At twice the threshold. */
    CRITICAL;

    /** As it is stored: {@code critical}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #tag} gave. */
    static Severity ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }

    public static Severity of(double value, double threshold) {
        return value >= 2 * threshold ? CRITICAL : WARNING;
    }
}
