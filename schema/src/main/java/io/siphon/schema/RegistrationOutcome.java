package io.siphon.schema;

import java.util.Locale;

/** How a registration ended, or that it has not. Stored in lower case. */
public enum RegistrationOutcome {
    /** No final response yet. */
    IN_PROGRESS,
    /** 2xx. */
    ACCEPTED,
    /** 401 or 407 that the user agent had no answer to, or only wrong ones. */
    UNAUTHORIZED,
    /** 3xx that it did not follow in the same Call-ID. */
    REDIRECTED,
    /** Other 4xx, but 408, and 6xx: the registrar said no. */
    REJECTED,
    /** 408 and 5xx: the registrar could not. */
    FAILED,
    /** No final response within 32 s of the last request: unanswered, or not captured. */
    TIMED_OUT,
    /**
     * Followed no further: there was no room for it ({@code state.max-registrations}). How it ended
     * is not known.
     */
    EVICTED;

    /** As it is stored and tagged: {@code timed_out}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #tag} gave. */
    static RegistrationOutcome ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }

    /** Whether it goes on, or was followed no further: it is in no ratio. */
    public boolean isUndecided() {
        return this == IN_PROGRESS || this == EVICTED;
    }
}
