package io.siphon.schema;

import java.util.Locale;

/** Where an {@link Alert} is in its life. Stored in lower case. */
public enum AlertState {
    /** Found, and as it was then. */
    OPEN,
    /** Its severity rose. */
    WORSE,
    /** Its severity fell, and stayed so for as many windows as close an alert. */
    BETTER,
    /** For as many windows nothing was found. */
    CLOSED,
    /** Found in a maintenance window, or while an alert that explains it is open. */
    SUPPRESSED;

    /** As it is stored: {@code suppressed}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #tag} gave; a row of 0.1 has none, and is over. */
    static AlertState ofTag(String tag) {
        return tag.isEmpty() ? CLOSED : valueOf(tag.toUpperCase(Locale.ROOT));
    }

    /** Whether receivers are notified when an alert gets into it. */
    public boolean isSent() {
        return this == OPEN || this == WORSE || this == CLOSED;
    }
}
