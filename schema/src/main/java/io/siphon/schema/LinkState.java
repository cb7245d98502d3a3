package io.siphon.schema;

import java.util.Locale;

/** How far a {@link CallLink} can be trusted. */
public enum LinkState {
    /** A guess that nothing has confirmed yet. */
    PROVISIONAL,
    /** Said by the messages, or a guess that what followed bears out. */
    CONFIRMED,
    /** A guess that what followed contradicts, or a link beyond the limit of legs. */
    REJECTED;

    /** As it is stored: {@code provisional}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that tag. */
    public static LinkState ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }
}
