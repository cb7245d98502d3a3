package io.siphon.schema;

import java.util.Locale;

/** What a REGISTER asks for (RFC 3261, 10.2). Stored in lower case. */
public enum RegistrationKind {
    /** To be reached at a contact that the address of record was not known to be reached at. */
    INITIAL,
    /** To be reached at the same contact for longer. */
    REFRESH,
    /** Not to be reached there any more: expires 0. */
    REMOVAL,
    /** Nothing: no Contact, a question for the bindings there are. */
    QUERY;

    /** As it is stored and tagged: {@code initial}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #tag} gave. */
    static RegistrationKind ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }

    /** Whether it asks for a binding: what people mean by a registration. */
    public boolean isBinding() {
        return this == INITIAL || this == REFRESH;
    }
}
